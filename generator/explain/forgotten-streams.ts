import { type ConnectionKey, hashKey, secondHashOf } from "./connection-key.js";

/** What is still known of a connection that was forgotten. */
export interface ForgottenStream {
  readonly stream: number;
  /** Whether segments of it were followed, and so a history was lost. */
  readonly hasHistory: boolean;
  /** Of each end, one less than the number of its first octet; undefined where it sent nothing. */
  readonly bases: readonly [number | undefined, number | undefined];
}

/** Two hashes of a key, the stream with three bits, and both bases. */
const COLUMNS = 5;
const FIRST_PLACES = 1024;
const HAS_HISTORY = 4;

/** A table that grows as it is filled; what comes under a known key replaces what was there. */
class Generation {
  size = 0;
  #places = FIRST_PLACES;
  #numbers = new Int32Array(FIRST_PLACES * COLUMNS);

  set(entry: readonly number[]): void {
    if (this.size * 2 >= this.#places) this.#grow();
    this.#put(entry);
  }

  /** Where the entry of that key begins, or -1. */
  get(first: number, second: number): Int32Array | undefined {
    const at = this.#find(first, second);
    return this.#numbers[at] === 0 ? undefined : this.#numbers.subarray(at, at + COLUMNS);
  }

  #find(first: number, second: number): number {
    let place = first & (this.#places - 1);
    for (;;) {
      const at = place * COLUMNS;
      const found = this.#numbers[at];
      if (found === 0 || (found === first && this.#numbers[at + 1] === second)) return at;
      place = (place + 1) & (this.#places - 1);
    }
  }

  #put(entry: ArrayLike<number>): void {
    const at = this.#find(entry[0] ?? 0, entry[1] ?? 0);
    if (this.#numbers[at] === 0) this.size += 1;
    this.#numbers.set(entry, at);
  }

  #grow(): void {
    const before = this.#numbers;
    this.#places *= 2;
    this.#numbers = new Int32Array(this.#places * COLUMNS);
    this.size = 0;
    for (let at = 0; at < before.length; at += COLUMNS) {
      if (before[at] !== 0) this.#put(before.subarray(at, at + COLUMNS));
    }
  }
}

/**
 * Wireshark's numbers of connections that were forgotten, for the case that they go on: it has no
 * limit, and gives them no new number. Each takes 40 octets; there are as many as `limit`, the
 * latest, up to twice as many.
 */
export class ForgottenStreams {
  readonly #limit: number;
  #young = new Generation();
  #old = new Generation();

  constructor(limit: number) {
    this.#limit = limit;
  }

  remember(key: ConnectionKey, { stream, hasHistory, bases }: ForgottenStream): void {
    if (this.#young.size >= this.#limit) {
      this.#old = this.#young;
      this.#young = new Generation();
    }
    const [left, right] = bases;
    const known = (left === undefined ? 0 : 1) + (right === undefined ? 0 : 2);
    const bits = known + (hasHistory ? HAS_HISTORY : 0);
    const [first, second] = hashesOf(key);
    this.#young.set([first, second, stream * 8 + bits, left ?? 0, right ?? 0]);
  }

  recall(key: ConnectionKey): ForgottenStream | undefined {
    if (this.#young.size + this.#old.size === 0) return undefined;
    const [first, second] = hashesOf(key);
    const entry = this.#young.get(first, second) ?? this.#old.get(first, second);
    if (entry === undefined) return undefined;
    const [, , packed = 0, left, right] = entry;
    return {
      stream: packed >>> 3,
      hasHistory: (packed & HAS_HISTORY) !== 0,
      bases: [(packed & 1) === 0 ? undefined : left, (packed & 2) === 0 ? undefined : right],
    };
  }
}

/** 61 secret bits tell keys apart; the first hash is never 0. */
function hashesOf(key: ConnectionKey): readonly [number, number] {
  return [hashKey(key) + 1, secondHashOf(key)];
}
