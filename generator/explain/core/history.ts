import type { Certainty, Resetter, Stage } from "../../model/finding.js";
import type { Endpoint } from "../../model/record.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import { type SideState, UNKNOWN_SCALE } from "./side.js";

/** What the first octets of a segment's payload look like, as far as a reset has to do with it. */
export const CONTENT = {
  NONE: 0,
  OTHER: 1,
  CLIENT_HELLO: 2,
  FATAL_ALERT: 3,
  HTTP_REQUEST: 4,
  HTTP_RESPONSE: 5,
  /** The snapshot length cut it before anything could be recognised. */
  CUT: 6,
  /** One record and nothing else, which is an alert, as close_notify, or has the length of one. */
  CLOSING_ALERT: 7,
} as const;

export type Content = (typeof CONTENT)[keyof typeof CONTENT];

/** One of both ends of a connection, in an order that has no meaning. */
export type End = 0 | 1;

/** A segment as it was kept: as on the wire, with numbers of 32 bits with a sign. */
export interface StoredEvent {
  readonly frame: number;
  /** NaN where the capture has no time. */
  readonly seconds: number;
  readonly from: End;
  readonly flags: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly length: number;
  readonly window: number;
  readonly timeToLive: number;
  /** -1 without one. */
  readonly identification: number;
  readonly hasTimestamps: boolean;
  readonly content: Content;
  /** Description of a fatal TLS alert; 0 without one. */
  readonly alert: number;
}

/** A cause that an RST segment claims by itself: in its payload, its options or its window. */
export interface Statement {
  /** The id of a format of the Model, or one of `STATEMENT_FORMATS`. */
  readonly format: string;
  readonly reason: string | undefined;
  readonly reasonCode: number | undefined;
  readonly pen: number | undefined;
  /** That the octets are a statement at all, and not something else. */
  readonly certainty: Certainty;
  /** Whether only the shape of the payload speaks for its format. */
  readonly isShapeOnly: boolean;
  readonly benign: boolean;
  /** Receivers must ignore it, and handle the RST as one without payload (draft section 4.2). */
  readonly isIgnored: boolean;
  /** What is wrong with it, or what of it was not captured. */
  readonly missing: readonly string[];
}

/** What the RST segment of a frame states. */
export interface FramedStatement {
  readonly frame: number;
  readonly statement: Statement;
}

/** A connection that was reset, as it was followed; both ends are in the order of `StoredEvent.from`. */
export interface ResetConnection {
  readonly stream: number;
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly client: End;
  /** Whether it was seen who began; else the client is a guess. */
  readonly isClientKnown: boolean;
  /** Both ends as they were before the RST. */
  readonly sides: readonly [SideState, SideState];
  /** Both ends of a connection of the same ports that was open when this one began. */
  readonly previous: readonly [SideState, SideState] | undefined;
  /** In their order; between the first ones and the latest some may be forgotten. */
  readonly events: readonly StoredEvent[];
  /** Place of the RST among them. */
  readonly resetPlace: number;
  readonly resetTime: string | undefined;
  readonly statements: readonly FramedStatement[];
}

/** One end by its part. */
export type Side = Extract<Resetter, "client" | "server">;

/** The other end. */
export function otherSide(side: Side): Side {
  return side === "client" ? "server" : "client";
}

/** One segment of a connection. Sequence numbers are relative: that of the first octet is 1. */
export interface Event {
  readonly frame: number;
  /** NaN where the capture has no time. */
  readonly seconds: number;
  readonly from: Side;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly ack: boolean;
  readonly sequence: number;
  /** Whether the number on the wire is 0. */
  readonly isSequenceZero: boolean;
  /** Behind its payload, SYN and FIN. */
  readonly end: number;
  /** Undefined without the ACK bit. */
  readonly acknowledgment: number | undefined;
  readonly length: number;
  /** As in the header. */
  readonly window: number;
  readonly timeToLive: number;
  readonly identification: number | undefined;
  readonly hasTimestamps: boolean;
  readonly content: Content;
  /** Description of a fatal TLS alert. */
  readonly alert: number;
}

/** What one end had sent before the reset; sequence numbers are relative. */
export interface SideFacts {
  readonly segments: number;
  readonly hasSyn: boolean;
  readonly hasFin: boolean;
  readonly octets: number;
  /** Behind the last octet that it sent. */
  readonly next: number;
  /** The highest acknowledgment that it sent; undefined without. */
  readonly ack: number | undefined;
  readonly maximumWindow: number;
  /** What the raw window is multiplied by; undefined where a SYN was not seen. */
  readonly windowFactor: number | undefined;
  readonly hasTimestamps: boolean;
  /** Of all its segments; undefined where they differ, or there are none. */
  readonly timeToLive: number | undefined;
  readonly identification: number | undefined;
  /** Whether its identifications count up. */
  readonly countsUp: boolean;
  /** Whether the other end acknowledged octets of it that the capture lacks. */
  readonly isHoley: boolean;
}

/** Where a connection of the same ports had got to, in the numbers of this one. */
interface PreviousSide {
  readonly next: number;
  readonly ack: number;
}

/** All that a signature may look at: one connection up to its reset, and what followed. */
export interface History {
  readonly stream: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** Whether it was seen who began; else the lower port is taken for the server's. */
  readonly isClientKnown: boolean;
  readonly sides: Readonly<Record<Side, SideFacts>>;
  /** In their order; between the first ones and the latest some may be forgotten. */
  readonly before: readonly Event[];
  readonly reset: Event;
  readonly resetTime: string | undefined;
  /** In their order, further RSTs among them. */
  readonly after: readonly Event[];
  readonly stage: Stage;
  /** A connection of the same ends that was open when this one began. */
  readonly previous: Readonly<Record<Side, PreviousSide>> | undefined;
  readonly statements: readonly FramedStatement[];
}

