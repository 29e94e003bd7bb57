import { int32At } from "../capture/byte-order.js";
import { formatAddress } from "../capture/ip-address.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import type { Endpoint } from "../model/record.js";
import type {
  End,
  FollowedConnection,
  FramedStatement,
  Relation,
  ResetConnection,
  Statement,
} from "./core/history.js";
import { SideState } from "./core/side.js";
import { type EventStore, keptIndexes } from "./event-store.js";
import { type SharedStream, UNSEEN } from "./shared-stream.js";
import { serverPorts } from "./tables.js";

/** Two addresses of four words each, both ports in one word, the length of an address in another. */
const KEY_WORDS = 10;
const PORTS = 8;
/** The words of an address: 1 or 4. */
const VERSION = 9;

/**
 * Both ends of a connection in an order of their own, so that both directions have one key: words of
 * 32 bits with a sign. A plain array takes half the memory of a typed one as short as this.
 */
export type ConnectionKey = number[];

export function createKey(): ConnectionKey {
  return new Array<number>(KEY_WORDS).fill(0);
}

/** What of a segment tells its connection. */
export type Addressed = Pick<TcpSegment, "packet" | "sourcePort" | "destinationPort">;

/** Fills `key`, and returns which of its ends sent the segment. Allocates nothing. */
export function readKey(segment: Addressed, key: ConnectionKey): End {
  const { packet, sourcePort, destinationPort } = segment;
  const { octets, addressesStart, addressLength } = packet;
  const words = addressLength >> 2;
  const sender = isSourceFirst(segment) ? 0 : 1;
  if (key[VERSION] !== words) key.fill(0);
  for (let word = 0; word < words; word += 1) {
    key[sender * 4 + word] = int32At(octets, addressesStart + word * 4);
    key[(1 - sender) * 4 + word] = int32At(octets, addressesStart + addressLength + word * 4);
  }
  key[PORTS] =
    sender === 0 ? (sourcePort << 16) | destinationPort : (destinationPort << 16) | sourcePort;
  key[VERSION] = words;
  return sender;
}

function isSourceFirst({ packet, sourcePort, destinationPort }: Addressed): boolean {
  const { octets, addressesStart, addressLength } = packet;
  for (let at = addressesStart; at < addressesStart + addressLength; at += 4) {
    const source = int32At(octets, at);
    const destination = int32At(octets, at + addressLength);
    if (source !== destination) return source < destination;
  }
  return sourcePort <= destinationPort;
}

export function hashKey(key: ConnectionKey): number {
  let hash = 0;
  for (const word of key) {
    hash = Math.imul(hash ^ word, 0x9e3779b1);
    hash ^= hash >>> 15;
  }
  return hash & 0x3fffffff;
}

export function isSameKey(left: ConnectionKey, right: ConnectionKey): boolean {
  for (let at = 0; at < KEY_WORDS; at += 1) if (left[at] !== right[at]) return false;
  return true;
}

/** The address of one end, as people write it. */
export function addressOf(key: ConnectionKey, end: End): string {
  const words = key.slice(end * 4, end * 4 + (key[VERSION] ?? 0));
  return formatAddress(Uint8Array.from(words.flatMap(octetsOf)));
}

function octetsOf(word: number): readonly number[] {
  return [word >>> 24, (word >>> 16) & 0xff, (word >>> 8) & 0xff, word & 0xff];
}

/** One of the four words of an address; those of IPv4 have one. */
export function wordOf(key: ConnectionKey, end: End, word: number): number {
  return key[end * 4 + word] ?? 0;
}

export function portOf(key: ConnectionKey, end: End): number {
  const ports = key[PORTS] ?? 0;
  return end === 0 ? ports >>> 16 : ports & 0xffff;
}

export function endpointOf(key: ConnectionKey, end: End): Endpoint {
  return { address: addressOf(key, end), port: portOf(key, end) };
}

export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}

/** RST segments of one connection whose payload, options or window is looked at. */
const STATEMENT_LIMIT = 8;

/** A connection that began, and the frame of its first segment. */
export interface Begun {
  readonly connection: Connection;
  readonly client: End;
  readonly frame: number;
  /** Whether another SYN from the same port had the same number: a scanner's, and no link. */
  isShared: boolean;
}

/** What one client asks of one server. */
export interface Pair {
  readonly latest: Begun[];
  /** Ports of the server; more than a few are not counted. */
  readonly ports: number[];
}

/** Whether a connection was reset, and whether that has been reported. */
export type Phase = "open" | "reset" | "reported";

const NO_STATEMENTS: readonly FramedStatement[] = [];

