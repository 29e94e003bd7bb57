import { once } from "node:events";
import { createReadStream, statSync } from "node:fs";
import { resolve } from "node:path";
import { CaptureError } from "../capture/capture-error.js";
import { type DecodeCounts, type Decoded, decodeCapture } from "../capture/decode-capture.js";
import type { Model } from "../model/model.js";
import { type Context, EXIT, tell } from "./context.js";
import { createDecodeTable } from "./decode-table.js";
import { loadOrTell } from "./pack.js";
import { createProgress } from "./progress.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface DecodeOptions extends Omit<ProjectOptions, "out"> {
  readonly json?: true;
}

/** Below this size a file is read before anybody could see a progress bar. */
const LARGE_OCTETS = 32 * 1024 * 1024;
const CHUNK_OCTETS = 1024 * 1024;

/** `rstdiag decode`: a table or one JSON record a line; counts go to standard error. */
export async function decode(
  context: Context,
  files: readonly string[],
  options: DecodeOptions,
): Promise<number> {
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  let exitCode: number = EXIT.ok;
  for (const file of files) {
    if (!(await decodeFile(context, model, file, options))) exitCode = EXIT.badInput;
  }
  return exitCode;
}

/** Prints what one file holds; false where it could not be read to its end. */
async function decodeFile(
  context: Context,
  model: Model,
  file: string,
  options: DecodeOptions,
): Promise<boolean> {
  const table = options.json ? undefined : createDecodeTable(context);
  const consume = (decoded: Decoded): void => {
    if (table) table.add(decoded);
    else context.stdout.write(`${JSON.stringify(decoded.record)}\n`);
  };
  const input = openInput(context, file, options);
  let message: string | undefined;
  const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  try {
    await decodeCapture(model, keepPace(context, input.chunks), { consume, counts });
  } catch (error) {
    message = describe(error);
  } finally {
    input.close();
  }
  table?.print();
  if (message === undefined || counts.frames > 0) tell(context, summarise(file, counts));
  if (message !== undefined) tell(context, `${file}: ${message}`);
  return message === undefined;
}

function openInput(context: Context, file: string, options: DecodeOptions) {
  if (file === "-") return { chunks: asChunks(context.stdin), close: () => {} };
  const path = resolve(context.cwd, file);
  const size = statSync(path, { throwIfNoEntry: false })?.size ?? 0;
  // Records that scroll by show the progress, and a bar would be torn by them.
  const shown = size > LARGE_OCTETS && !(options.json && context.stdout.isTTY);
  const progress = createProgress(context, { title: file, total: size, shown });
  const stream = createReadStream(path, { highWaterMark: CHUNK_OCTETS });
  return { chunks: asChunks(stream, progress.add), close: progress.stop };
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
async function* keepPace(
  { stdout }: Context,
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    yield chunk;
    if (stdout.writableNeedDrain) await once(stdout, "drain");
  }
}

function describe(error: unknown): string {
  if (error instanceof CaptureError) return error.message;
  if (error instanceof Error && "code" in error) return `cannot be read (${String(error.code)})`;
  throw error;
}

function summarise(file: string, counts: DecodeCounts): string {
  const { frames, unread, resets, stated, guessed } = counts;
  const silent = resets - stated - guessed;
  const others = guessed === 0 ? "" : `, ${guessed} with another payload`;
  const skipped = unread === 0 ? "" : `; ${unread} frames of a link type that is not read`;
  return `${file}: ${frames} frames, ${resets} RST: ${stated} with a reason${others}, ${silent} without${skipped}`;
}