/** Brings a connection into a shape that is good to think about. Throws where its RST is not kept. */
export function readHistory(connection: ResetConnection): History {
  const { client, endpoints, sides, resetPlace } = connection;
  const server = client === 0 ? 1 : 0;
  const bases = [baseOf(sides[0], sides[1]), baseOf(sides[1], sides[0])] as const;
  const events = connection.events.map((event) => relate(event, { client, sides, bases }));
  const reset = events[resetPlace];
  if (reset === undefined) throw new Error(`the RST of stream ${connection.stream} is not kept`);
  const facts = {
    client: factsOf(sides[client], bases[client], sides[server], bases[server]),
    server: factsOf(sides[server], bases[server], sides[client], bases[client]),
  };
  return {
    stream: connection.stream,
    client: endpoints[client],
    server: endpoints[server],
    isClientKnown: connection.isClientKnown,
    sides: facts,
    before: events.slice(0, resetPlace),
    reset,
    resetTime: connection.resetTime,
    after: events.slice(resetPlace + 1),
    stage: stageOf(facts),
    previous: connection.previous && {
      client: previousOf(connection.previous[client], bases[client], bases[server]),
      server: previousOf(connection.previous[server], bases[server], bases[client]),
    },
    statements: connection.statements,
  };
}

/** An end that sent nothing yet is known by what the other one acknowledged. */
function baseOf(side: SideState, peer: SideState): number {
  if (side.segments > 0) return side.base;
  return peer.hasAck ? (peer.ack - 1) | 0 : 0;
}

interface Numbering {
  readonly client: End;
  readonly bases: readonly [number, number];
  readonly sides: readonly [SideState, SideState];
}

function relate(stored: StoredEvent, { client, bases, sides }: Numbering): Event {
  const { flags, from, length, identification } = stored;
  const syn = (flags & TCP_FLAG.SYN) !== 0;
  const fin = (flags & TCP_FLAG.FIN) !== 0;
  const ack = (flags & TCP_FLAG.ACK) !== 0;
  const to = from === 0 ? 1 : 0;
  const isBaseKnown = sides[from].segments > 0 || sides[to].hasAck;
  const base = isBaseKnown ? bases[from] : (stored.sequence - 1) | 0;
  const sequence = (stored.sequence - base) >>> 0;
  return {
    frame: stored.frame,
    seconds: stored.seconds,
    from: from === client ? "client" : "server",
    syn,
    fin,
    rst: (flags & TCP_FLAG.RST) !== 0,
    ack,
    sequence,
    isSequenceZero: stored.sequence === 0,
    end: (sequence + length + (syn ? 1 : 0) + (fin ? 1 : 0)) >>> 0,
    acknowledgment: ack ? (stored.acknowledgment - bases[to]) >>> 0 : undefined,
    length,
    window: stored.window,
    timeToLive: stored.timeToLive,
    identification: identification < 0 ? undefined : identification,
    hasTimestamps: stored.hasTimestamps,
    content: stored.content,
    alert: stored.alert,
  };
}

function factsOf(side: SideState, base: number, peer: SideState, peerBase: number): SideFacts {
  const isCut = side.windowScale === UNKNOWN_SCALE || peer.windowScale === UNKNOWN_SCALE;
  const isScaleKnown = side.hasSyn && peer.hasSyn && !isCut;
  const hasScale = isScaleKnown && side.windowScale >= 0 && peer.windowScale >= 0;
  const isOneDistance = side.lowestTimeToLive === side.highestTimeToLive;
  return {
    segments: side.segments,
    hasSyn: side.hasSyn,
    hasFin: side.hasFin,
    octets: side.octets,
    next: side.segments > 0 ? (side.next - base) >>> 0 : 1,
    ack: side.hasAck ? (side.ack - peerBase) >>> 0 : undefined,
    maximumWindow: side.maximumWindow,
    windowFactor: isScaleKnown ? (hasScale ? 2 ** side.windowScale : 1) : undefined,
    hasTimestamps: side.hasTimestamps && peer.hasTimestamps,
    timeToLive: isOneDistance ? side.lowestTimeToLive : undefined,
    identification: side.identification < 0 ? undefined : side.identification,
    countsUp: side.smallSteps >= 2 && side.otherSteps === 0,
    isHoley: side.unseen > 0,
  };
}

function stageOf({ client, server }: Readonly<Record<Side, SideFacts>>): Stage {
  if (client.hasFin && server.hasFin) return "closed";
  if (client.hasFin || server.hasFin) return "closing";
  if (client.octets + server.octets > 0) return "data";
  if (client.segments + server.segments === 0) return "unknown";
  const isAccepted = server.hasSyn && client.segments > 0 && client.ack !== undefined;
  if (isAccepted) return "established";
  return client.hasSyn || server.hasSyn ? "connecting" : "unknown";
}

function previousOf(side: SideState, base: number, peerBase: number): PreviousSide {
  return { next: (side.next - base) >>> 0, ack: (side.ack - peerBase) >>> 0 };
}

/** The place of the last that `isWanted`; -1 without. */
export function lastIndexWhere<T>(
  items: readonly T[],
  isWanted: (item: T, at: number) => boolean,
): number {
  for (let at = items.length - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item !== undefined && isWanted(item, at)) return at;
  }
  return -1;
}

/** The last that `isWanted`. */
export function lastWhere<T>(
  items: readonly T[],
  isWanted: (item: T, at: number) => boolean,
): T | undefined {
  return items[lastIndexWhere(items, isWanted)];
}
