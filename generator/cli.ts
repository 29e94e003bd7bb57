#!/usr/bin/env node
import type { Context, Session } from "./cli/context.js";
import { EXIT } from "./cli/exit-codes.js";
import { describeVersion, VERSION_FLAGS } from "./cli/own-release.js";

/** Those that end a program which does nothing about them, and which it may do something about. */
const ENDING_SIGNALS = [
  "SIGINT",
  "SIGTERM",
  "SIGHUP",
  "SIGQUIT",
  "SIGALRM",
  "SIGUSR2",
  "SIGXCPU",
] as const;

const context: Context = {
  // Node makes each where it is first asked for.
  get stdin() {
    return process.stdin;
  },
  get stdout() {
    return process.stdout;
  },
  get stderr() {
    return process.stderr;
  },
  env: process.env,
  isRoot: process.getuid?.() === 0,
  isRootGroup: process.getgid?.() === 0,
  platform: process.platform,
  cwd: process.cwd(),
  onInterrupt: (listener) => {
    process.once("SIGINT", listener);
  },
  pid: process.pid,
  isRunning: (pid) => {
    try {
      return process.kill(pid, 0);
    } catch (error) {
      // Another user's may not be sent anything.
      return error instanceof Error && "code" in error && error.code === "EPERM";
    }
  },
  onEarlyEnd: (undo) => {
    const end = (signal: NodeJS.Signals): void => {
      undo();
      // Nobody listens any more, so that it ends the program, as whoever sent it expects.
      process.kill(process.pid, signal);
    };
    for (const signal of ENDING_SIGNALS) process.once(signal, end);
    process.once("exit", undo);
    return () => {
      process.off("exit", undo);
      for (const signal of ENDING_SIGNALS) process.off(signal, end);
    };
  },
};

let exitCode: number = EXIT.ok;
/** Whether the command has nothing else to say than what it prints; the others have an exit code. */
let onlyPrints = false;

const session: Session = {
  context,
  run: async (result) => {
    exitCode = await result;
  },
  print: (result) => {
    onlyPrints = true;
    return session.run(result);
  },
};

async function main(given: readonly string[]): Promise<number> {
  const [first = "", ...others] = given;
  if (VERSION_FLAGS.includes(first) && others.length === 0) {
    process.stdout.write(`${describeVersion()}\n`);
    return EXIT.ok;
  }
  // Only here: the version need not wait for what all other commands load.
  const { describeFailure, endRefused, isRefused } = await import("./cli/context.js");
  const { CommanderError } = await import("./cli/commander.js");
  const { addCommand, buildProgram } = await import("./cli/program.js");
  try {
    const words = addCommand(given, context.cwd);
    // The program's own options have no values: the first word that is none is the command.
    const program = await buildProgram(
      session,
      words.filter((word) => !word.startsWith("-")),
    );
    await program.parseAsync(words, { from: "user" });
    return exitCode;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.ok : EXIT.usage;
    if (isRefused(error)) return endRefused(context, error);
    const why = describeFailure(error, process.argv.includes("--debug"));
    process.stderr.write(`rstdiag: ${why}\n`);
    return EXIT.badInput;
  }
}

// A reader that has seen enough, such as head, is no error.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE" && !onlyPrints) return;
  if (error.code !== "EPIPE") process.stderr.write(`rstdiag: cannot print: ${error.message}\n`);
  process.exit(error.code === "EPIPE" ? EXIT.ok : EXIT.badInput);
});
process.exitCode = await main(process.argv.slice(2));
