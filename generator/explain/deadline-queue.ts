import type { Connection } from "./connection.js";

interface Entry {
  readonly connection: Connection;
  readonly deadline: number;
}

/**
 * Connections that wait for the same time each, so that the first one is always due first; of more
 * than `limit` it is due at once, for a capture whose clock stands still must not fill the memory.
 */
export class DeadlineQueue {
  /** From when on the first one is due: asked at each segment, so that nothing else need be done. */
  due = Number.POSITIVE_INFINITY;
  readonly #waitSeconds: number;
  readonly #limit: number;
  #entries: Entry[] = [];
  #first = 0;

  constructor(waitSeconds: number, limit: number) {
    this.#waitSeconds = waitSeconds;
    this.#limit = limit;
  }

  /** A segment without a time waits for nothing: it is not known when that would be. */
  push(connection: Connection, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    this.#entries.push({ connection, deadline: seconds + this.#waitSeconds });
    this.#note();
  }

  /** The next connection that is due at `now`, if there is one. Without times nothing is. */
  take(now: number): Connection | undefined {
    const entry = this.#entries[this.#first];
    if (entry === undefined || !(this.isFull() || now >= entry.deadline)) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    this.#note();
    return entry.connection;
  }

  isFull(): boolean {
    return this.#entries.length - this.#first > this.#limit;
  }

  #note(): void {
    const entry = this.#entries[this.#first];
    const deadline = entry === undefined ? Number.POSITIVE_INFINITY : entry.deadline;
    this.due = this.isFull() ? Number.NEGATIVE_INFINITY : deadline;
  }
}
