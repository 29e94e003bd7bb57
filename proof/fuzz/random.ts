import { createCipheriv, createHash } from "node:crypto";

const BLOCK_OCTETS = 65_536;

/** Random numbers that are the same for the same seed, on every machine. */
export class Random {
  readonly #cipher: ReturnType<typeof createCipheriv>;
  #octets = Buffer.alloc(0);
  #at = 0;

  constructor(seed: number) {
    const key = createHash("sha256").update(String(seed)).digest().subarray(0, 16);
    this.#cipher = createCipheriv("aes-128-ctr", key, Buffer.alloc(16));
  }

  /** So many octets of any value; a copy. */
  octets(length: number): Buffer {
    if (length > BLOCK_OCTETS) throw new RangeError(`too many octets at once: ${length}`);
    if (this.#at + length > this.#octets.length) {
      this.#octets = this.#cipher.update(Buffer.alloc(BLOCK_OCTETS));
      this.#at = 0;
    }
    this.#at += length;
    return Buffer.from(this.#octets.subarray(this.#at - length, this.#at));
  }

  /** A number from 0 to `limit` - 1; `limit` is at most 2 ** 32. */
  below(limit: number): number {
    return Math.floor((this.octets(4).readUInt32BE() / 2 ** 32) * limit);
  }

  /** True in so many of a hundred cases. */
  percent(share: number): boolean {
    return this.below(100) < share;
  }

  /** One of the list, which is not empty. */
  pick<T>(list: readonly T[]): T {
    const found = list[this.below(list.length)];
    if (found === undefined) throw new RangeError("nothing to pick from");
    return found;
  }
}
