import { CaptureError, type Frame } from "../../generator/capture/frame.js";
import { showHex } from "../../generator/capture/octets.js";
import { readCapture } from "../../generator/capture/read-capture.js";

/** A frame that outlives its call; `octets` in hex. */
interface PlainFrame {
  readonly number: number;
  readonly linkType: number;
  readonly octets: string;
  readonly originalLength: number;
  readonly time: string | undefined;
  readonly comment: string | undefined;
}

/** What a capture gave before its end or its error. */
export interface ReadResult {
  readonly frames: readonly PlainFrame[];
  readonly error: CaptureError | undefined;
}

/** Reads `file` in chunks of `chunkLength` octets; only for tests. */
export async function readInChunks(file: Uint8Array, chunkLength: number): Promise<ReadResult> {
  const frames: PlainFrame[] = [];
  try {
    await readCapture(cut(file, chunkLength), (frame) => frames.push(copyFrame(frame)));
    return { frames, error: undefined };
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return { frames, error };
  }
}

/** Reads `file` in one chunk; only for tests. */
export function readWhole(file: Uint8Array): Promise<ReadResult> {
  return readInChunks(file, Math.max(1, file.length));
}

/** The octets in chunks; only for tests. */
export async function* cut(file: Uint8Array, chunkLength: number): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.length; start += chunkLength) {
    yield file.subarray(start, start + chunkLength);
  }
}

function copyFrame(frame: Frame): PlainFrame {
  const { number, linkType, originalLength, time, comment } = frame;
  return { number, linkType, octets: showHex(frame.octets), originalLength, time, comment };
}
