import { Readable, Writable } from "node:stream";
import { finished } from "node:stream/promises";
import { type MessagePort, parentPort, workerData } from "node:worker_threads";
import type { Context, Output } from "./context.js";
import type { FromThread, ThreadData, ToThread } from "./file-threads.js";

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

  constructor(
    send: (message: FromThread) => void,
    terminal: { readonly isTTY: boolean; readonly columns?: number },
  ) {
    this.#send = send;
    const stdout = outputTo((text, done) => this.#add(text, done));
    this.stdout = Object.assign(stdout, terminal);
    this.stderr = outputTo((text, done) => {
      this.flush();
      this.#send({ kind: "text", to: "stderr", text });
      done();
    });
  }

  /** Sends what was written so far. */
  flush(): void {
    if (this.#text === "") return;
    this.#heldCharacters += this.#text.length;
    this.#send({ kind: "text", to: "stdout", text: this.#text });
    this.#text = "";
  }

  /** So much of standard output was printed. */
  printed(characters: number): void {
    this.#heldCharacters -= characters;
    if (this.#heldCharacters > HELD_CHARACTERS) return;
    const resume = this.#resume;
    this.#resume = undefined;
    resume?.();
  }

  #add(text: string, done: () => void): void {
    this.#text += text;
    if (this.#text.length >= MESSAGE_CHARACTERS) this.flush();
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

/** Reads the files that this thread is sent, one at a time, as the command would. */
function serve(port: MessagePort, { world, module, settings, terminal }: ThreadData): void {
  let output: ThreadOutput | undefined;
  const send = (message: FromThread): void => port.postMessage(message);
  const read = async (file: string): Promise<void> => {
    const ownOutput = new ThreadOutput(send, terminal);
    output = ownOutput;
    const { stdout, stderr } = ownOutput;
    const onRead = (octets: number): void => send({ kind: "progress", octets });
    const context: Context = { ...world, stdin: Readable.from([]), stdout, stderr, onRead };
    const { readFile }: ReaderModule = await import(module);
    const isWhole = await readFile(context, file, settings);
    stdout.end();
    await finished(stdout);
    ownOutput.flush();
    send({ kind: "end", isWhole });
  };
  port.on("message", (message: ToThread) => {
    if (message.kind === "printed") output?.printed(message.characters);
    else void read(message.file);
  });
}

if (parentPort) serve(parentPort, workerData);