/** A connection as it is tracked; both ends are in the order of its key. */
export class Connection {
  readonly key: ConnectionKey;
  readonly hash: number;
  readonly #stream: number;
  /** The tunnels in which each side's segments come, if any does. */
  tunnels: [number, number] | undefined;
  /** One less than the number of the RST, of ends that sent one before anything else. */
  rstBases: [number | undefined, number | undefined] | undefined;
  /** Where connections in other tunnels have the same ends. */
  shared: SharedStream | undefined;
  readonly sides: readonly [SideState, SideState] = [new SideState(), new SideState()];
  /** Both sides as they were before the first RST. */
  sidesAtReset: readonly [SideState, SideState] | undefined;
  phase: Phase = "open";
  /** Of its events, as long as it has any; -1 without. */
  slot = -1;
  /** Events so far, of which the latest are kept. */
  count = 0;
  resetIndex = -1;
  /** Wireshark's number of the stream that the reset is in. */
  resetStream = -1;
  resetFrameTime: string | undefined;
  began = Number.NaN;
  lastSeconds = Number.NaN;
  resetSeconds = Number.NaN;
  /** The frame of the last segment, by which the table finds whom to forget. */
  lastFrame = 0;
  /** Who sent the SYN; undefined where none was seen. */
  client: End | undefined;
  /** Who sent the SYN of the next connection of the same ends, and so probably of this one. */
  nextClient: End | undefined;
  /** Who sent the first segment, where only a client sends one like it. */
  likelyClient: End | undefined;
  /** Of the same ends, still open when this one began. */
  previous: Connection | undefined;
  statements: readonly FramedStatement[] = NO_STATEMENTS;
  /** Another connection of which this one is a part. */
  relation: Relation | undefined;
  /** What else its client asks of its server. */
  pair: Pair | undefined;
  /** Segments of each side since a reset was reported: a connection may survive it. */
  segmentsSinceReport: [number, number] | undefined;
  place = 0;
  /** Another connection of the same hash. */
  nextOfHash: Connection | undefined;

  constructor(key: ConnectionKey, hash: number, stream: number) {
    this.key = key.slice();
    this.hash = hash;
    this.#stream = stream;
  }

  /** Wireshark's number, now. */
  get stream(): number {
    return this.shared?.stream ?? this.#stream;
  }

  /** Only what comes in a tunnel, or goes on outside of one, costs memory. */
  noteTunnel(from: End, tunnel: number): void {
    if (this.tunnels === undefined && tunnel === 0) return;
    this.tunnels ??= this.count === 0 ? [UNSEEN, UNSEEN] : [0, 0];
    this.tunnels[from] = tunnel;
  }

  startWithRst(from: End, { sequenceNumber }: TcpSegment): void {
    this.rstBases ??= [undefined, undefined];
    this.rstBases[from] ??= (sequenceNumber - 1) | 0;
  }

  reset(time: string | undefined, seconds: number): void {
    this.phase = "reset";
    this.resetSeconds = seconds;
    this.resetIndex = this.count;
    this.resetStream = this.stream;
    this.resetFrameTime = time;
    this.sidesAtReset = [this.sides[0].copy(), this.sides[1].copy()];
    this.statements = NO_STATEMENTS;
  }

  /** Its reset was reported: what only that needed is not kept. */
  report(): void {
    this.phase = "reported";
    this.resetFrameTime = undefined;
    this.sidesAtReset = undefined;
    this.statements = NO_STATEMENTS;
    this.segmentsSinceReport = [0, 0];
  }

  /** The connection lives on after a reset that was reported. */
  reopen(): void {
    this.phase = "open";
    this.resetIndex = -1;
    this.segmentsSinceReport = undefined;
  }

  forgetEvents(): void {
    this.slot = -1;
    this.count = 0;
  }

  /** Both sides said that they will send no more. */
  get isClosed(): boolean {
    return this.phase !== "reset" && this.sides[0].hasFin && this.sides[1].hasFin;
  }

  addStatement(frame: number, statement: Statement | undefined): void {
    if (statement === undefined || this.statements.length >= STATEMENT_LIMIT) return;
    this.statements = [...this.statements, { frame, statement }];
  }
}

/** Takes a connection out of the store, into the shape that the core reads. */
export function readFollowed(connection: Connection, store: EventStore): FollowedConnection {
  const { key, slot, likelyClient, nextClient } = connection;
  return {
    stream: connection.stream,
    endpoints: [endpointOf(key, 0), endpointOf(key, 1)],
    client: connection.client ?? likelyClient ?? nextClient ?? guessClient(key),
    isClientKnown: connection.client !== undefined,
    sides: connection.sidesAtReset ?? connection.sides,
    events: keptIndexes(connection.count).map((index) => store.read(slot, index)),
  };
}

/** The same of one that was reset. */
export function readReset(connection: Connection, store: EventStore): ResetConnection {
  return {
    ...readFollowed(connection, store),
    stream: connection.resetStream,
    previous: connection.previous?.sides,
    relation: connection.relation,
    portsAsked: connection.pair?.ports.length ?? 0,
    nextClient: connection.nextClient,
    resetPlace: keptIndexes(connection.count).indexOf(connection.resetIndex),
    resetTime: connection.resetFrameTime,
    statements: connection.statements,
  };
}

/** Below, only privileged programs may bind: mostly servers, but clients of NFS and rsh too. */
const RESERVED_PORTS = 1024;

/** A port where servers are known to listen is the server's; of two such, or of none, the lower one. */
export function guessClient(key: ConnectionKey): End {
  const [first, second] = [portOf(key, 0), portOf(key, 1)];
  const [left, right] = [rankOf(first), rankOf(second)];
  if (left !== right) return left > right ? 0 : 1;
  return first >= second ? 0 : 1;
}

/** How unlikely it is that a server listens on a port. */
function rankOf(port: number): number {
  if (serverPorts().has(port)) return 0;
  return port < RESERVED_PORTS ? 1 : 2;
}
