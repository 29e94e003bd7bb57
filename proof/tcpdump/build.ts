import { fileURLToPath } from "node:url";
import { describeEnd, runCommand } from "../../generator/verify/run-command.js";

const SCRIPT = fileURLToPath(new URL("build.sh", import.meta.url));

/** What to build; this distribution's tcpdump with gcc where nothing else is said. */
export interface BuildRequest {
  readonly patchPath: string;
  readonly toolchain?: Toolchain;
  /** The code name of a release of Debian, or a source folder. */
  readonly source?: string;
  /** Which of tcpdump's tests are run with the patch: all, or those that it brings, of 4.99 alone. */
  readonly suite?: "all" | "own";
}

export type Toolchain = "gcc" | "gcc-sanitized" | "clang-sanitized";

/** The patched tcpdump and the unpatched one, and how their test suites went. */
export interface BuiltTcpdump {
  readonly kind: "built";
  readonly version: string;
  readonly program: string;
  readonly stock: string;
  /** Source and objects of the unpatched one. */
  readonly stockTree: string;
  /** The captures that the patch adds to the suite. */
  readonly captures: string;
  /** Source and objects of the patched one; only of clang. */
  readonly tree: string;
  readonly stockPassed: number;
  readonly passed: number;
  /** How many tests fail, without the patch as with it. */
  readonly failed: number;
}

/** Failed is the patch's fault; unavailable is this machine's. */
export type BuildResult =
  | BuiltTcpdump
  | { readonly kind: "failed" | "unavailable"; readonly reason: string; readonly output: string };

/** Whether a proof may be left out: in CI only where nobody could fetch the source. */
export function mayBeSkipped(reason: string): boolean {
  return (process.env["CI"] ?? "") === "" || reason.includes("cannot be fetched");
}

/** Runs build.sh, which says what it does. */
export async function buildTcpdump(request: BuildRequest): Promise<BuildResult> {
  const { patchPath, toolchain = "gcc", source, suite = "all" } = request;
  const options = ["--toolchain", toolchain, "--suite", suite];
  const args = [...options, ...(source ? ["--source", source] : []), patchPath];
  const result = await runCommand({ program: SCRIPT, args });
  if (result.kind === "missing") {
    return { kind: "unavailable", reason: describeEnd(result), output: "" };
  }
  const problem = { reason: result.stdout.trim(), output: result.stderr };
  const code = result.kind === "exited" ? result.code : undefined;
  if (code === 0) return readFacts(result.stdout);
  if (code === 1) return { kind: "failed", ...problem };
  if (code === 3) return { kind: "unavailable", ...problem };
  throw new Error(`${describeEnd(result)}\n${problem.output}`);
}

function readFacts(text: string): BuiltTcpdump {
  const facts = [...text.matchAll(/^(\S+) (.*)$/gm)].map(([, name, value]) => ({ name, value }));
  const factOf = (wanted: string) => facts.find(({ name }) => name === wanted)?.value ?? "";
  return {
    kind: "built",
    version: factOf("version"),
    program: factOf("program"),
    stock: factOf("stock"),
    stockTree: factOf("stock-tree"),
    captures: factOf("captures"),
    tree: factOf("tree"),
    stockPassed: Number(factOf("stock-passed")),
    passed: Number(factOf("passed")),
    failed: facts.filter(({ name }) => name === "failed").length,
  };
}
