import { once } from "node:events";
import { readSync, type Stats, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import { totalmem } from "node:os";
import { resolve } from "node:path";
import { setImmediate } from "node:timers/promises";
import { KIND_OCTETS, recogniseFile } from "../capture/file-kind.js";
import { CaptureError } from "../capture/frame.js";
import { ChangedError } from "../explain/unfollowed.js";
import type { Context } from "./context.js";
import { followFile, withPauses } from "./follow.js";
import { readPart } from "./named-output.js";
import { ProgramError } from "./program-stream.js";
import { createProgress } from "./progress.js";
import { unpack } from "./unpack.js";

/** Captures below this size are read before anybody could see a progress bar. */
const LARGE_OCTETS = 32 * 1024 * 1024;

/**
 * Whether reading so much merits a progress bar: records that scroll by show the progress, and a
 * bar would be torn by them.
 */
function isLong({ stdout }: Context, octets: number, isJson: boolean): boolean {
  return octets > LARGE_OCTETS && !(isJson && stdout.isTTY);
}

/** So few that they are still in the processor's cache when they are worked on. */
const CHUNK_OCTETS = 128 * 1024;
/** After so many, whatever else the program waits for has its turn. */
const CHUNKS_IN_A_ROW = 16;

/**
 * Reads a file in chunks, each valid until the next one is asked for: of a large file, all that is
 * read comes into the same memory. Rejects with the system's error where it cannot be read.
 */
export async function* readFileChunks(path: string): AsyncGenerator<Uint8Array, void> {
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (stats.isFile()) yield* readRegular(file, stats.size);
    else yield* asChunks(file.createReadStream());
  } finally {
    await file.close();
  }
}

/**
 * The octets of a file from its start to `end`, or as many as there are. It waits for the disk
 * itself: handing each chunk over from a thread that reads it would take longer than reading it, and
 * the system reads ahead.
 */
async function* readRegular(
  { fd }: FileHandle,
  size: number,
  end = Number.POSITIVE_INFINITY,
): AsyncGenerator<Uint8Array, void> {
  // Of thousands of small files, large buffers would cost more than all else. Some tell no size.
  const buffer = Buffer.allocUnsafe(size === 0 ? CHUNK_OCTETS : Math.min(CHUNK_OCTETS, size));
  let at = 0;
  for (let chunks = 1; ; chunks += 1) {
    const length = readSync(fd, buffer, 0, Math.min(buffer.length, end - at), at);
    if (length === 0) return;
    at += length;
    yield buffer.subarray(0, length);
    if (chunks % CHUNKS_IN_A_ROW === 0) await setImmediate();
  }
}

/** A file that is read twice, the second time as far as the first, whatever is written meanwhile. */
class TwiceRead {
  readonly #path: string;
  #file: Promise<FileHandle> | undefined;
  #end = Number.POSITIVE_INFINITY;

  constructor(path: string) {
    this.#path = path;
  }

  /** The first reading; without it, the second one reads all. */
  async *ahead(): AsyncGenerator<Uint8Array, void> {
    let length = 0;
    for await (const chunk of this.again()) {
      length += chunk.length;
      yield chunk;
    }
    this.#end = length;
  }

