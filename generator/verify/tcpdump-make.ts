import { availableParallelism } from "node:os";
import { WARNING_FLAGS } from "./compiler-warnings.js";
import { type CommandResult, runCommand } from "./run-command.js";

/** How far a build is: `done` of `total` units of its present step. */
export interface BuildProgress {
  readonly step: "fetch" | "configure" | "compile" | "test";
  readonly done: number;
  readonly total: number;
}

export type Report = (progress: BuildProgress) => void;

const CFLAGS = "-g -O2";
/** A call from inside another make, or a user's own flags, must not change what is built. */
const ENVIRONMENT = {
  CC: "gcc",
  CFLAGS,
  CPPFLAGS: undefined,
  LDFLAGS: undefined,
  MAKEFLAGS: undefined,
  MAKELEVEL: undefined,
  MFLAGS: undefined,
};
const TIMEOUT_MS = 15 * 60 * 1000;

/** Runs tcpdump's configure script in its source tree. */
export function configureTree(tree: string, report: Report): Promise<CommandResult> {
  return oneStep("configure", report, run(tree, "./configure", "-q"));
}

/** Compiles the file of the patch alone, so that all its warnings are on the standard error. */
export function compilePatchedFile(tree: string): Promise<CommandResult> {
  return run(tree, "make", "print-tcp.o", `CFLAGS=${CFLAGS} ${WARNING_FLAGS}`);
}

/** Compiles what is not up to date, told file by file, and links tcpdump. */
export async function compileTree(tree: string, report: Report): Promise<CommandResult> {
  const plan = await run(tree, "make", "-n");
  const steps = plan.kind === "missing" ? [] : plan.stdout.split("\n").filter(isCompilation);
  let done = 0;
  return runCommand({
    program: "make",
    args: [`-j${availableParallelism()}`],
    cwd: tree,
    env: ENVIRONMENT,
    timeoutMs: TIMEOUT_MS,
    onLine: (line) => {
      if (!isCompilation(line)) return;
      done += 1;
      report({ step: "compile", done, total: steps.length });
    },
  });
}

/** Runs tcpdump's test suite; see `parseSuite` for what it prints. */
export function testTree(tree: string, report: Report): Promise<CommandResult> {
  // A tcpdump in an endless loop must end as one failed test, not as a hanging suite.
  const limited = ["--cpu=30", "make", "-s", "check"];
  return oneStep("test", report, run(tree, "prlimit", ...limited));
}

function isCompilation(line: string): boolean {
  return /\s-c\s.*\.c$/.test(line);
}

function run(cwd: string, program: string, ...args: readonly string[]): Promise<CommandResult> {
  return runCommand({ program, args, cwd, env: ENVIRONMENT, timeoutMs: TIMEOUT_MS });
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
