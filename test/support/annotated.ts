import fc from "fast-check";
import { annotateCapture } from "../../generator/capture/annotate-capture.js";
import type { AnnotationCounts } from "../../generator/capture/annotation.js";
import type { ByteOrder } from "../../generator/capture/byte-order.js";
import { CaptureError } from "../../generator/capture/frame.js";
import { cut } from "./frames.js";

export type Comments = ReadonlyMap<number, readonly string[]>;

/** What a copy gave before its end or its error. */
export interface Copied {
  readonly copy: Buffer;
  readonly counts: AnnotationCounts;
  readonly error: CaptureError | undefined;
}

/** Copies `file` in chunks of so many octets; only for tests. */
export async function annotate(
  file: Uint8Array,
  comments: Comments,
  chunkLength = Math.max(1, file.length),
): Promise<Copied> {
  const counts = { frames: 0, comments: 0, commented: 0, withoutRoom: 0 };
  const parts: Buffer[] = [];
  try {
    for await (const part of annotateCapture(cut(file, chunkLength), comments, counts)) {
      parts.push(part);
    }
    return { copy: Buffer.concat(parts), counts, error: undefined };
  } catch (error) {
    if (!(error instanceof CaptureError)) throw error;
    return { copy: Buffer.concat(parts), counts, error };
  }
}

export const NO_COMMENTS: Comments = new Map();

export const byteOrders = fc.constantFrom<ByteOrder>("little", "big");

/** Comments for some of the first frames. */
export const someComments: fc.Arbitrary<Comments> = fc
  .array(
    fc.tuple(
      fc.integer({ min: 1, max: 10 }),
      fc.array(fc.string({ unit: "grapheme", minLength: 1, maxLength: 30 }), {
        minLength: 1,
        maxLength: 3,
      }),
    ),
  )
  .map((entries) => new Map(entries));

/** The blocks of a pcapng file, in hex. */
export function blocksOf(file: Buffer): readonly string[] {
  const blocks: string[] = [];
  let isLittle = true;
  for (let at = 0; at < file.length; ) {
    if (file.readUInt32BE(at) === 0x0a0d0d0a) isLittle = file.readUInt32BE(at + 8) === 0x4d3c2b1a;
    const length = isLittle ? file.readUInt32LE(at + 4) : file.readUInt32BE(at + 4);
    if (length < 12) throw new Error(`block of ${length} octets at ${at}`);
    blocks.push(file.toString("hex", at, at + length));
    at += length;
  }
  return blocks;
}
