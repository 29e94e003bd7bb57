import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Model, productionVendors } from "../../generator/model/model.js";
import { statesCause } from "../../generator/model/registry.js";
import { tcpdumpText } from "../../generator/model/tcpdump-text.js";
import { cString } from "../../generator/targets/rendering/escape.js";
import { describeEnd, runCommand, succeeded } from "../../generator/verify/run-command.js";

/** What a fuzzer is made of, and where. */
export interface FuzzerRequest {
  readonly model: Model;
  /** That of the patched tcpdump, built with `clang-sanitized`; it is only read. */
  readonly tree: string;
  /** Gets the fuzzer and what it finds. */
  readonly folder: string;
  readonly name: string;
  /** A fault that is put into the patched source: `from` is there exactly once. */
  readonly bug?: { readonly from: string; readonly to: string };
}

const TARGET = fileURLToPath(new URL("fuzz.c", import.meta.url));
const LIBRARY = "libnetdissect.a";
/** The longest payload that a rule is about, and the four octets of control. */
const LONGEST_INPUT = 1100;
/** For a run whose end is a number of inputs: a day. */
const LONGEST_RUN_MS = 86_400_000;

/** Links the fuzzer of the patch, or of the patch with a fault, and gives its path. */
export async function linkFuzzer(request: FuzzerRequest): Promise<string> {
  const { model, tree, folder, name, bug } = request;
  const [program, source] = [join(folder, name), join(folder, `${name}.c`)];
  await writeFile(join(folder, "causes.h"), causesHeader(model));
  const patched = await readFile(join(tree, "print-tcp.c"), "utf8");
  await writeFile(source, bug ? plant(patched, bug) : patched);
  const makefile = await readFile(join(tree, "Makefile"), "utf8");
  const words = (variable: string) =>
    (new RegExp(`^${variable} = (.*)$`, "m").exec(makefile)?.[1] ?? "")
      .split(/\s+/)
      .filter(Boolean);
  const flags = words("CFLAGS").map((flag) => flag.replace("fuzzer-no-link", "fuzzer"));
  // A changed file ahead of the library takes the place of the one in it.
  const inputs = [TARGET, source, join(tree, LIBRARY)];
  const libraries = words("LIBS").filter((flag) => !flag.includes(LIBRARY));
  const include = ["-DHAVE_CONFIG_H", `-I${tree}`, `-I${folder}`];
  const args = [...flags, ...include, ...inputs, ...libraries, "-o", program];
  const result = await runCommand({ program: "clang", args });
  if (succeeded(result)) return program;
  throw new Error(`${describeEnd(result)}\n${result.kind === "missing" ? "" : result.stderr}`);
}

/** How long a fuzzer runs: until a time is over, or until so many inputs were tried. */
export type FuzzLimit = { readonly seconds: number } | { readonly runs: number };

/** How it went; `finding` is the report of an input that was wrong. */
export interface FuzzResult {
  readonly runs: number;
  readonly seconds: number;
  /** Of libFuzzer's last line: edges, and edges with how often they were taken. */
  readonly coverage: { readonly edges: number; readonly features: number };
  readonly finding: string | undefined;
}

/** Runs a fuzzer from nothing until something is wrong or the limit is reached. */
export async function runFuzzer(program: string, limit: FuzzLimit): Promise<FuzzResult> {
  const isTimed = "seconds" in limit;
  const args = [
    isTimed ? `-max_total_time=${limit.seconds}` : `-runs=${limit.runs}`,
    `-max_len=${LONGEST_INPUT}`,
    "-len_control=0",
    "-seed=1",
    "-print_final_stats=1",
    `-artifact_prefix=${program}.`,
  ];
  const env = { ASAN_OPTIONS: "detect_leaks=0" };
  const timeoutMs = isTimed ? (limit.seconds + 120) * 1000 : LONGEST_RUN_MS;
  const began = performance.now();
  const result = await runCommand({ program, args, env, timeoutMs });
  if (result.kind === "missing") throw new Error(describeEnd(result));
  const { stderr } = result;
  const last = [...stderr.matchAll(/ cov: (\d+) ft: (\d+) /g)].at(-1);
  return {
    runs: Number(/stat::number_of_executed_units: (\d+)/.exec(stderr)?.[1] ?? 0),
    seconds: (performance.now() - began) / 1000,
    coverage: { edges: Number(last?.[1] ?? 0), features: Number(last?.[2] ?? 0) },
    finding: succeeded(result) ? undefined : readFinding(stderr),
  };
}

/** The oracle's lines, or the sanitizer's first one. */
function readFinding(stderr: string): string {
  const oracle = /^ORACLE [\s\S]*?found: .*$/m.exec(stderr)?.[0];
  return oracle ?? /^.*(?:ERROR: \w+Sanitizer|runtime error): .*$/m.exec(stderr)?.[0] ?? stderr;
}

function plant(source: string, { from, to }: { from: string; to: string }): string {
  if (source.split(from).length !== 2) throw new Error(`print-tcp.c has not just one "${from}"`);
  return source.replace(from, () => to);
}

/** What the oracle knows of the registries. */
function causesHeader(model: Model): string {
  const own = model.diagnosticFormats.slice(0, 1).map(({ registry }) => ({ pen: 0, registry }));
  const owners = [...own, ...productionVendors(model)];
  const rows = owners.flatMap(({ pen, registry }) =>
    registry.rows.filter(statesCause).map(({ first, last, description }) => {
      return `        { ${pen}u, ${first}, ${last}, ${cString(tcpdumpText(description))} },`;
    }),
  );
  return `static const struct cause causes[] = {\n${rows.join("\n")}\n};\n`;
}
