import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import type { Model } from "../model/model.js";
import { statesCause } from "../model/registry.js";
import { tcpdumpText } from "../model/tcpdump-text.js";
import { cString } from "../targets/text/escape.js";
import { describeEnd, runCommand, succeeded } from "./run-command.js";
import { buildEnvironment, CLANG_SANITIZED } from "./tcpdump-make.js";
import { preparePatched } from "./tcpdump-patched.js";
import type { StockTree } from "./tcpdump-stock.js";

/** What the fuzzer is made of. */
export interface FuzzRequest {
  readonly model: Model;
  /** Built with `CLANG_SANITIZED`. */
  readonly stock: StockTree;
  readonly patchPath: string;
  /** C source of the fuzz target, which includes `causes.h`. */
  readonly harness: string;
  /** Gets the tree, the fuzzers and what they find; must not be there. */
  readonly folder: string;
}

/** A fault that is put into the patched source: `from` is there exactly once. */
export interface PlantedBug {
  readonly from: string;
  readonly to: string;
}

/** How a run went: how many inputs were tried, and the report of the one that was wrong. */
export interface FuzzResult {
  readonly runs: number;
  readonly finding?: string;
}

/** A patched tree whose library is built, ready to be linked with the fuzz target. */
export interface FuzzBench {
  /** The fuzzer of the patch, or of the patch with a fault. */
  readonly link: (name: string, bug?: PlantedBug) => Promise<string>;
}

const LIBRARY = "libnetdissect.a";
const SOURCE = "print-tcp.c";
/** The longest payload that a rule is about, and the four octets of control. */
const LONGEST_INPUT = 1100;

/** Builds the library with the patch; throws with what the tools said where that fails. */
export async function openFuzzBench(request: FuzzRequest): Promise<FuzzBench> {
  const { model, stock, patchPath, harness, folder } = request;
  await mkdir(folder, { recursive: true });
  const tree = join(folder, "tree");
  const failure = await preparePatched(stock, resolve(patchPath), tree);
  if (failure) throw new Error(`${failure.reason}\n${failure.output}`);
  await run(tree, "make", "-s", LIBRARY);
  await copyFile(harness, join(tree, "fuzz.c"));
  await writeFile(join(tree, "causes.h"), causesHeader(model));
  await run(tree, "clang", ...compileFlags(), "-c", "fuzz.c", "-o", "fuzz.o");
  const source = await readFile(join(tree, SOURCE), "utf8");
  return {
    link: async (name, bug) => {
      const program = join(folder, name);
      // A changed file ahead of the library takes the place of the one in it.
      await writeFile(join(tree, `${name}.c`), bug ? plant(source, bug) : source);
      await run(tree, "clang", ...compileFlags(), "-c", `${name}.c`, "-o", `${name}.o`);
      const objects = ["fuzz.o", `${name}.o`, LIBRARY];
      await run(
        tree,
        "clang",
        ...linkFlags(),
        ...objects,
        ...(await libraries(tree)),
        "-o",
        program,
      );
      return program;
    },
  };
}

/** Runs a fuzzer from nothing until something is wrong or the time is over. */
export async function runFuzzer(program: string, seconds: number): Promise<FuzzResult> {
  const args = [
    `-max_total_time=${seconds}`,
    `-max_len=${LONGEST_INPUT}`,
    "-len_control=0",
    "-seed=1",
    "-print_final_stats=1",
    `-artifact_prefix=${program}.`,
  ];
  const result = await runCommand({ program, args, timeoutMs: (seconds + 120) * 1000 });
  if (result.kind === "missing") throw new Error(describeEnd(result));
  const runs = Number(/stat::number_of_executed_units: (\d+)/.exec(result.stderr)?.[1] ?? 0);
  return succeeded(result) ? { runs } : { runs, finding: readFinding(result.stderr) };
}

/** The oracle's lines, or the sanitizer's first one. */
function readFinding(stderr: string): string {
  const oracle = /^ORACLE [\s\S]*?found: .*$/m.exec(stderr)?.[0];
  return oracle ?? /^.*(?:ERROR: \w+Sanitizer|runtime error): .*$/m.exec(stderr)?.[0] ?? stderr;
}

function plant(source: string, { from, to }: PlantedBug): string {
  if (source.split(from).length !== 2) throw new Error(`${SOURCE} has not just one "${from}"`);
  return source.replace(from, () => to);
}

/** What the oracle knows of the registries. */
function causesHeader({ diagnosticFormats, vendors }: Model): string {
  const owners = [
    ...diagnosticFormats.slice(0, 1).map(({ registry }) => ({ pen: 0, registry })),
    ...vendors,
  ];
  const rows = owners.flatMap(({ pen, registry }) =>
    registry.rows.filter(statesCause).map(({ first, last, description }) => {
      return `        { ${pen}u, ${first}, ${last}, ${cString(tcpdumpText(description))} },`;
    }),
  );
  return `static const struct cause causes[] = {\n${rows.join("\n")}\n};\n`;
}

function compileFlags(): readonly string[] {
  return [...CLANG_SANITIZED.flags.split(" "), "-DHAVE_CONFIG_H", "-I."];
}

function linkFlags(): readonly string[] {
  return [...CLANG_SANITIZED.flags.replace("fuzzer-no-link", "fuzzer").split(" ")];
}

/** The libraries that configure found for tcpdump itself. */
async function libraries(tree: string): Promise<readonly string[]> {
  const makefile = await readFile(join(tree, "Makefile"), "utf8");
  const flags = /^LIBS = (.*)$/m.exec(makefile)?.[1] ?? "-lpcap";
  return flags.split(" ").filter((flag) => flag !== "" && !flag.includes(LIBRARY));
}

async function run(cwd: string, program: string, ...args: readonly string[]): Promise<void> {
  const result = await runCommand({ program, args, cwd, env: buildEnvironment(CLANG_SANITIZED) });
  if (succeeded(result)) return;
  const printed = result.kind === "missing" ? "" : result.stderr;
  throw new Error(`${describeEnd(result)}\n${printed}`);
}
