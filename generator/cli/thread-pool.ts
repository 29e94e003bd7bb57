import { Worker } from "node:worker_threads";
import type { Model } from "../model/model.js";
import type { DecodeOptions } from "./decode.js";
import type { ExplainOptions } from "./explain.js";

/** What is to be done with each of several files. */
export type FileTask =
  | { readonly command: "explain"; readonly model: Model; readonly options: ExplainOptions }
  | { readonly command: "decode"; readonly model: Model; readonly options: DecodeOptions }
  | { readonly command: "report"; readonly model: Model };

/** What a thread needs of the outside world, beside its task. */
export interface ThreadData {
  readonly task: FileTask;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly isRoot: boolean;
  readonly isRootGroup: boolean;
  readonly platform: string;
  readonly cwd: string;
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

/** What a thread has said about one file, until it is asked for. */
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

  /** Tells the thread, if it still reads this file, how much was printed. */
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

export interface ThreadPoolOptions {
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
