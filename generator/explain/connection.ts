import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { type ConnectionKey, copyKey, endpointOf, type KeyHash, portOf } from "./connection-key.js";
import type {
  End,
  FollowedConnection,
  FramedStatement,
  Relation,
  ResetConnection,
  Statement,
} from "./core/history.js";
import { SideState } from "./core/side.js";
import type { EventSlot } from "./event-slot.js";
import { keptIndexes, readEvent } from "./event-store.js";
import { type SharedStream, UNSEEN } from "./shared-stream.js";
import { serverPorts } from "./tables.js";

export function otherEnd(end: End): End {
  return end === 0 ? 1 : 0;
}

/** RST segments of one connection whose payload, options or window is looked at. */
const STATEMENT_LIMIT = 8;

/** What of a connection tells whether another one is a part of it. */
export interface Related {
  readonly key: ConnectionKey;
  /** Of both ends how much was sent, and the number behind it. */
  readonly sides: readonly [SentSoFar, SentSoFar];
  /** Another connection of which this one is a part. */
  relation: Relation | undefined;
  /** What else its client asks of its server. */
  pair: Pair | undefined;
  /** What others are compared with, to be parts of this one. */
  begun: Begun | undefined;
  /** Wireshark's number, now. */
  stream(): number;
  /** Nothing more is known of it. */
  isGone(): boolean;
}

type SentSoFar = Pick<SideState, "segments" | "next">;

/** A connection that began, and the frame of its first segment. */
export interface Begun {
  /** Undefined once it is no longer followed: else what is remembered of it would keep all of it. */
  connection: Related | undefined;
  readonly client: End;
  readonly frame: number;
  /** The sequence number of that segment. */
  readonly number: number;
  /** Whether another SYN from the same port had the same number: a scanner's, and no link. */
  isShared: boolean;
}

/** What one client asks of one server. */
export interface Pair {
  readonly key: ConnectionKey;
  readonly hash: number;
  readonly client: End;
  latest: Begun[];
  /** Ports of the server; more than a few are not counted. */
  ports: number[];
}

/** Whether a connection was reset, and whether that has been reported. */
export type Phase = "open" | "reset" | "reported";

/** What would be lost with a connection: nothing, segments without data, or a conversation. */
export const WORTH = { OVER: 0, EMPTY: 1, FILLED: 2 } as const;

export type Worth = (typeof WORTH)[keyof typeof WORTH];

const NO_STATEMENTS: readonly FramedStatement[] = [];

/** A connection as it is tracked; both ends are in the order of its key. */
export class Connection implements Related {
  // What each segment needs comes first, for that is then near each other in memory.
  readonly hash: KeyHash;
  readonly key: ConnectionKey;
  /** Another connection of the same hash. */
  nextOfHash: Connection | undefined;
  phase: Phase = "open";
  worth: Worth = WORTH.EMPTY;
  /** Of its events, as long as it has any. */
  slot: EventSlot | undefined;
  /** Events so far, of which the latest are kept. */
  count = 0;
  lastSeconds = Number.NaN;
  /** The frame of the last segment, by which the table finds whom to forget. */
  lastFrame = 0;
  readonly sides: readonly [SideState, SideState] = [new SideState(), new SideState()];
  /** The tunnels in which each side's segments come, if any does. */
  tunnels: [number, number] | undefined;
  /** Of the same ends, still open when this one began. */
  previous: Connection | undefined;
  /** Where connections in other tunnels have the same ends. */
  shared: SharedStream | undefined;
  readonly #stream: number;
  /** One less than the number of the RST, of ends that sent one before anything else. */
  rstBases: [number | undefined, number | undefined] | undefined;
  /** Both sides as they were before the first RST. */
  sidesAtReset: readonly [SideState, SideState] | undefined;
  resetIndex = -1;
  /** Wireshark's number of the stream that the reset is in. */
  resetStream = -1;
  resetFrameTime: string | undefined;
  began = Number.NaN;
  resetSeconds = Number.NaN;
  /** Who sent the SYN; undefined where none was seen. */
  client: End | undefined;
  /** Who sent the SYN of the next connection of the same ends, and so probably of this one. */
  nextClient: End | undefined;
  /** Who sent the first segment, where only a client sends one like it. */
  likelyClient: End | undefined;
  statements: readonly FramedStatement[] = NO_STATEMENTS;
  /** Of the RSTs that state these. */
  statedOctets = 0;
  /** Its beginning was followed and forgotten. */
  isForgotten = false;
  /** There was no room to wait for what follows its reset. */
  isCutShort = false;
  relation: Relation | undefined;
  pair: Pair | undefined;
  begun: Begun | undefined;
  /** Segments of each side since a reset was reported: a connection may survive it. */
  segmentsSinceReport: [number, number] | undefined;
  /** Among those of the same worth. */
  place = 0;
  /** Counts up with those that are added to the table. */
  order = 0;

