import { on, once } from "node:events";
import { availableParallelism } from "node:os";
import { Readable, Writable } from "node:stream";
import { type MessagePort, parentPort, Worker, workerData } from "node:worker_threads";
import type { CaptureEdges } from "../explain/capture-edges.js";
import { isLong, sizeOf } from "./capture-input.js";
import type { Context, Output } from "./context.js";
import { createProgress, type Progress } from "./progress.js";

/** Of less than this altogether, starting threads costs more than they save. */
const WORTHWHILE_OCTETS = 1024 * 1024 * 1024;

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
  if (jobs === undefined && sizeOf(context, files) <= WORTHWHILE_OCTETS) return 1;
  return Math.min(jobs ?? files.length, files.length, availableParallelism());
}

async function readInThreads(context: Context, work: FileWork, count: number): Promise<boolean> {
  const { files, isJson, module, settings } = work;
  const { stdout, env, cwd, platform, isRoot, isRootGroup } = context;
  const total = sizeOf(context, files);
  const progress = createProgress(context, {
    title: `${files.length} captures`,
    total,
    shown: isLong(context, total, isJson),
  });
  const world = { env: { ...env }, cwd, platform, isRoot, isRootGroup };
  const pool = new ThreadPool(files, count, {
    script: new URL(import.meta.url),
    data: { world, module, settings, isTTY: stdout.isTTY === true },
    onProgress: progress.add,
  });
  try {
    let isWhole = true;
    for (const at of files.keys()) isWhole = (await print(context, pool, at, progress)) && isWhole;
    return isWhole;
  } finally {
    progress.stop();
    await pool.close();
  }
}

/** Prints what was said about a file; the bar makes room for text that goes to its terminal. */
async function print(
  context: Context,
  pool: ThreadPool,
  at: number,
  progress: Progress,
): Promise<boolean> {
  for await (const message of pool.messages(at)) {
    if (message.kind === "end") return message.isWhole;
    if (message.kind === "progress") continue;
    if (message.kind === "edges") {
      context.onEdges?.(message.name, message.edges);
      continue;
    }
    const output = context[message.to];
    if (output.isTTY) progress.stop();
    if (!output.write(message.text)) await once(output, "drain");
    progress.resume();
    if (message.to === "stdout") pool.printed(at, message.text.length);
  }
  return false;
}

/** What a thread needs of the outside world, and what it is to do with each file. */
export interface ThreadData {
  readonly world: Pick<Context, "env" | "cwd" | "platform" | "isRoot" | "isRootGroup">;
  readonly module: string;
  readonly settings: object;
  /** Of standard output; standard error is never a terminal to a thread, which shows no progress. */
  readonly isTTY: boolean;
}

/** To a thread: a file to read, that there is none, or how much of its text was printed. */
type ToThread =
  | { readonly kind: "read"; readonly file: string }
  | { readonly kind: "finish" }
  | { readonly kind: "printed"; readonly characters: number };

/** From a thread, about the file that it reads. */
export type FromThread =
  | { readonly kind: "text"; readonly to: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "progress"; readonly octets: number }
  | { readonly kind: "edges"; readonly name: string; readonly edges: CaptureEdges }
  | { readonly kind: "end"; readonly isWhole: boolean };

/** A thread ended that was still needed; the message names the file that it read. */
export class ThreadError extends Error {
  override readonly name = "ThreadError";
}

interface Thread {
  readonly worker: Worker;
  readonly send: (message: ToThread) => void;
  /** Whether it was told that there is no file for it. */
  isFinished: boolean;
  /** All that it says, file after file, kept until somebody asks for it. */
  readonly messages: AsyncIterator<readonly FromThread[]>;
}

interface ThreadPoolOptions {
  readonly script: URL;
  readonly data: ThreadData;
  readonly onProgress: (octets: number) => void;
}

/** Number of a thread that has ended. */
const ENDED = -1;
const PATIENCE_MS = 2000;

/** Threads that read files, each the next one as soon as it is free. */
export class ThreadPool {
  readonly #files: readonly string[];
  readonly #options: ThreadPoolOptions;
  readonly #threads: Thread[] = [];
  /** Who reads each file that was begun, in the order of the files. */
  readonly #readers: Thread[] = [];

  constructor(files: readonly string[], count: number, options: ThreadPoolOptions) {
    this.#files = files;
    this.#options = options;
    for (let at = 0; at < count; at += 1) this.#start();
  }

  /**
   * What is said about a file, to be asked for in the order of the files: then the file was begun,
   * since there is a thread for the first, and with each that ends another begins. Throws what ended
   * the thread before that.
   */
  async *messages(at: number): AsyncGenerator<FromThread, void> {
    const file = this.#files[at] ?? "";
    const messages = this.#readers[at]?.messages;
    try {
      for (let next = await messages?.next(); next && !next.done; next = await messages?.next()) {
        yield* next.value;
        if (next.value.some(({ kind }) => kind === "end")) return;
      }
    } catch (error) {
      throw isOutOfMemory(error) ? new ThreadError(`${file}: its thread ran out of memory`) : error;
    }
    throw new ThreadError(`${file}: its thread died`);
  }

