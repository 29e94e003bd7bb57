import { CaptureError } from "../capture/frame.js";
import { readCapture } from "../capture/read-capture.js";
import { type QuotedSegment, SegmentReader } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { createKey, hashKey, readKey } from "./connection-key.js";

/** A power of two, of which 512 KB stay in the processor's cache. */
const BITS = 2 ** 22;

/**
 * Reads a capture once for the connections that are to be followed: those with an RST, and those in
 * a tunnel or in an ICMP error, whose numbers only all of their segments tell. Returns what tells it
 * of a connection by the hash of its key: always of those, and of a few others whose hash is alike.
 * Where the capture is damaged, it goes as far as can be read.
 */
export async function findFollowed(
  chunks: AsyncIterable<Uint8Array>,
): Promise<(hash: number) => boolean> {
  const words = new Int32Array(BITS / 32);
  const key = createKey();
  const note = (segment: QuotedSegment): void => {
    readKey(segment, key);
    const bit = hashKey(key) & (BITS - 1);
    words[bit >> 5] = (words[bit >> 5] ?? 0) | (1 << (bit & 31));
  };
  const segments = new SegmentReader(TCP_FLAG.RST, note, true);
  try {
    await readCapture(chunks, (frame) => {
      for (let one = segments.read(frame); one !== undefined; one = segments.readNext()) note(one);
    });
  } catch (error) {
    // The second reading says so.
    if (!(error instanceof CaptureError)) throw error;
  }
  return (hash) => ((words[(hash & (BITS - 1)) >> 5] ?? 0) & (1 << (hash & 31))) !== 0;
}
