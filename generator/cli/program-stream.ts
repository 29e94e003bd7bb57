import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { withTrustedPath } from "../verify/run-command.js";

/** A program could not do its part of reading an input; the message says which and why. */
export class ProgramError extends Error {
  override readonly name = "ProgramError";
  /** Whether it is not installed. */
  readonly isMissing: boolean;

  constructor(message: string, isMissing = false) {
    super(message);
    this.isMissing = isMissing;
  }
}

/** A program to run without a shell. */
export interface StreamProgram {
  readonly program: string;
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** For its standard input. */
  readonly input?: AsyncIterable<Uint8Array>;
}

/** Of what it says of a failure. */
const MESSAGE_CHARACTERS = 300;

/**
 * What a program writes to its standard output, as it comes. Throws `ProgramError` where it is not
 * installed or fails; whoever stops reading ends it.
 */
export async function* readProgram(program: StreamProgram): AsyncGenerator<Uint8Array, void> {
  const { args, input } = program;
  const env = withTrustedPath(program.env);
  const stdin = input === undefined ? "ignore" : "pipe";
  const child = spawn(program.program, args, { env, stdio: [stdin, "pipe", "pipe"] });
  const ended = once(child, "close").catch(() => undefined);
  const failure = new Promise<Error | undefined>((resolve) => {
    child.on("error", resolve);
    child.on("close", () => resolve(undefined));
  });
  const said = collectMessage(child);
  const feeding = feed(child, input);
  try {
    if (child.stdout) yield* child.stdout;
    await ended;
    throwFailure(program.program, child, { error: await failure, message: said() });
    await feeding;
  } finally {
    child.kill();
  }
}

/** A program may end before it has read all; how it ended tells why. */
async function feed(child: ChildProcess, input: AsyncIterable<Uint8Array> | undefined) {
  if (child.stdin === null || input === undefined) return;
  await pipeline(Readable.from(copies(input)), child.stdin).catch(() => undefined);
}

/** A chunk is valid until the next one only, and a stream keeps some. */
export async function* copies(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer, void> {
  for await (const chunk of chunks) yield Buffer.from(chunk);
}

function collectMessage(child: ChildProcess): () => string {
  let text = "";
  child.stderr?.setEncoding("utf8").on("data", (more: string) => {
    if (text.length < MESSAGE_CHARACTERS * 8) text += more;
  });
  return () => {
    const lines = text
      .split("\n")
      .filter((line) => line.trim() !== "" && !/^Running as/.test(line));
    return (lines[0] ?? "it said nothing").slice(0, MESSAGE_CHARACTERS);
  };
}

interface End {
  readonly error: Error | undefined;
  readonly message: string;
}

function throwFailure(name: string, child: ChildProcess, { error, message }: End): void {
  if (error !== undefined) throw new ProgramError(`${name} cannot be run`, true);
  if (child.exitCode !== 0) {
    throw new ProgramError(message.startsWith(`${name}: `) ? message : `${name}: ${message}`);
  }
}