  async *again(): AsyncGenerator<Uint8Array, void> {
    this.#file ??= open(this.#path);
    yield* readRegular(await this.#file, CHUNK_OCTETS, this.#end);
  }

  async close(): Promise<void> {
    const file = await this.#file?.catch(() => undefined);
    await file?.close();
  }
}

function statOf(path: string): Stats | undefined {
  try {
    return statSync(path, { throwIfNoEntry: false });
  } catch {
    // Whoever reads it says why it cannot be read.
    return undefined;
  }
}

/**
 * Whether a first reading of a file is worth its time: the second one then takes the file out of the
 * memory, where the system keeps it.
 */
function mayReadTwice(path: string): boolean {
  const found = statOf(path);
  if (found === undefined || !found.isFile()) return false;
  if (found.size <= LARGE_OCTETS || found.size > totalmem() / 2) return false;
  try {
    return recogniseFile(readPart(path, 0, KIND_OCTETS)).kind === "capture";
  } catch {
    return false;
  }
}

/** A capture that is being read. */
export interface CaptureInput {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** The same octets, for a first reading, where that takes little time. */
  readonly ahead?: () => AsyncIterable<Uint8Array>;
  /** Ends the progress bar, and closes the file wherever its reader stopped. */
  readonly close: () => Promise<void>;
}

/** A capture as it is named where those of several machines come together: `web1:monday.pcap`. */
export function nameCapture(file: string, { host }: { readonly host?: string }): string {
  return host === undefined ? file : `${host}:${file}`;
}

/** Opens a capture that is still being written, until the user interrupts the command. */
export function openGrowing(context: Context, file: string): CaptureInput {
  const { onInterrupt, stdin, cwd } = context;
  if (file === "-") {
    // An interrupt reaches the program ahead of the pipe, too, which then ends the stream.
    onInterrupt?.(() => {});
    return closing(unpack(context, withPauses(asChunks(stdin))));
  }
  const interrupted = new AbortController();
  onInterrupt?.(() => interrupted.abort());
  const path = resolve(cwd, file);
  return closing(unpack(context, followFile(path, interrupted.signal)));
}

/** Opens a capture, `-` being standard input; a large one gets a progress bar, unless it is quiet. */
export function openInput(
  context: Context,
  file: string,
  { json, isQuiet = false }: { readonly json?: true; readonly isQuiet?: boolean } = {},
): CaptureInput {
  const { stdin, cwd } = context;
  if (file === "-") return closing(unpack(context, asChunks(stdin)));
  const path = resolve(cwd, file);
  const total = statOf(path)?.size ?? 0;
  const shown = !isQuiet && isLong(context, total, json === true);
  const progress = createProgress(context, { title: file, total, shown });
  if (!mayReadTwice(path)) {
    const octets = asChunks(readFileChunks(path), progress.add);
    return closing(unpack(context, octets, path), progress.stop);
  }
  const twice = new TwiceRead(path);
  // Each reading is half of the work, where there are two.
  let share = 1;
  const add = (octets: number): void => progress.add(octets * share);
  const ahead = (): AsyncGenerator<Uint8Array, void> => {
    share = 1 / 2;
    return asChunks(twice.ahead(), add);
  };
  const { chunks, close } = closing(asChunks(twice.again(), add), progress.stop);
  return { chunks, ahead, close: () => close().finally(() => twice.close()) };
}

function closing(
  chunks: AsyncGenerator<Uint8Array, void>,
  stop: () => void = () => {},
): CaptureInput {
  return {
    chunks,
    close: async () => {
      stop();
      await chunks.return();
    },
  };
}

async function* asChunks(
  stream: AsyncIterable<unknown>,
  onOctets: (octets: number) => void = () => {},
): AsyncGenerator<Uint8Array, void> {
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new Error("the input stream has an encoding");
    yield chunk;
    onOctets(chunk.length);
  }
}

/**
 * Reads on only when the output has been taken, so that a slow reader costs no memory; `flush` prints
 * what is held back.
 */
export async function* keepPace(
  { stdout }: Context,
  chunks: AsyncIterable<Uint8Array>,
  flush?: () => void,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    flush?.();
    if (stdout.writableNeedDrain) await once(stdout, "drain");
  }
}

/** What is wrong with an input, for people; throws what is no fault of the input. */
export function describeInputError(error: unknown): string {
  const isKnown = [CaptureError, ProgramError, ChangedError].some((kind) => error instanceof kind);
  if (error instanceof Error && isKnown) return error.message;
  if (error instanceof Error && "code" in error) {
    if (error.code === "EISDIR") return "is a folder; name the files in it";
    return `cannot be read (${String(error.code)}); check the name and the permissions`;
  }
  throw error;
}
