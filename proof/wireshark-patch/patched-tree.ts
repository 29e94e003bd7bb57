import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Model } from "../../generator/model/model.js";
import { describeFacts, type Facts, factsOf } from "../../generator/verify/facts.js";
import { type CommandResult, describeEnd, runCommand } from "../../generator/verify/run-command.js";
import { readWithTshark } from "../../generator/verify/tshark-facts.js";
import { NO_CONFIGURATION, openTshark } from "../../generator/verify/tshark-run.js";
import { IS_ROOT, LUA, ROOT } from "../project.js";

/** How cmake has a file compiled. */
interface CompileCommand {
  readonly directory: string;
  readonly command: string;
  readonly file: string;
}

/** cmake chose its options for one of them; the other one warns of those that it does not know. */
const COMPILERS = ["gcc", "clang"];
/** Besides all that Wireshark asks for itself. */
const STRICT = ["-O2", "-Wall", "-Wextra", "-fsyntax-only", "-fno-diagnostics-color"];

/** What is known of a file in a folder that cmake made. */
export async function findCompileCommand(build: string, file: string): Promise<CompileCommand> {
  const list = join(build, "compile_commands.json");
  const text = existsSync(list) ? readFileSync(list, "utf8") : await askNinja(build);
  const commands: readonly CompileCommand[] = JSON.parse(text);
  const found = commands.find((one) => one.file.endsWith(file));
  if (!found) throw new Error(`${build} compiles no ${file}`);
  return found;
}

async function askNinja(build: string): Promise<string> {
  const args = ["-C", build, "-t", "compdb"];
  const result = await runCommand({ program: "ninja", args });
  if (result.kind !== "exited" || result.code !== 0) throw new Error(describeEnd(result));
  return result.stdout.slice(result.stdout.indexOf("["));
}

/** What a compiler said of a source, or why it said nothing. */
type Compiled =
  | { readonly kind: "compiled"; readonly warnings: readonly string[] }
  | { readonly kind: "failed"; readonly output: string }
  | { readonly kind: "missing" };

/** Compiles another text of the file as cmake would, with each of the compilers. */
export async function compile(
  { directory, command, file }: CompileCommand,
  source: string,
): Promise<ReadonlyMap<string, Compiled>> {
  const [, ...words] = command.split(/\s+/);
  const output = words.indexOf("-o");
  const options = words.filter(
    (word, at) => at !== output && at !== output + 1 && word !== "-c" && !word.endsWith(file),
  );
  const found = new Map<string, Compiled>();
  for (const program of COMPILERS) {
    // The source includes the headers beside it.
    const args = [...options, ...STRICT, `-iquote${dirname(file)}`, source];
    const result = await runCommand({ program, args, cwd: directory, timeoutMs: 300_000 });
    found.set(program, read(result));
  }
  return found;
}

/** Lines move, so their numbers do not count. */
function read(result: CommandResult): Compiled {
  if (result.kind === "missing") return { kind: "missing" };
  if (result.kind !== "exited" || result.code !== 0) {
    return { kind: "failed", output: `${describeEnd(result)}\n${result.stderr}` };
  }
  const warnings = [...result.stderr.matchAll(/ warning: (.*)/g)].map(([, text = ""]) => text);
  return { kind: "compiled", warnings };
}

/** A frame that a tshark with the patch reads otherwise than the plugin. */
interface Difference {
  readonly sample: string;
  readonly frame: number;
  readonly plugin: string;
  readonly patched: string;
}

/** The fields of the patched dissector, and the facts that they are. */
const FIELDS = {
  "tcp.rst_diagnostic.magic": "magic",
  "tcp.rst_diagnostic.reason_code": "reasonCode",
  "tcp.rst_diagnostic.vendor_reason_code": "vendorReasonCode",
  "tcp.rst_diagnostic.pen": "pen",
  "tcp.rst_diagnostic.length.invalid": "lengthInvalid",
  "tcp.rst_diagnostic.reason_code.reserved": "codeReserved",
} as const;

/** Of the text that draft-boucadair-tcpm-rst-diagnostic-payload-15 had. */
const OLDER_MAGIC = "0xf317";

/** Reads every sample with a tshark that has the patch, and with this system's and the plugin. */
export async function compareSamples(model: Model, program: string) {
  const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT });
  const differences: Difference[] = [];
  let [samples, frames] = [0, 0];
  try {
    for (const sample of listSamples()) {
      const path = join(ROOT, "samples", sample);
      const plugin = await readWithTshark(tshark, model, path);
      if (typeof plugin === "string") throw new Error(`${sample}: ${plugin}`);
      const patched = await readPatched(program, path);
      samples += 1;
      frames += patched.size;
      for (const [frame, found] of patched) {
        const said = {
          plugin: describeFacts(wantOf(plugin.get(frame))),
          patched: describeFacts(found),
        };
        if (said.plugin !== said.patched) differences.push({ sample, frame, ...said });
      }
    }
  } finally {
    tshark.close();
  }
  return { samples, frames, differences };
}

function listSamples(): readonly string[] {
  return readdirSync(join(ROOT, "samples"))
    .filter((name) => /\.pcap(ng)?$/.test(name))
    .sort();
}

/** What the dissector has of each frame. */
async function readPatched(program: string, path: string): Promise<ReadonlyMap<number, Facts>> {
  const fields = ["frame.number", ...Object.keys(FIELDS)].flatMap((field) => ["-e", field]);
  const args = ["-r", path, "-T", "fields", "-E", "occurrence=a", ...fields];
  const result = await runCommand({ program, args, env: NO_CONFIGURATION, timeoutMs: 120_000 });
  if (result.kind !== "exited" || result.code !== 0) throw new Error(describeEnd(result));
  const lines = result.stdout.split("\n").filter((line) => line !== "");
  return new Map(
    lines.map((line) => {
      const [number = "", ...cells] = line.split("\t");
      // Upstream shows an older draft's text, too; that is not what the patch is about.
      if (cells[0] === OLDER_MAGIC) return [Number(number), {}];
      const members = Object.values(FIELDS).map((member, at) => [member, readCell(cells[at])]);
      return [Number(number), factsOf(Object.fromEntries(members))];
    }),
  );
}

function readCell(cell = ""): string | number | undefined {
  if (cell === "") return undefined;
  return /^\d+$/.test(cell) ? Number(cell) : cell;
}

/** What the dissector must have where the plugin says this. */
function wantOf(said: Facts | undefined): Facts {
  if (said?.["format"] !== "diagnostic") return {};
  const { magic, reasonCode, vendorReasonCode, pen, malformed } = said;
  if (magic === undefined) return factsOf({ lengthInvalid: malformed === true ? 1 : undefined });
  const codeReserved = malformed === true ? 1 : undefined;
  return factsOf({ magic, reasonCode, vendorReasonCode, pen, codeReserved });
}

/** The causes that a tshark knows, `14 Connection timeout`, one a line, in the order of their codes. */
export async function listCauses(program: string): Promise<string> {
  const args = ["-G", "values"];
  const result = await runCommand({ program, args, env: NO_CONFIGURATION, timeoutMs: 120_000 });
  if (result.kind !== "exited") throw new Error(describeEnd(result));
  const rows = result.stdout.matchAll(/^V\ttcp\.rst_diagnostic\.reason_code\t(\d+)\t(.*)$/gm);
  const causes = [...rows].map(([, code, text]) => [Number(code), text] as const);
  return causes
    .sort(([a], [b]) => a - b)
    .map(([code, text]) => `${code} ${text}`)
    .join("\n");
}
