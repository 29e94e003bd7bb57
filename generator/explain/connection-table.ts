import { Connection, WORTH, type Worth } from "./connection.js";
import { type ConnectionKey, hashKey, isSameKey, type KeyHash } from "./connection-key.js";
import { type ForgottenStream, ForgottenStreams } from "./forgotten-streams.js";
import { firstNumberOf, SharedStream } from "./shared-stream.js";

/** Connections of the same ends in different tunnels: more of them are no accident. */
const TWIN_LIMIT = 32;
/** Of how many connections the least useful one is forgotten. */
const CANDIDATES = 8;
/**
 * Of all connections, so many of one kind may stand while others are forgotten: a new one has time to
 * be answered, and a late segment finds its connection.
 */
const SPARED_SHARE = 1 / 16;
/** For each connection that is followed, the streams of so many that were forgotten are known. */
const FORGOTTEN_SHARE = 8;

export type OnForget = (connection: Connection) => void;

/**
 * The connections of one capture by their ends, of which it keeps at most `limit`. Where it has to
 * forget one, it takes those that are over, then those that never carried data, so that no flood of
 * SYNs displaces a conversation; among equals chance decides, for the longest silent one would be the
 * next to speak where all speak in turn.
 */
export class ConnectionTable {
  readonly #byHash = new Map<KeyHash, Connection>();
  /** By `Worth`. */
  readonly #pools: readonly [Connection[], Connection[], Connection[]] = [[], [], []];
  readonly #limit: number;
  readonly #spared: number;
  readonly #onForget: OnForget;
  readonly #forgotten: ForgottenStreams;
  /** The same in each run, as all that is printed must be. */
  #chance = 1;
  #added = 0;
  #streams = 0;

  constructor(limit: number, onForget: OnForget) {
    this.#limit = limit;
    this.#spared = Math.floor(limit * SPARED_SHARE);
    this.#onForget = onForget;
    this.#forgotten = new ForgottenStreams(limit * FORGOTTEN_SHARE);
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

  /** What is known of a connection of these ends that was forgotten. */
  recall(key: ConnectionKey): ForgottenStream | undefined {
    return this.#forgotten.recall(key);
  }

  /** Notes a stream of which nothing is followed. */
  note(key: ConnectionKey, stream: ForgottenStream): void {
    this.#forgotten.remember(key, stream);
  }

  /** Adds a connection that has a number already. */
  open(key: ConnectionKey, stream: number): Connection {
    while (this.#size() >= this.#limit) this.#evict();
    const connection = new Connection(key, hashKey(key), stream);
    this.restore(connection);
    return connection;
  }

  /**
   * Adds a connection of the same ends as another one that stays. There are such only in different
   * tunnels, and they share a number.
   */
  openTwin(key: ConnectionKey, twin: Connection): Connection {
    twin.shared ??= new SharedStream(twin);
    const connection = this.open(key, twin.stream());
    connection.shared = twin.shared;
    return connection;
  }

  /** A number that no connection has. */
  readonly nextStream = (): number => {
    this.#streams += 1;
    return this.#streams - 1;
  };

  restore(connection: Connection): void {
    this.#link(connection);
    connection.order = this.#added;
    this.#added += 1;
    this.#place(connection);
    this.#forgetTwins(connection);
  }

  /** Notes what has become of a connection: whether it is over, or has carried data. */
  weigh(connection: Connection): void {
    if (connection.worth === worthOf(connection) || !this.#has(connection)) return;
    this.#displace(connection);
    this.#place(connection);
  }

  /** Forgets a connection that is over, unless another one has taken its place already. */
  forgetEnded(connection: Connection): void {
    if (this.#has(connection)) this.#forget(connection);
  }

  remove(connection: Connection): void {
    this.#unlink(connection);
    this.#displace(connection);
  }

  /** All that are there, in the order of their numbers. */
  list(): readonly Connection[] {
    const [over, empty, filled] = this.#pools;
    return [...over, ...empty, ...filled].sort((a, b) => {
      const order = a.stream() - b.stream();
      return order === 0 ? a.order - b.order : order;
    });
  }

  #size(): number {
    const [over, empty, filled] = this.#pools;
    return over.length + empty.length + filled.length;
  }

  #has(connection: Connection): boolean {
    return this.#pools[connection.worth][connection.place] === connection;
  }

  #place(connection: Connection): void {
    connection.worth = worthOf(connection);
    const pool = this.#pools[connection.worth];
    connection.place = pool.length;
    pool.push(connection);
  }

  #displace(connection: Connection): void {
    const pool = this.#pools[connection.worth];
    const last = pool.pop();
    if (last === undefined || last === connection) return;
    pool[connection.place] = last;
    last.place = connection.place;
  }

  #link(connection: Connection): void {
    connection.nextOfHash = this.#byHash.get(connection.hash);
    this.#byHash.set(connection.hash, connection);
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

  #forgetTwins(connection: Connection): void {
    let count = 1;
    let least: Connection | undefined;
    for (let at = connection.nextOfHash; at !== undefined; at = at.nextOfHash) {
      if (!isSameKey(at.key, connection.key)) continue;
      count += 1;
      // Of equal ones the oldest, which comes last.
      if (least === undefined || at.worth <= least.worth) least = at;
    }
    if (least !== undefined && count > TWIN_LIMIT) this.#forget(least);
  }

  #evict(): void {
    const [over, empty, filled] = this.#pools;
    if (over.length > this.#spared) this.#forget(this.#chooseEnded(over));
    else this.#forget(this.#choose(empty.length > this.#spared ? empty : filled));
  }

  /** One that ended long ago, for later segments are for the latest ones. */
  #chooseEnded(pool: readonly Connection[]): Connection {
    let oldest = this.#any(pool);
    for (let step = 1; step < CANDIDATES; step += 1) {
      const candidate = this.#any(pool);
      if (candidate.lastFrame < oldest.lastFrame) oldest = candidate;
    }
    return oldest;
  }

  /** One that was reset, of which nearly all is known, or any. */
  #choose(pool: readonly Connection[]): Connection {
    const first = this.#any(pool);
    let candidate = first;
    for (let step = 1; step < CANDIDATES && candidate.phase !== "reset"; step += 1) {
      candidate = this.#any(pool);
    }
    return candidate.phase === "reset" ? candidate : first;
  }

  #any(pool: readonly Connection[]): Connection {
    // Of Marsaglia ("Xorshift RNGs", 2003): it stays within 32 bits, and is never 0.
    this.#chance ^= this.#chance << 13;
    this.#chance ^= this.#chance >>> 17;
    this.#chance ^= this.#chance << 5;
    const found = pool[(this.#chance >>> 0) % pool.length];
    if (found === undefined) throw new Error("no connection to forget");
    return found;
  }

  #forget(connection: Connection): void {
    const { key, lastFrame } = connection;
    this.remove(connection);
    // Without a frame, only an ICMP error has quoted it.
    const hasHistory = lastFrame > 0;
    if (this.find(key) === undefined) {
      const bases = [firstNumberOf(connection, 0), firstNumberOf(connection, 1)] as const;
      this.note(key, { stream: connection.stream(), hasHistory, bases });
    }
    this.#onForget(connection);
  }
}

function worthOf(connection: Connection): Worth {
  const { phase, sides } = connection;
  if (phase === "reported" || connection.isClosed()) return WORTH.OVER;
  return sides[0].octets + sides[1].octets > 0 ? WORTH.FILLED : WORTH.EMPTY;
}
