import { CaptureError } from "../capture/frame.js";
import { readCapture } from "../capture/read-capture.js";
import { type QuotedSegment, SegmentReader } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import {
  type ConnectionKey,
  createKey,
  hashAddresses,
  hashEnd,
  hashKey,
  readKey,
} from "./connection-key.js";
import type { End } from "./core/history.js";

/** A power of two, of which 512 KB stay in the processor's cache. */
const BITS = 2 ** 22;

/** Hashes that were noted; it has a few others, too, that are alike. */
class Hashes {
  readonly #words = new Int32Array(BITS / 32);

  add(hash: number): void {
    const at = (hash & (BITS - 1)) >> 5;
    this.#words[at] = (this.#words[at] ?? 0) | (1 << (hash & 31));
  }

  has(hash: number): boolean {
    return ((this.#words[(hash & (BITS - 1)) >> 5] ?? 0) & (1 << (hash & 31))) !== 0;
  }
}

/** Which connections are followed: those that were noted, and a few others. */
export class Followed {
  readonly #keys = new Hashes();
  readonly #ends = new Hashes();
  readonly #addresses = new Hashes();

  add(key: ConnectionKey): void {
    this.#keys.add(hashKey(key));
    this.#ends.add(hashEnd(key, 0));
    this.#ends.add(hashEnd(key, 1));
    this.#addresses.add(hashAddresses(key, 0));
  }

  /** By the hash of a connection's key. */
  has(hash: number): boolean {
    return this.#keys.has(hash);
  }

  /**
   * Whether another connection may have to do with one of them: it is between the same addresses, or
   * its client's address and port are those of an end.
   */
  isNear(key: ConnectionKey, client: End): boolean {
    return this.#addresses.has(hashAddresses(key, 0)) || this.#ends.has(hashEnd(key, client));
  }
}

/**
 * Reads a capture once for the connections that are to be followed: those with an RST, and those in
 * a tunnel or in an ICMP error, whose numbers only all of their segments tell. Where the capture is
 * damaged, it goes as far as can be read.
 */
export async function findFollowed(chunks: AsyncIterable<Uint8Array>): Promise<Followed> {
  const followed = new Followed();
  const key = createKey();
  const note = (segment: QuotedSegment): void => {
    readKey(segment, key);
    followed.add(key);
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
  return followed;
}
