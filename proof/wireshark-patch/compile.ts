import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { type CommandResult, describeEnd, runCommand } from "../../generator/verify/run-command.js";

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
export type Compiled =
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