  constructor(key: ConnectionKey, hash: KeyHash, stream: number) {
    this.key = copyKey(key);
    this.hash = hash;
    this.#stream = stream;
  }

  stream(): number {
    return this.shared === undefined ? this.#stream : this.shared.stream;
  }

  /** `begun` hears of it. */
  isGone(): boolean {
    return false;
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
    this.resetStream = this.stream();
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
    this.statedOctets = 0;
    this.isCutShort = false;
    this.segmentsSinceReport = [0, 0];
  }

  /** The connection lives on after a reset that was reported. */
  reopen(): void {
    this.phase = "open";
    this.resetIndex = -1;
    this.segmentsSinceReport = undefined;
  }

  forgetEvents(): void {
    this.slot = undefined;
    this.count = 0;
  }

  /** Both sides said that they will send no more. */
  isClosed(): boolean {
    return this.phase !== "reset" && this.sides[0].hasFin && this.sides[1].hasFin;
  }

  /** What an RST states; returns how many octets that may take. */
  addStatement(segment: TcpSegment, frame: number, statement: Statement | undefined): number {
    if (statement === undefined || this.statements.length >= STATEMENT_LIMIT) return 0;
    this.statements = [...this.statements, { frame, statement }];
    const octets = segment.capturedEnd - segment.payloadStart;
    this.statedOctets += octets;
    return octets;
  }
}

/** Takes a connection out of the store, into the shape that the core reads. */
export function readFollowed(connection: Connection): FollowedConnection {
  const { key, slot, likelyClient, nextClient } = connection;
  return {
    stream: connection.stream(),
    endpoints: [endpointOf(key, 0), endpointOf(key, 1)],
    client: connection.client ?? likelyClient ?? nextClient ?? guessClient(key),
    isClientKnown: connection.client !== undefined,
    isForgotten: connection.isForgotten,
    sides: connection.sidesAtReset ?? connection.sides,
    events:
      slot === undefined
        ? []
        : keptIndexes(connection.count).map((index) => readEvent(slot, index)),
  };
}

/** The same of one that was reset. */
export function readReset(connection: Connection): ResetConnection {
  const { endpoints, client, isClientKnown, isForgotten, sides, events } = readFollowed(connection);
  return {
    stream: connection.resetStream,
    endpoints,
    client,
    isClientKnown,
    isForgotten,
    sides,
    events,
    previous: connection.previous?.sides,
    relation: connection.relation,
    portsAsked: connection.pair?.ports.length ?? 0,
    isCutShort: connection.isCutShort,
    nextClient: connection.nextClient,
    resetPlace: keptIndexes(connection.count).indexOf(connection.resetIndex),
    resetTime: connection.resetFrameTime,
    statements: connection.statements,
  };
}

/** Below, only privileged programs may bind: mostly servers, but clients of NFS and rsh too. */
const RESERVED_PORTS = 1024;

/** A port where servers are known to listen is the server's; of two such, or of none, the lower one. */
function guessClient(key: ConnectionKey): End {
  const [first, second] = [portOf(key, 0), portOf(key, 1)];
  const [left, right] = [rankOf(first), rankOf(second)];
  if (left !== right) return left > right ? 0 : 1;
  return first >= second ? 0 : 1;
}

/** Who opened a connection, by its first segment. */
export function findClient(key: ConnectionKey, from: End, flags: number): End {
  const isSyn = (flags & TCP_FLAG.SYN) !== 0;
  const isAcknowledged = (flags & TCP_FLAG.ACK) !== 0;
  if (isSyn && isAcknowledged) return otherEnd(from);
  return isAcknowledged ? guessClient(key) : from;
}

/** How unlikely it is that a server listens on a port. */
function rankOf(port: number): number {
  if (serverPorts().has(port)) return 0;
  return port < RESERVED_PORTS ? 1 : 2;
}