  /** Says to the thread of a file how much of its standard output was printed. */
  printed(at: number, characters: number): void {
    this.#readers[at]?.send({ kind: "printed", characters });
  }

  /** Ends all threads, also those that are at work. */
  async close(): Promise<void> {
    await Promise.all(this.#threads.map(endThread));
  }

  #start(): void {
    const { script, data, onProgress } = this.#options;
    const worker = new Worker(script, { workerData: data });
    const thread: Thread = {
      worker,
      isFinished: false,
      send: (message) => worker.postMessage(message),
      messages: on(worker, "message", { close: ["exit"] }),
    };
    const readNext = (): void => {
      const file = this.#files[this.#readers.length];
      if (file === undefined) {
        thread.isFinished = true;
        thread.send({ kind: "finish" });
        return;
      }
      this.#readers.push(thread);
      thread.send({ kind: "read", file });
    };
    worker.on("message", (message: FromThread) => {
      if (message.kind === "progress") onProgress(message.octets);
      if (message.kind === "end") readNext();
    });
    this.#threads.push(thread);
    readNext();
  }
}

/**
 * A thread that has nothing more to do ends by itself: where a thread is stopped, Node 20 may abort
 * the whole process.
 */
async function endThread({ worker, isFinished }: Thread): Promise<void> {
  if (isFinished && worker.threadId !== ENDED) {
    const patience = AbortSignal.timeout(PATIENCE_MS);
    await once(worker, "exit", { signal: patience }).catch(() => {});
  }
  await worker.terminate();
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ERR_WORKER_OUT_OF_MEMORY";
}

/** Text that a thread has sent and that is not printed yet: more has to wait. */
const HELD_CHARACTERS = 16 * 1024 * 1024;
/** A message costs as much as some kilobytes of text. */
const MESSAGE_CHARACTERS = 64 * 1024;

/**
 * Both outputs of a thread, in one order. Standard output takes no more while too much of it is not
 * printed, so that a thread that is ahead of its turn cannot fill the memory.
 */
export class ThreadOutput {
  readonly stdout: Output;
  readonly stderr: Output;
  readonly #send: (message: FromThread) => void;
  #text = "";
  #heldCharacters = 0;
  #resume: (() => void) | undefined;

  constructor(send: (message: FromThread) => void, isTTY: boolean) {
    this.#send = send;
    this.stdout = Object.assign(
      outputTo((text, done) => this.#add(text, done)),
      { isTTY },
    );
    this.stderr = outputTo((text, done) => {
      this.#flush();
      this.#send({ kind: "text", to: "stderr", text });
      done();
    });
  }

  /** Waits until all that was written is sent. */
  async finish(): Promise<void> {
    await new Promise((resolve) => this.stdout.write("", resolve));
    this.#flush();
  }

  /** So much of standard output was printed. */
  printed(characters: number): void {
    this.#heldCharacters -= characters;
    if (this.#heldCharacters > HELD_CHARACTERS) return;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  #flush(): void {
    if (this.#text === "") return;
    this.#heldCharacters += this.#text.length;
    this.#send({ kind: "text", to: "stdout", text: this.#text });
    this.#text = "";
  }

  #add(text: string, done: () => void): void {
    this.#text += text;
    if (this.#text.length >= MESSAGE_CHARACTERS) this.#flush();
    if (this.#heldCharacters <= HELD_CHARACTERS) done();
    else this.#resume = done;
  }
}

function outputTo(add: (text: string, done: () => void) => void): Writable {
  return new Writable({
    decodeStrings: false,
    write: (chunk, _encoding, done) => add(String(chunk), done),
  });
}

interface ReaderModule {
  readonly readFile: (context: Context, file: string, settings: object) => Promise<boolean>;
}

/** In a thread: reads the files that it is sent, one at a time, as the command would. */
function serve(port: MessagePort, { world, module, settings, isTTY }: ThreadData): void {
  const send = (message: FromThread): void => port.postMessage(message);
  const output = new ThreadOutput(send, isTTY);
  const { stdout, stderr } = output;
  const onRead = (octets: number): void => send({ kind: "progress", octets });
  const onEdges: Context["onEdges"] = (name, edges) => send({ kind: "edges", name, edges });
  const context: Context = { ...world, stdin: Readable.from([]), stdout, stderr, onRead, onEdges };
  const read = async (file: string): Promise<void> => {
    const { readFile }: ReaderModule = await import(module);
    const isWhole = await readFile(context, file, settings);
    await output.finish();
    send({ kind: "end", isWhole });
  };
  port.on("message", (message: ToThread) => {
    if (message.kind === "printed") output.printed(message.characters);
    else if (message.kind === "read") void read(message.file);
    else port.close();
  });
}

if (parentPort) serve(parentPort, workerData);
