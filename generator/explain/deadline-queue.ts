import type { Connection } from "./connection.js";

interface Entry {
  readonly connection: Connection;
  readonly deadline: number;
}

/** A capture whose clock stands still must not fill the memory. */
const LIMIT = 65_536;

/** Connections that wait for the same time each, so that the first one is always due first. */
export class DeadlineQueue {
  readonly #waitSeconds: number;
  #entries: Entry[] = [];
  #first = 0;

  constructor(waitSeconds: number) {
    this.#waitSeconds = waitSeconds;
  }

  /** A segment without a time waits for nothing: nobody could say when. */
  push(connection: Connection, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    this.#entries.push({ connection, deadline: seconds + this.#waitSeconds });
  }

  /** The next connection that is due at `now`, if there is one. Without times nothing is. */
  take(now: number): Connection | undefined {
    const entry = this.#entries[this.#first];
    const isFull = this.#entries.length - this.#first > LIMIT;
    if (entry === undefined || !(isFull || now >= entry.deadline)) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    return entry.connection;
  }
}
