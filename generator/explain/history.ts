import type { Resetter, Stage } from "../model/finding.js";
import type { Endpoint } from "../model/record.js";
import type { Connection, FramedStatement } from "./connection.js";
import { addressOf, type End, portOf } from "./connection-key.js";
import type { Content } from "./content.js";
import { ACK, FIN, RST, SYN } from "./control-bits.js";
import { unpackBits } from "./event-bits.js";
import { type EventStore, keptIndexes, type StoredEvent } from "./event-store.js";
import { type SideState, UNKNOWN_SCALE } from "./side.js";

/** One end by its part. */
export type Side = Extract<Resetter, "client" | "server">;

/** One segment of a connection. Sequence numbers are relative: the first octet of text is 1. */
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
  /** Behind its text, SYN and FIN. */
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
  readonly window: number;
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
  /** A connection of the same ends that was open when this one began, by the end of its text. */
  readonly previous:
    | Readonly<Record<Side, { readonly next: number; readonly ack: number }>>
    | undefined;
  readonly statements: readonly FramedStatement[];
}

/** Takes a reset connection out of the store, into a shape that is good to think about. */
export function readHistory(connection: Connection, store: EventStore): History {
  const { key, stream, resetIndex, firstIndex, count, slot } = connection;
  const client = connection.client ?? guessClient(connection);
  const sides = connection.sidesAtReset ?? connection.sides;
  const bases = basesOf(sides);
  const indexes = keptIndexes(count).filter((index) => index >= firstIndex);
  const events = indexes.map((index) => toEvent(store.read(slot, index), { client, bases, sides }));
  const resetPlace = indexes.indexOf(resetIndex);
  const reset = events[resetPlace];
  if (reset === undefined) throw new Error(`the RST of stream ${stream} is not kept`);
  const server = client === 0 ? 1 : 0;
  const facts = {
    client: factsOf(sides[client], {
      base: bases[client],
      peer: sides[server],
      peerBase: bases[server],
    }),
    server: factsOf(sides[server], {
      base: bases[server],
      peer: sides[client],
      peerBase: bases[client],
    }),
  };
  const endpoint = (end: End) => ({
    address: addressOf(key, end),
    port: portOf(key, end),
  });
  return {
    stream,
    client: endpoint(client),
    server: endpoint(server),
    isClientKnown: connection.client !== undefined,
    sides: facts,
    before: events.slice(0, resetPlace),
    reset,
    resetTime: connection.resetFrameTime,
    after: events.slice(resetPlace + 1),
    stage: stageOf(facts),
    previous: previousOf(connection, { client, bases }),
    statements: connection.statements,
  };
}

interface Frame {
  readonly client: End;
  readonly bases: readonly [number, number];
  readonly sides: readonly [SideState, SideState];
}

/** Registered ports are low ones; an RST alone mostly answers its client. */
function guessClient({ key }: Connection): End {
  return portOf(key, 0) >= portOf(key, 1) ? 0 : 1;
}

/** An end that sent nothing yet is known by what the other one acknowledged. */
function basesOf([first, second]: readonly [SideState, SideState]): readonly [number, number] {
  return [baseOf(first, second), baseOf(second, first)];
}

function baseOf(side: SideState, peer: SideState): number {
  if (side.segments > 0) return side.base;
  return peer.hasAck ? (peer.ack - 1) | 0 : 0;
}

function toEvent(stored: StoredEvent, { client, bases, sides }: Frame): Event {
  const { flags, from, hasTimestamps, content, alert } = unpackBits(stored.bits);
  const syn = (flags & SYN) !== 0;
  const fin = (flags & FIN) !== 0;
  const ack = (flags & ACK) !== 0;
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
    rst: (flags & RST) !== 0,
    ack,
    sequence,
    isSequenceZero: stored.sequence === 0,
    end: (sequence + stored.length + (syn ? 1 : 0) + (fin ? 1 : 0)) >>> 0,
    acknowledgment: ack ? (stored.acknowledgment - bases[to]) >>> 0 : undefined,
    length: stored.length,
    window: stored.windowAndTimeToLive & 0xffff,
    timeToLive: (stored.windowAndTimeToLive >>> 16) & 0xff,
    identification: stored.identification < 0 ? undefined : stored.identification,
    hasTimestamps,
    content,
    alert,
  };
}

function factsOf(
  side: SideState,
  {
    base,
    peer,
    peerBase,
  }: { readonly base: number; readonly peer: SideState; readonly peerBase: number },
): SideFacts {
  const isCut = side.windowScale === UNKNOWN_SCALE || peer.windowScale === UNKNOWN_SCALE;
  const isScaleKnown = side.hasSyn && peer.hasSyn && !isCut;
  const hasScale = isScaleKnown && side.windowScale >= 0 && peer.windowScale >= 0;
  return {
    segments: side.segments,
    hasSyn: side.hasSyn,
    hasFin: side.hasFin,
    octets: side.octets,
    next: side.segments > 0 ? (side.next - base) >>> 0 : 1,
    ack: side.hasAck ? (side.ack - peerBase) >>> 0 : undefined,
    window: side.window,
    maximumWindow: side.maximumWindow,
    windowFactor: isScaleKnown ? (hasScale ? 2 ** side.windowScale : 1) : undefined,
    hasTimestamps: side.hasTimestamps && peer.hasTimestamps,
    timeToLive:
      side.lowestTimeToLive === side.highestTimeToLive ? side.lowestTimeToLive : undefined,
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

function previousOf(
  { previous }: Connection,
  { client, bases }: { readonly client: End; readonly bases: readonly [number, number] },
): History["previous"] {
  if (previous === undefined) return undefined;
  const of = (end: End) => ({
    next: (previous.sides[end].next - bases[end]) >>> 0,
    ack: (previous.sides[end].ack - bases[end === 0 ? 1 : 0]) >>> 0,
  });
  return { client: of(client), server: of(client === 0 ? 1 : 0) };
}
