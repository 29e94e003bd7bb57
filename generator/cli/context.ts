import { relative } from "node:path";
import type { Readable, Writable } from "node:stream";
import type { Writer } from "../install/scratch-folders.js";
import { WriteError } from "../install/write-error.js";
import { showUnprintable } from "../model/text.js";
import { EXIT } from "./exit-codes.js";

export interface Output extends Writable {
  readonly isTTY?: boolean;
}

/** All of the outside world that a command may touch. */
export interface Context extends Writer {
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether the user is root, for whom some tools behave otherwise. */
  readonly isRoot: boolean;
  /** Whether the user's group is root's, which Wireshark minds as much. */
  readonly isRootGroup: boolean;
  /** The system, as Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  /** Absolute path of the folder that the user is in. */
  readonly cwd: string;
  /** Asks to be told, once, that the user wants to end the command, which then ends by itself. */
  readonly onInterrupt?: (listener: () => void) => void;
}

/** One run of the program: what a command works with, and how it ends. */
export interface Session {
  readonly context: Context;
  readonly run: (exitCode: number | Promise<number>) => Promise<void>;
  /** The same for a command that only prints: it is done when nobody reads on, as behind `| head`. */
  readonly print: (exitCode: number | Promise<number>) => Promise<void>;
}

/** A command cannot do what it was asked to; each line says why. */
export class Refusal extends Error {
  override readonly name = "Refusal";
  readonly lines: readonly string[];
  readonly exitCode: number;

  constructor(lines: string | readonly string[], exitCode: number = EXIT.badInput) {
    super();
    this.lines = [lines].flat();
    this.exitCode = exitCode;
  }
}

export function isRefused(error: unknown): boolean {
  return error instanceof Refusal || error instanceof WriteError;
}

/** Tells why a command refused, and gives its exit code; throws all other errors again. */
export function endRefused(context: Context, error: unknown): number {
  if (error instanceof WriteError) {
    const name = nearestName(context, error.path);
    tell(context, showUnprintable(`rstdiag: ${name} ${error.why}`), "nothing was written");
    return EXIT.badInput;
  }
  if (!(error instanceof Refusal)) throw error;
  tell(context, ...error.lines);
  return error.exitCode;
}

/** A path as it is, or from the folder that the user is in, whichever is shorter. */
function nearestName({ cwd }: Context, path: string): string {
  const short = relative(cwd, path);
  return short !== "" && short.length < path.length ? short : path;
}

/** No path of a file is longer (PATH_MAX of Linux), but a name in a line of JSON may be. */
const LONGEST_PATH = 4096;

/** Prints a line about a file on standard error; the file's name cannot break the line, or fill it. */
export function tellOf(context: Context, file: string, message: string): void {
  const name = file.length > LONGEST_PATH ? `${file.slice(0, LONGEST_PATH)}…` : file;
  // Many spaces would begin a line where a terminal folds, as if it were about another file.
  const onOneLine = name.replace(/(?<= ) /g, "<U+0020>");
  tell(context, showUnprintable(`${onOneLine}: ${message}`));
}

/** Prints lines on standard error, where all but a command's result goes; no name can break one. */
export function tell({ stderr }: Context, ...lines: readonly string[]): void {
  for (const line of lines) stderr.write(`${showUnprintable(line)}\n`);
}

/** What an error says, whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Why the program ended early; where debugging, with the place of a fault of its own. */
export function describeFailure(error: unknown, isDebugging: boolean): string {
  // What the system refused, such as a folder without rights, or memory, is no fault of the program.
  const isSystemError =
    error instanceof Error && ("syscall" in error || error.name === "ThreadError");
  if (isSystemError) return error.message;
  const detail = isDebugging && error instanceof Error ? error.stack : undefined;
  return `internal error, please report it: ${detail ?? messageOf(error).split("\n", 1)[0]}`;
}
