import { once } from "node:events";
import { resolve } from "node:path";
import { CaptureError } from "../capture/capture-error.js";
import { LARGE_OCTETS, sizeOf } from "./capture-size.js";
import type { Context } from "./context.js";
import { readFileChunks } from "./file-chunks.js";
import { createProgress } from "./progress.js";

/** A capture that is being read. */
interface CaptureInput {
  readonly chunks: AsyncIterable<Uint8Array>;
  /** Ends the progress bar. */
  readonly close: () => void;
}

/** A capture as it is named where those of several machines come together: `web1:monday.pcap`. */
export function nameCapture(file: string, { host }: { readonly host?: string }): string {
  return host === undefined ? file : `${host}:${file}`;
}

/** Opens a capture, `-` being standard input; a large one gets a progress bar. */
export function openInput(
  context: Context,
  file: string,
  options: { readonly json?: true },
): CaptureInput {
  if (file === "-") return { chunks: asChunks(context.stdin), close: () => {} };
  const path = resolve(context.cwd, file);
  const { onRead } = context;
  if (onRead) return { chunks: asChunks(readFileChunks(path), onRead), close: () => {} };
  const size = sizeOf(context, [file]);
  // Records that scroll by show the progress, and a bar would be torn by them.
  const shown = size > LARGE_OCTETS && !(options.json && context.stdout.isTTY);
  const progress = createProgress(context, { title: file, total: size, shown });
  return { chunks: asChunks(readFileChunks(path), progress.add), close: progress.stop };
}

async function* asChunks(
  stream: AsyncIterable<unknown>,
  onOctets: (octets: number) => void = () => {},
): AsyncGenerator<Uint8Array> {
  for await (const chunk of stream) {
    if (!(chunk instanceof Uint8Array)) throw new Error("the input stream has an encoding");
    yield chunk;
    onOctets(chunk.length);
  }
}

/** Reads on only when the output has been taken, so that a slow reader costs no memory. */
export async function* keepPace(
  { stdout }: Context,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    if (stdout.writableNeedDrain) await once(stdout, "drain");
  }
}

/** What is wrong with an input, for people; throws what is no fault of the input. */
export function describeInputError(error: unknown): string {
  if (error instanceof CaptureError) return error.message;
  if (error instanceof Error && "code" in error) {
    return `cannot be read (${String(error.code)}); check the name and the rights`;
  }
  throw error;
}
