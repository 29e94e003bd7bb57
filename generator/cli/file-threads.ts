import { once } from "node:events";
import { availableParallelism } from "node:os";
import { Worker } from "node:worker_threads";
import { LARGE_OCTETS, sizeOf } from "./capture-input.js";
import type { Context } from "./context.js";
import { createProgress, type Progress } from "./progress.js";

/** Of less than this altogether, starting threads costs more than they save. */
const WORTHWHILE_OCTETS = 1024 * 1024 * 1024;

const SCRIPT = new URL("./file-thread.js", import.meta.url);

interface FileWork {
  readonly files: readonly string[];
  /** Files that are read at the same time; where absent, as many as the machine and the files merit. */
  readonly jobs: number | undefined;
  /** Whether standard output gets records, of which those that scroll by show the progress. */
  readonly isJson: boolean;
  /** A module whose `readFile(context, file, settings)` does in a thread what `read` does here. */
  readonly module: string;
  readonly settings: object;
  /** Reads one file in this thread; false where it could not be read to its end. */
  readonly read: (file: string) => Promise<boolean>;
}

/**
 * Reads several files, at the same time in threads of their own where that helps, and prints what
 * each gives in the order of the files. Returns whether all could be read to their end; rejects with
 * `ThreadError` where a thread died.
 */
export async function forEachFile(context: Context, work: FileWork): Promise<boolean> {
  const count = countThreads(context, work);
  if (count > 1) return readInThreads(context, work, count);
  let isWhole = true;
  for (const file of work.files) isWhole = (await work.read(file)) && isWhole;
  return isWhole;
}

/** Standard input is this thread's own. */
function countThreads(context: Context, { files, jobs }: FileWork): number {
  if (files.includes("-")) return 1;
  if (jobs !== undefined) return Math.min(jobs, files.length);
  const isWorthwhile = sizeOf(context, files) > WORTHWHILE_OCTETS;
  return isWorthwhile ? Math.min(availableParallelism(), files.length) : 1;
}

async function readInThreads(context: Context, work: FileWork, count: number): Promise<boolean> {
  const { files, module, settings } = work;
  const { stdin: _in, stdout, stderr: _error, onRead: _onRead, onInterrupt: _, ...world } = context;
  const { isTTY = false, columns } = stdout;
  const terminal = { isTTY, ...(columns !== undefined && { columns }) };
  const progress = new TotalProgress(context, work);
  const turns = files.map((file) => new FileTurn(file));
  const pool = new ThreadPool(turns, count, {
    script: SCRIPT,
    data: { world: { ...world, env: { ...world.env } }, module, settings, terminal },
    onProgress: progress.add,
  });
  try {
    let isWhole = true;
    for (const turn of turns) isWhole = (await print(context, turn, progress)) && isWhole;
    return isWhole;
  } finally {
    progress.hide();
    await pool.close();
  }
}

async function print(context: Context, turn: FileTurn, progress: TotalProgress): Promise<boolean> {
  for await (const message of turn.messages()) {
    if (message.kind === "end") return message.isWhole;
    if (message.kind === "progress") continue;
    const output = context[message.to];
    if (output.isTTY) progress.hide();
    if (!output.write(message.text)) await once(output, "drain");
    progress.show();
    if (message.to === "stdout") turn.printed(message.text.length);
  }
  return false;
}

/** One bar for all files; it makes room for text that goes to the same terminal. */
class TotalProgress {
  readonly #context: Context;
  readonly #title: string;
  readonly #total: number;
  readonly #isShown: boolean;
  #done = 0;
  #bar: Progress | undefined;

  constructor(context: Context, { files, isJson }: FileWork) {
    this.#context = context;
    this.#title = `${files.length} captures`;
    this.#total = sizeOf(context, files);
    this.#isShown = this.#total > LARGE_OCTETS && !(isJson && context.stdout.isTTY);
    this.show();
  }

  readonly add = (octets: number): void => {
    this.#done += octets;
    this.#bar?.add(octets);
  };

