import { type ConnectionKey, hashesOf } from "./connection-key.js";
import { RecentRows } from "./recent-rows.js";

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
const HAS_HISTORY = 4;

/**
 * Wireshark's numbers of connections that were forgotten, for the case that they go on: it has no
 * limit, and gives them no new number. Each takes 40 octets.
 */
export class ForgottenStreams {
  readonly #rows: RecentRows;

  constructor(limit: number) {
    this.#rows = new RecentRows(COLUMNS, limit);
  }

  /** What comes under a known key replaces what was there. */
  remember(key: ConnectionKey, { stream, hasHistory, bases }: ForgottenStream): void {
    const [left, right] = bases;
    const known = (left === undefined ? 0 : 1) + (right === undefined ? 0 : 2);
    const bits = known + (hasHistory ? HAS_HISTORY : 0);
    const [first, second] = hashesOf(key);
    const found = this.#rows.find(first, second);
    const at = found >= 0 ? found : this.#rows.add(first, second);
    this.#rows.numbers.set([stream * 8 + bits, left ?? 0, right ?? 0], at + 2);
  }

  recall(key: ConnectionKey): ForgottenStream | undefined {
    if (this.#rows.isEmpty()) return undefined;
    const at = this.#rows.find(...hashesOf(key));
    if (at < 0) return undefined;
    const [packed = 0, left, right] = this.#rows.numbers.subarray(at + 2, at + COLUMNS);
    return {
      stream: packed >>> 3,
      hasHistory: (packed & HAS_HISTORY) !== 0,
      bases: [(packed & 1) === 0 ? undefined : left, (packed & 2) === 0 ? undefined : right],
    };
  }
}
