import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";

const SCRIPT = fileURLToPath(new URL("build.sh", import.meta.url));

/** What to build; this distribution's tcpdump with gcc where nothing else is said. */
export interface BuildRequest {
  readonly patchPath: string;
  readonly toolchain?: Toolchain;
  /** The code name of a release of Debian, or a source folder. */
  readonly source?: string;
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
  /** Source and objects of the patched one; only of clang. */
  readonly tree: string;
  readonly stockPassed: number;
  readonly passed: number;
  /** The tests that fail, without the patch as with it. */
  readonly failed: readonly string[];
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
export function buildTcpdump({ patchPath, toolchain, source }: BuildRequest): Promise<BuildResult> {
  const options = [...(toolchain ? ["--toolchain", toolchain] : [])];
  const args = [...options, ...(source ? ["--source", source] : []), patchPath];
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 64 * 1024 * 1024 };
    execFile(SCRIPT, args, limits, (error, stdout, stderr) => {
      const problem = { reason: stdout.trim(), output: stderr };
      if (!error) resolve(readFacts(stdout));
      else if (error.code === 1) resolve({ kind: "failed", ...problem });
      else if (error.code === 3) resolve({ kind: "unavailable", ...problem });
      else if (error.code === "ENOENT")
        resolve({ kind: "unavailable", ...problem, reason: String(error) });
      else reject(error);
    });
  });
}

function readFacts(text: string): BuiltTcpdump {
  const facts = text.split("\n").map((line) => /^(\S+) (.*)$/.exec(line) ?? []);
  const all = (name: string) =>
    facts.flatMap(([, key, value]) => (key === name ? [value ?? ""] : []));
  const one = (name: string) => all(name)[0] ?? "";
  return {
    kind: "built",
    version: one("version"),
    program: one("program"),
    stock: one("stock"),
    stockTree: one("stock-tree"),
    tree: one("tree"),
    stockPassed: Number(one("stock-passed")),
    passed: Number(one("passed")),
    failed: all("failed"),
  };
}
