import type { Certainty, Resetter, Stage } from "../../model/finding.js";
import type { Endpoint } from "../../model/record.js";
import { TCP_FLAG } from "../../model/tcp-flag.js";
import { type SideState, UNKNOWN_SCALE } from "./side.js";

/** What a segment's payload looks like, as far as a reset has to do with it. */
export const CONTENT = {
  OTHER: 0,
  /** A fatal TLS alert that is not encrypted. */
  FATAL_ALERT: 1,
  /** One TLS record and nothing else, which is an alert, or has the length of an encrypted one. */
  CLOSING_ALERT: 2,
  /** The snapshot length cut it before anything could be recognised. */
  CUT: 3,
  /** It begins with a TLS ClientHello, which names the server. */
  CLIENT_HELLO: 4,
  /** It begins with an HTTP request, which names the server too. */
  REQUEST: 5,
  /** It begins with an HTTP answer that refuses a request: status 4xx or 5xx. */
  REFUSAL: 6,
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
  /** NaN where it is not known: a text may leave it out. */
  readonly timeToLive: number;
  /** -1 without one. */
  readonly identification: number;
  readonly dontFragment: boolean;
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
  /** What the registry's record means, whose code or words are stated. */
  readonly meaning: string | undefined;
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

/** Another connection of the same client, and what it has to do with this one. */
export interface Relation {
  readonly stream: number;
  /** Where it began. */
  readonly frame: number;
  readonly client: Endpoint;
  readonly server: Endpoint;
  /** The SYN-ACK answers that connection's SYN, or the segments have its next numbers. */
  readonly by: "answer" | "numbers";
}

/** A connection as it was followed; both ends are in the order of `StoredEvent.from`. */
export interface FollowedConnection {
  readonly stream: number;
  readonly endpoints: readonly [Endpoint, Endpoint];
  readonly client: End;
  /** Whether it was seen who began; else the client is a guess. */
  readonly isClientKnown: boolean;
  /** Its beginning was followed and forgotten: there were too many connections. */
  readonly isForgotten: boolean;
  /** Both ends as they are, or were before the RST. */
  readonly sides: readonly [SideState, SideState];
  /** In their order; between the first ones and the latest some may be forgotten. */
  readonly events: readonly StoredEvent[];
}

/** One that was reset. */
export interface ResetConnection extends FollowedConnection {
  /** Both ends of a connection of the same ports that was open when this one began. */
  readonly previous: readonly [SideState, SideState] | undefined;
  readonly relation: Relation | undefined;
  /** How many ports of this server its client has asked for, up to a few. */
  readonly portsAsked: number;
  /** Who began the next connection of the same ends, if that began soon. */
  readonly nextClient: End | undefined;
  readonly resetPlace: number;
  readonly resetTime: string | undefined;
  readonly statements: readonly FramedStatement[];
  /** There was no room to wait for what follows the reset. */
  readonly isCutShort: boolean;
}

/** One end by its part. */
export type Side = Extract<Resetter, "client" | "server">;

export function otherSide(side: Side): Side {
  return side === "client" ? "server" : "client";
}

/** One segment of a connection. Sequence numbers are relative: that of the first octet is 1. */
export interface Event
  extends Omit<StoredEvent, "from" | "flags" | "acknowledgment" | "identification"> {
  readonly from: Side;
  readonly syn: boolean;
  readonly fin: boolean;
  readonly rst: boolean;
  readonly ack: boolean;
  /** Whether the sequence number on the wire is 0. */
  readonly isSequenceZero: boolean;
  /** Behind its payload, SYN and FIN. */
  readonly end: number;
  /** Undefined without the ACK bit. */
  readonly acknowledgment: number | undefined;
  /** What stands in the acknowledgment field without the ACK bit; undefined where that is 0. */
  readonly filledAcknowledgment: number | undefined;
  /** Whether the acknowledgment field is 0 on the wire. */
  readonly isAcknowledgmentZero: boolean;
  /** A keep-alive or a window probe: at most one octet, which the other end has taken already. */
  readonly isProbe: boolean;
  readonly identification: number | undefined;
}

/** What one end had sent before the reset; sequence numbers are relative. */
export interface SideFacts
  extends Pick<
    SideState,
    | "segments"
    | "hasSyn"
    | "hasFin"
    | "octets"
    | "maximumWindow"
    | "hasTimestamps"
    | "lowestTimeToLive"
    | "highestTimeToLive"
    | "alwaysDontFragment"
    | "neverDontFragment"
    | "windowScale"
  > {
  /** Behind the last octet that it sent. */
  readonly next: number;
  /** The highest acknowledgment that it sent; undefined without. */
  readonly ack: number | undefined;
  /** What the raw window is multiplied by; undefined where a SYN was not seen. */
  readonly windowFactor: number | undefined;
  readonly identification: number | undefined;
  /** Whether its identifications count up. */
  readonly countsUp: boolean;
  /** The last frame that acknowledged octets of it that the capture lacks; 0 without. */
  readonly holeFrame: number;
}

/** One connection, in a shape that is good to think about. */
export interface Conversation
  extends Pick<FollowedConnection, "stream" | "isClientKnown" | "isForgotten"> {
  readonly client: Endpoint;
  readonly server: Endpoint;
  readonly sides: Readonly<Record<Side, SideFacts>>;
  /** In their order; between the first ones and the latest some may be forgotten. */
  readonly events: readonly Event[];
  readonly stage: Stage;
}

/** All that a signature may look at: one connection up to its reset, and what followed. */
export interface History
  extends Omit<Conversation, "events">,
    Pick<ResetConnection, "resetTime" | "statements" | "relation" | "portsAsked" | "isCutShort"> {
  /** In their order; between the first ones and the latest some may be forgotten. */
  readonly before: readonly Event[];
  readonly reset: Event;
  /** In their order, further RSTs among them. */
  readonly after: readonly Event[];
  /** Who began another connection of the same ends soon afterwards. */
  readonly reopenedBy: Side | undefined;
  /** Where a connection of the same ends had got to that was open when this one began. */
  readonly previousNext: Readonly<Record<Side, number>> | undefined;
}

/** Brings a connection into a shape that is good to think about. */
export function readConversation(connection: FollowedConnection): Conversation {
  return readFrom(connection, basesOf(connection.sides));
}

function readFrom(connection: FollowedConnection, bases: readonly [number, number]): Conversation {
  const { client, endpoints, sides, stream, isClientKnown, isForgotten } = connection;
  const server = client === 0 ? 1 : 0;
  const numbering = { client, sides, bases, probes: new ProbeFinder() };
  const facts = {
    client: factsOf(sides[client], bases[client], sides[server], bases[server]),
    server: factsOf(sides[server], bases[server], sides[client], bases[client]),
  };
  return {
    stream,
    isClientKnown,
    isForgotten,
    client: endpoints[client],
    server: endpoints[server],
    sides: facts,
    events: connection.events.map((event) => relate(event, numbering)),
    stage: stageOf(facts),
  };
}

/** The same of one that was reset. Throws where its RST is not kept. */
export function readHistory(connection: ResetConnection): History {
  const { client, sides, resetPlace, previous, nextClient } = connection;
  const { resetTime, statements, relation, portsAsked, isCutShort } = connection;
  const bases = basesOf(sides);
  const conversation = readFrom(connection, bases);
  const { stream, events, stage } = conversation;
  const server = client === 0 ? 1 : 0;
  const reset = events[resetPlace];
  if (reset === undefined) {
    throw new Error(`the RST of stream ${stream} is not kept`);
  }
  return {
    stream,
    isClientKnown: conversation.isClientKnown,
    isForgotten: conversation.isForgotten,
    client: conversation.client,
    server: conversation.server,
    sides: conversation.sides,
    stage,
    resetTime,
    statements,
    relation,
    portsAsked,
    isCutShort,
    before: events.slice(0, resetPlace),
    reset,
    after: events.slice(resetPlace + 1),
    reopenedBy: nextClient === undefined ? undefined : nextClient === client ? "client" : "server",
    previousNext: previous && {
      client: (previous[client].next - bases[client]) >>> 0,
      server: (previous[server].next - bases[server]) >>> 0,
    },
  };
}

/** At most one step of so many is no step of a counter. */
const STRANGE_SHARE = 10;

type Sides = readonly [SideState, SideState];

/** Less than the number of the first octet, by one, as on the wire: what relative numbers begin at. */
export function basesOf(sides: Sides): readonly [number, number] {
  return [baseOf(sides[0], sides[1]), baseOf(sides[1], sides[0])];
}

/** An end that sent nothing yet is known by what the other one acknowledged. */
function baseOf(side: SideState, peer: SideState): number {
  if (side.segments > 0) return side.base;
  return peer.hasAck ? (peer.ack - 1) | 0 : 0;
}

interface Numbering {
  readonly client: End;
  readonly bases: readonly [number, number];
  readonly sides: Sides;
  readonly probes: ProbeFinder;
}

/** Tells probes from data, given the events of a connection in their order. */
class ProbeFinder {
  private readonly next = [0, 0];
  private readonly taken = [0, 0];

  /** Takes an event into account; the numbers are relative. */
  isProbe({ from, flags, length }: StoredEvent, sequence: number, acknowledgment: number): boolean {
    const next = this.next[from] ?? 0;
    const taken = this.taken[from] ?? 0;
    const isPlain = (flags & (TCP_FLAG.SYN | TCP_FLAG.FIN | TCP_FLAG.RST)) === 0;
    const isOld = next > 0 && sequence === next - 1 && (length === 0 || taken >= next);
    if ((flags & TCP_FLAG.RST) !== 0) return false;
    const isLonger = (flags & (TCP_FLAG.SYN | TCP_FLAG.FIN)) !== 0 ? 1 : 0;
    this.next[from] = Math.max(next, sequence + length + isLonger);
    const to = from === 0 ? 1 : 0;
    if ((flags & TCP_FLAG.ACK) !== 0)
      this.taken[to] = Math.max(this.taken[to] ?? 0, acknowledgment);
    return isPlain && length <= 1 && isOld;
  }
}

function relate(stored: StoredEvent, { client, bases, sides, probes }: Numbering): Event {
  const { flags, from, identification } = stored;
  const syn = (flags & TCP_FLAG.SYN) !== 0;
  const fin = (flags & TCP_FLAG.FIN) !== 0;
  const ack = (flags & TCP_FLAG.ACK) !== 0;
  const to = from === 0 ? 1 : 0;
  const isBaseKnown = sides[from].segments > 0 || sides[to].hasAck;
  const base = isBaseKnown ? bases[from] : (stored.sequence - 1) | 0;
  const sequence = (stored.sequence - base) >>> 0;
  const acknowledgment = (stored.acknowledgment - bases[to]) >>> 0;
  // One by one: a spread of so many members takes a third of the whole time.
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
    end: (sequence + stored.length + (syn ? 1 : 0) + (fin ? 1 : 0)) >>> 0,
    acknowledgment: ack ? acknowledgment : undefined,
    filledAcknowledgment: ack || stored.acknowledgment === 0 ? undefined : acknowledgment,
    isAcknowledgmentZero: stored.acknowledgment === 0,
    isProbe: probes.isProbe(stored, sequence, acknowledgment),
    length: stored.length,
    window: stored.window,
    timeToLive: stored.timeToLive,
    identification: identification < 0 ? undefined : identification,
    dontFragment: stored.dontFragment,
    hasTimestamps: stored.hasTimestamps,
    content: stored.content,
    alert: stored.alert,
  };
}

