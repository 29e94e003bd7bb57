import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { delimiter, isAbsolute } from "node:path";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";

/** How to run one program. Nothing goes through a shell. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  /** Added to our own environment; `undefined` takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the program reads from its standard input; nothing where it is left out. */
  readonly input?: string | Uint8Array;
  /** Milliseconds after which the program is killed; without it there is no limit. */
  readonly timeoutMs?: number;
  /** Gets each line of both outputs, without its end, as soon as it is complete. */
  readonly onLine?: (line: string) => void;
}

/** What a program printed until it ended. Strings are read as UTF-8. */
export interface Output {
  readonly program: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly stdoutOctets: Buffer;
}

/** How a program ended. A missing program or an exit code other than 0 is a value, never thrown. */
export type CommandResult =
  | (Output & { readonly kind: "exited"; readonly code: number })
  | (Output & { readonly kind: "killed"; readonly signal: string })
  | (Output & { readonly kind: "timed-out"; readonly timeoutMs: number })
  | { readonly kind: "missing"; readonly program: string };

type Environment = Readonly<Record<string, string | undefined>>;

/** An environment whose PATH leads to no program of the folder that the user happens to be in. */
export function withTrustedPath(env: Environment): Environment {
  const { PATH: path } = env;
  if (path === undefined) return env;
  return { ...env, PATH: path.split(delimiter).filter(isAbsolute).join(delimiter) };
}

/**
 * Runs a program to its end, in the C locale and in UTC unless `env` says otherwise.
 * Rejects where `cwd` is no folder: that is a mistake of the caller.
 */
export async function runCommand(command: Command): Promise<CommandResult> {
  const { program, args, cwd, env, input, timeoutMs, onLine } = command;
  if (cwd !== undefined && !existsSync(cwd)) throw new Error(`no folder to run in: ${cwd}`);
  const child = spawn(program, args, {
    cwd,
    env: withTrustedPath({ ...process.env, LC_ALL: "C", TZ: "UTC", ...env }),
    stdio: [input === undefined ? "ignore" : "pipe", "pipe", "pipe"],
  });
  // A program may end without reading all of its input, which is no fault of its own.
  child.stdin?.on("error", () => undefined);
  child.stdin?.end(input);
  const stdout = collect(child.stdout, onLine);
  const stderr = collect(child.stderr, onLine);
  let isLate = false;
  const deadline = timeoutMs === undefined ? undefined : setTimeout(stop, timeoutMs);
  function stop() {
    isLate = true;
    child.kill("SIGKILL");
    // Grandchildren may hold the pipes open, and we would wait for them.
    child.stdout?.destroy();
    child.stderr?.destroy();
  }
  const ended = new Promise<CommandResult>((resolve, reject) => {
    child.on("error", (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT" || error.code === "EACCES") resolve({ kind: "missing", program });
      else reject(error);
    });
    child.on("close", (code, signal) => {
      const stdoutOctets = Buffer.concat(stdout);
      const texts = { stdout: stdoutOctets.toString(), stderr: Buffer.concat(stderr).toString() };
      const output = { program, ...texts, stdoutOctets };
      if (isLate) resolve({ kind: "timed-out", timeoutMs: timeoutMs ?? 0, ...output });
      else if (signal) resolve({ kind: "killed", signal, ...output });
      else resolve({ kind: "exited", code: code ?? 0, ...output });
    });
  });
  return ended.finally(() => clearTimeout(deadline));
}

/** The chunks of a stream as they come, and each line of it, where somebody wants them. */
function collect(stream: Readable | null, onLine: Command["onLine"]): readonly Buffer[] {
  const chunks: Buffer[] = [];
  stream?.on("data", (chunk: Buffer) => chunks.push(chunk));
  if (stream && onLine) createInterface({ input: stream }).on("line", onLine);
  return chunks;
}

/** True where the program ran and said that all is well. */
export function succeeded(
  result: CommandResult,
): result is Extract<CommandResult, { kind: "exited" }> {
  return result.kind === "exited" && result.code === 0;
}

/** The last line that a program wrote to its standard error; absent where there is none. */
export function lastComplaint(result: CommandResult): string | undefined {
  return result.kind === "missing"
    ? undefined
    : result.stderr.trim().split("\n").at(-1) || undefined;
}

/** One line for people: how the command ended, without what it printed. */
export function describeEnd(result: CommandResult): string {
  switch (result.kind) {
    case "exited":
      return `${result.program} ended with exit code ${result.code}`;
    case "killed":
      return `${result.program} was ended by ${result.signal}`;
    case "timed-out":
      return `${result.program} did not end within ${result.timeoutMs / 1000} s`;
    case "missing":
      return `${result.program} is not installed`;
    default:
      return result satisfies never;
  }
}