  show(): void {
    if (this.#bar !== undefined) return;
    const options = { title: this.#title, total: this.#total, shown: this.#isShown };
    this.#bar = createProgress(this.#context, options);
    this.#bar.set(this.#done, this.#total);
  }

  hide(): void {
    this.#bar?.stop();
    this.#bar = undefined;
  }
}

/** What a thread needs of the outside world, and what it is to do with each file. */
export interface ThreadData {
  readonly world: Omit<Context, "stdin" | "stdout" | "stderr" | "onRead" | "onInterrupt">;
  readonly module: string;
  readonly settings: object;
  /** Of standard output; standard error is never a terminal to a thread, which shows no progress. */
  readonly terminal: { readonly isTTY: boolean; readonly columns?: number };
}

/** To a thread: a file to read, or how much text of the one before was printed. */
export type ToThread =
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "printed"; readonly characters: number };

/** From a thread, about the file that it reads. */
export type FromThread =
  | { readonly kind: "text"; readonly to: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "progress"; readonly octets: number }
  | { readonly kind: "end"; readonly isWhole: boolean };

/** What a thread has said about one file, until somebody asks for it. */
export class FileTurn {
  readonly file: string;
  #messages: FromThread[] = [];
  #wake: (() => void) | undefined;
  #failure: Error | undefined;
  #answer: (message: ToThread) => void = () => {};

  constructor(file: string) {
    this.file = file;
  }

  /** The messages in their order, up to the last one. Throws what ended the thread before that. */
  async *messages(): AsyncGenerator<FromThread, void> {
    for (;;) {
      const messages = this.#messages;
      this.#messages = [];
      for (const message of messages) {
        yield message;
        if (message.kind === "end") return;
      }
      if (this.#failure !== undefined) throw this.#failure;
      if (this.#messages.length > 0) continue;
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Says to the thread, if it still reads this file, how much was printed. */
  printed(characters: number): void {
    this.#answer({ kind: "printed", characters });
  }

  begin(answer: (message: ToThread) => void): void {
    this.#answer = answer;
    answer({ kind: "read", file: this.file });
  }

  add(message: FromThread): void {
    if (message.kind === "end") this.#answer = () => {};
    this.#messages.push(message);
    this.#wake?.();
  }

  fail(error: Error): void {
    this.#failure ??= error;
    this.#wake?.();
  }
}

/** A thread ended that was still needed; the message names the file that it read. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
}

interface ThreadPoolOptions {
  /** The module that the threads run. */
  readonly script: URL;
  readonly data: ThreadData;
  /** Octets that a thread has read. */
  readonly onProgress: (octets: number) => void;
}

/** Threads that read files, each the next one as soon as it is free. */
export class ThreadPool {
  readonly #waiting: FileTurn[];
  readonly #options: ThreadPoolOptions;
  readonly #threads: Worker[];

  constructor(turns: readonly FileTurn[], count: number, options: ThreadPoolOptions) {
    this.#waiting = [...turns];
    this.#options = options;
    this.#threads = Array.from({ length: count }, () => this.#start());
  }

  /** Ends all threads, also those that are at work. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.terminate()));
  }

  #start(): Worker {
    const { script, data, onProgress } = this.#options;
    const thread = new Worker(script, { workerData: data });
    let turn: FileTurn | undefined;
    const next = () => {
      turn = this.#waiting.shift();
      turn?.begin((message) => thread.postMessage(message));
    };
    thread.on("message", (message: FromThread) => {
      if (message.kind === "progress") onProgress(message.octets);
      else turn?.add(message);
      if (message.kind === "end") next();
    });
    thread.on("error", (error) => turn?.fail(describeEnd(turn, error)));
    thread.on("exit", (code) => turn?.fail(describeEnd(turn, new ExitError(code))));
    next();
    return thread;
  }
}

class ExitError extends Error {
  constructor(code: number) {
    super(`it ended with exit code ${code}`);
  }
}

/** What no file and no lack of memory explains is an internal error, as it is without threads. */
function describeEnd({ file }: FileTurn, error: unknown): Error {
  if (!(error instanceof Error)) return new Error(String(error));
  const isOutOfMemory = "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
  if (isOutOfMemory) return new ThreadError(`${file}: its thread ran out of memory`);
  return error instanceof ExitError
    ? new ThreadError(`${file}: its thread died, ${error.message}`)
    : error;
}