function factsOf(side: SideState, base: number, peer: SideState, peerBase: number): SideFacts {
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
    maximumWindow: side.maximumWindow,
    windowFactor: isScaleKnown ? (hasScale ? 2 ** side.windowScale : 1) : undefined,
    hasTimestamps: side.hasTimestamps && peer.hasTimestamps,
    lowestTimeToLive: side.lowestTimeToLive,
    highestTimeToLive: side.highestTimeToLive,
    alwaysDontFragment: side.alwaysDontFragment,
    neverDontFragment: side.neverDontFragment,
    windowScale: side.windowScale,
    identification: side.identification < 0 ? undefined : side.identification,
    // A stranger may have sent some in its name.
    countsUp: side.smallSteps >= 2 && side.otherSteps * STRANGE_SHARE <= side.smallSteps,
    holeFrame: side.holeFrame,
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

/** The place of the last one, of those ahead of `end`, that `isWanted`; -1 without. */
export function lastIndexWhere<T>(
  items: readonly T[],
  isWanted: (item: T, at: number) => boolean,
  end: number = items.length,
): number {
  for (let at = end - 1; at >= 0; at -= 1) {
    const item = items[at];
    if (item !== undefined && isWanted(item, at)) return at;
  }
  return -1;
}

export function lastWhere<T>(
  items: readonly T[],
  isWanted: (item: T, at: number) => boolean,
  end: number = items.length,
): T | undefined {
  const at = lastIndexWhere(items, isWanted, end);
  // V8 looks up a place before the first one by its name, which takes longer than the search.
  return at < 0 ? undefined : items[at];
}

/**
 * A question that several signatures ask of the same history, one after the other: the last answer
 * is kept.
 */
export function rememberLast<T>(answer: (history: History) => T): (history: History) => T {
  let known: { readonly history: History; readonly value: T } | undefined;
  return (history) => {
    if (known?.history !== history) known = { history, value: answer(history) };
    return known.value;
  };
}
