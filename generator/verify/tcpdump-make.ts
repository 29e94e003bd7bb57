import { existsSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { WARNING_FLAGS } from "./compiler-warnings.js";
import { type Command, type CommandResult, runCommand, succeeded } from "./run-command.js";

/** How far a build is: `done` of `total` units of its present step. */
export interface BuildProgress {
  readonly step: "fetch" | "configure" | "compile" | "test";
  readonly done: number;
  readonly total: number;
}

export type Report = (progress: BuildProgress) => void;

/** A compiler, and what it is told for every file. */
export interface Toolchain {
  /** Short, for names of folders. */
  readonly name: string;
  readonly compiler: "gcc" | "clang";
  readonly flags: string;
}

export const GCC: Toolchain = { name: "gcc", compiler: "gcc", flags: "-g -O2" };
/** A report of the sanitizers ends the program, so that it is a failed test. */
const SANITIZERS = "-fno-sanitize-recover=undefined -fsanitize=address,undefined";
export const GCC_SANITIZED: Toolchain = {
  name: "gcc-sanitized",
  compiler: "gcc",
  flags: `-g -O1 ${SANITIZERS}`,
};
/** What libFuzzer needs is in there, so that one build serves the suite and the fuzzer. */
export const CLANG_SANITIZED: Toolchain = {
  name: "clang-sanitized",
  compiler: "clang",
  flags: `-g -O1 ${SANITIZERS} -fsanitize=fuzzer-no-link`,
};

/** A call from inside another make, or a user's own flags, must not change what is built. */
export function buildEnvironment({ compiler, flags }: Toolchain): NonNullable<Command["env"]> {
  return {
    // What tcpdump leaves for the system to free is not a report on the patch.
    ASAN_OPTIONS: "detect_leaks=0",
    CC: compiler,
    CFLAGS: flags,
    CPPFLAGS: undefined,
    LDFLAGS: undefined,
    MAKEFLAGS: undefined,
    MAKELEVEL: undefined,
    MFLAGS: undefined,
  };
}

/** A source folder, and the toolchain that it is configured for. */
export interface Tree {
  readonly path: string;
  readonly toolchain: Toolchain;
}

const TIMEOUT_MS = 15 * 60 * 1000;

/** Runs tcpdump's configure script in its source tree; the development branch has to make it. */
export async function configureTree(tree: Tree, report: Report): Promise<CommandResult> {
  if (!existsSync(join(tree.path, "configure"))) {
    const made = await run(tree, "./autogen.sh");
    if (!succeeded(made)) return made;
  }
  return oneStep("configure", report, run(tree, "./configure", "-q"));
}

/** Compiles the file of the patch alone, so that all its warnings are on the standard error. */
export function compilePatchedFile(tree: Tree): Promise<CommandResult> {
  return run(tree, "make", "print-tcp.o", `CFLAGS=${tree.toolchain.flags} ${WARNING_FLAGS}`);
}

/** Compiles what is not up to date, told file by file, and links tcpdump. */
export async function compileTree(tree: Tree, report: Report): Promise<CommandResult> {
  const plan = await run(tree, "make", "-n");
  const steps = plan.kind === "missing" ? [] : plan.stdout.split("\n").filter(isCompilation);
  let done = 0;
  return runCommand({
    program: "make",
    args: [`-j${availableParallelism()}`],
    cwd: tree.path,
    env: buildEnvironment(tree.toolchain),
    timeoutMs: TIMEOUT_MS,
    onLine: (line) => {
      if (!isCompilation(line)) return;
      done += 1;
      report({ step: "compile", done, total: steps.length });
    },
  });
}

/** Runs tcpdump's test suite; see `parseSuite` for what it prints. */
export function testTree(tree: Tree, report: Report): Promise<CommandResult> {
  // A tcpdump in an endless loop must end as one failed test, not as a hanging suite.
  const limited = ["--cpu=30", "make", "-s", "check"];
  return oneStep("test", report, run(tree, "prlimit", ...limited));
}

function isCompilation(line: string): boolean {
  return /\s-c\s.*\.c$/.test(line);
}

function run(tree: Tree, program: string, ...args: readonly string[]): Promise<CommandResult> {
  const env = buildEnvironment(tree.toolchain);
  return runCommand({ program, args, cwd: tree.path, env, timeoutMs: TIMEOUT_MS });
}

/** Reports a step that has no parts to count. */
export async function oneStep<T>(
  step: BuildProgress["step"],
  report: Report,
  work: Promise<T>,
): Promise<T> {
  report({ step, done: 0, total: 1 });
  const result = await work;
  report({ step, done: 1, total: 1 });
  return result;
}
