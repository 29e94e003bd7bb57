import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { Connection, type ConnectionKey, hashKey, isSameKey, otherEnd } from "./connection.js";
import type { End } from "./core/history.js";
import { distance } from "./core/side.js";

const { ACK, RST, SYN } = TCP_FLAG;

/** Connections of one hash: more of them are nobody's accident. */
const CHAIN_LIMIT = 32;
/** Of how many connections the longest silent one is forgotten. */
const CANDIDATES = 32;

/** Takes each connection that is forgotten to make room. */
export type OnEvict = (connection: Connection) => void;

/** The connections of one capture by their ends, of which it keeps at most `limit`. */
export class ConnectionTable {
  readonly #byHash = new Map<number, Connection>();
  readonly #all: Connection[] = [];
  readonly #limit: number;
  readonly #onEvict: OnEvict;
  #hand = 0;
  #streams = 0;

  constructor(limit: number, onEvict: OnEvict) {
    this.#limit = limit;
    this.#onEvict = onEvict;
  }

  find(key: ConnectionKey): Connection | undefined {
    let connection = this.#byHash.get(hashKey(key));
    while (connection !== undefined && !isSameKey(connection.key, key)) {
      connection = connection.nextOfHash;
    }
    return connection;
  }

  /** Adds a connection with the next number; there may be one of the same ends no more. */
  open(key: ConnectionKey): Connection {
    if (this.#all.length >= this.#limit) this.#evict();
    const connection = new Connection(key, hashKey(key), this.#streams);
    this.#streams += 1;
    this.restore(connection);
    return connection;
  }

  /** Puts back a connection that was removed. */
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
    return [...this.#all].sort((a, b) => a.stream - b.stream);
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

  /** Looks at some connections and forgets the one that was silent for the longest time. */
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

/** Octets around the expected one in which a segment belongs to a connection before. */
const OLD_WINDOW = 65_536;

/** What becomes of a connection that another one takes the place of. */
export interface Replacement {
  /** Nothing more will come: it is reported, and its events are given back. */
  readonly dismiss: (connection: Connection) => void;
  /** It never was one: its events are given back. */
  readonly release: (connection: Connection) => void;
}

/** Finds the connection that a segment is of, or opens one. */
export class ConnectionChoice {
  readonly #table: ConnectionTable;
  readonly #replaced: Replacement;

  constructor(table: ConnectionTable, replaced: Replacement) {
    this.#table = table;
    this.#replaced = replaced;
  }

  /** A SYN with another number begins another connection, as Wireshark counts them. */
  choose(key: ConnectionKey, segment: TcpSegment, from: End, seconds: number): Connection {
    const known = this.#table.find(key);
    if (known === undefined) return this.#open(key, segment, from, seconds);
    if ((segment.flags & (SYN | ACK)) === SYN && isOther(known, segment, from)) {
      this.#table.remove(known);
      this.forgetPrevious(known);
      const connection = this.#open(key, segment, from, seconds);
      if (known.phase === "open" && known.slot >= 0) connection.previous = known;
      else this.#replaced.dismiss(known);
      return connection;
    }
    return known.previous === undefined ? known : this.#resume(known, segment, from);
  }

  /** What was before the connection is over. */
  forgetPrevious(connection: Connection): void {
    if (connection.previous !== undefined) this.#replaced.dismiss(connection.previous);
    connection.previous = undefined;
  }

  #open(key: ConnectionKey, segment: TcpSegment, from: End, seconds: number): Connection {
    const connection = this.#table.open(key);
    connection.began = seconds;
    const isSyn = (segment.flags & SYN) !== 0;
    if (isSyn) connection.client = (segment.flags & ACK) === 0 ? from : otherEnd(from);
    return connection;
  }

  /** Goes back to the connection before, where a SYN in between was none of its ends'. */
  #resume(known: Connection, segment: TcpSegment, from: End): Connection {
    const { previous } = known;
    if (previous === undefined || (segment.flags & (SYN | RST)) !== 0) return known;
    const hasAnswer = known.sides[0].hasSyn && known.sides[1].hasSyn;
    const expected = previous.sides[from].next;
    const isOld = Math.abs(distance(segment.sequenceNumber, expected)) < OLD_WINDOW;
    // The challenge ACK itself belongs to both: only what has data or comes from the SYN's side.
    const isOfPrevious = segment.lengthBytes > 0 || from === known.client;
    if (hasAnswer || !isOld || !isOfPrevious || known.phase !== "open") return known;
    this.#table.remove(known);
    this.#replaced.release(known);
    this.#table.restore(previous);
    return previous;
  }
}

function isOther(known: Connection, segment: TcpSegment, from: End): boolean {
  const side = known.sides[from];
  return side.segments > 0 ? segment.sequenceNumber !== side.base : known.phase !== "open";
}
