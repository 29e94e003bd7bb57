import { Connection } from "./connection.js";
import { type ConnectionKey, hashKey, isSameKey, type KeyHash } from "./connection-key.js";
import { SharedStream } from "./shared-stream.js";

/** Connections of one hash: more of them are no accident. */
const CHAIN_LIMIT = 32;
/** Of how many connections the longest silent one is forgotten. */
const CANDIDATES = 32;

export type OnEvict = (connection: Connection) => void;

/** The connections of one capture by their ends, of which it keeps at most `limit`. */
export class ConnectionTable {
  readonly #byHash = new Map<KeyHash, Connection>();
  readonly #all: Connection[] = [];
  readonly #limit: number;
  readonly #onEvict: OnEvict;
  #hand = 0;
  #streams = 0;

  constructor(limit: number, onEvict: OnEvict) {
    this.#limit = limit;
    this.#onEvict = onEvict;
  }

  /** The latest connection of these ends. */
  find(key: ConnectionKey): Connection | undefined {
    let connection = this.#byHash.get(hashKey(key));
    while (connection !== undefined && !isSameKey(connection.key, key)) {
      connection = connection.nextOfHash;
    }
    return connection;
  }

  /** The latest one that is accepted, for there may be several of the same ends in tunnels. */
  findTwin(key: ConnectionKey, accept: (twin: Connection) => boolean): Connection | undefined {
    let connection = this.find(key);
    while (connection !== undefined && !(isSameKey(connection.key, key) && accept(connection))) {
      connection = connection.nextOfHash;
    }
    return connection;
  }

  /**
   * Adds a connection with the next number. There may be others of the same ends only in other
   * tunnels: `twin` is one of these, and they share a number.
   */
  open(key: ConnectionKey, twin?: Connection): Connection {
    if (this.#all.length >= this.#limit) this.#evict();
    const connection = new Connection(key, hashKey(key), twin ? twin.stream() : this.nextStream());
    if (twin !== undefined) {
      twin.shared ??= new SharedStream(twin);
      connection.shared = twin.shared;
    }
    this.restore(connection);
    return connection;
  }

  /** A number that no connection has. */
  readonly nextStream = (): number => {
    this.#streams += 1;
    return this.#streams - 1;
  };

  restore(connection: Connection): void {
    this.#link(connection);
    connection.place = this.#all.length;
    this.#all.push(connection);
  }

  /** Forgets a connection that is over, unless another one has taken its place already. */
  forgetEnded(connection: Connection): void {
    if (this.#all[connection.place] === connection) this.remove(connection);
  }

  remove(connection: Connection): void {
    this.#unlink(connection);
    const last = this.#all.pop();
    if (last === undefined || last === connection) return;
    this.#all[connection.place] = last;
    last.place = connection.place;
  }

  /** All that are there, in the order of their numbers. */
  list(): readonly Connection[] {
    return [...this.#all].sort((a, b) => {
      const order = a.stream() - b.stream();
      return order === 0 ? a.place - b.place : order;
    });
  }

  #link(connection: Connection): void {
    const first = this.#byHash.get(connection.hash);
    connection.nextOfHash = first;
    this.#byHash.set(connection.hash, connection);
    let length = 1;
    let last: Connection | undefined;
    for (let at = first; at !== undefined; at = at.nextOfHash) {
      length += 1;
      last = at;
    }
    if (last !== undefined && length > CHAIN_LIMIT) this.#forget(last);
  }

  #unlink(connection: Connection): void {
    const { hash, nextOfHash } = connection;
    const first = this.#byHash.get(hash);
    if (first === connection) {
      if (nextOfHash === undefined) this.#byHash.delete(hash);
      else this.#byHash.set(hash, nextOfHash);
      return;
    }
    for (let at = first; at !== undefined; at = at.nextOfHash) {
      if (at.nextOfHash !== connection) continue;
      at.nextOfHash = nextOfHash;
      return;
    }
  }

  #evict(): void {
    let oldest: Connection | undefined;
    for (let step = 0; step < CANDIDATES; step += 1) {
      this.#hand = (this.#hand + 1) % this.#all.length;
      const candidate = this.#all[this.#hand];
      if (candidate === undefined) continue;
      if (oldest === undefined || candidate.lastFrame < oldest.lastFrame) oldest = candidate;
    }
    if (oldest !== undefined) this.#forget(oldest);
  }

  #forget(connection: Connection): void {
    this.remove(connection);
    this.#onEvict(connection);
  }
}

interface Entry {
  readonly connection: Connection;
  readonly deadline: number;
}

/** A capture whose clock stands still must not fill the memory. */
const LIMIT = 65_536;

/** Connections that wait for the same time each, so that the first one is always due first. */
export class DeadlineQueue {
  /** From when on the first one is due: asked at each segment, so that nothing else need be done. */
  due = Number.POSITIVE_INFINITY;
  readonly #waitSeconds: number;
  #entries: Entry[] = [];
  #first = 0;

  constructor(waitSeconds: number) {
    this.#waitSeconds = waitSeconds;
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
    if (entry === undefined || !(this.#isFull() || now >= entry.deadline)) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    this.#note();
    return entry.connection;
  }

  #isFull(): boolean {
    return this.#entries.length - this.#first > LIMIT;
  }

  #note(): void {
    const entry = this.#entries[this.#first];
    const deadline = entry === undefined ? Number.POSITIVE_INFINITY : entry.deadline;
    this.due = this.#isFull() ? Number.NEGATIVE_INFINITY : deadline;
  }
}
