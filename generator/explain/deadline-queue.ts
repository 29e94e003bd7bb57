import type { Connection } from "./connection.js";

/**
 * Connections that wait for the same time each, so that the first one is always due first; of more
 * than `limit` it is due at once, for a capture whose clock stands still must not fill the memory.
 */
export class DeadlineQueue {
  /** From when on the first one is due: asked at each segment, so that nothing else need be done. */
  due = Number.POSITIVE_INFINITY;
  readonly #waitSeconds: number;
  readonly #limit: number;
  // Two arrays cost less memory than an object for each.
  #connections: Connection[] = [];
  #deadlines: number[] = [];
  #first = 0;

  constructor(waitSeconds: number, limit: number) {
    this.#waitSeconds = waitSeconds;
    this.#limit = limit;
  }

  /** A segment without a time waits for nothing: it is not known when that would be. */
  push(connection: Connection, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    this.#connections.push(connection);
    this.#deadlines.push(seconds + this.#waitSeconds);
    this.#note();
  }

  /** The next connection that is due at `now`, if there is one. Without times nothing is. */
  take(now: number): Connection | undefined {
    const connection = this.#connections[this.#first];
    if (connection === undefined || !(this.isFull() || now >= this.due)) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#connections.length) {
      this.#connections = this.#connections.slice(this.#first);
      this.#deadlines = this.#deadlines.slice(this.#first);
      this.#first = 0;
    }
    this.#note();
    return connection;
  }

  isFull(): boolean {
    return this.#connections.length - this.#first > this.#limit;
  }

  #note(): void {
    const deadline = this.#deadlines[this.#first] ?? Number.POSITIVE_INFINITY;
    this.due = this.isFull() ? Number.NEGATIVE_INFINITY : deadline;
  }
}
