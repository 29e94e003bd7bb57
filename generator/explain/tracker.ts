import { readTcpOptions } from "../capture/tcp-options.js";
import type { QuotedSegment, TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { EdgeNotes, type OpenConnection } from "./capture-edges.js";
import { type Connection, otherEnd, WORTH } from "./connection.js";
import { type ConnectionKey, createKey, nameOf, readKey } from "./connection-key.js";
import { ConnectionTable } from "./connection-table.js";
import type { End, Statement } from "./core/history.js";
import { distance, type SideState, UNKNOWN_SCALE } from "./core/side.js";
import { DeadlineQueue } from "./deadline-queue.js";
import type { EventSlot } from "./event-slot.js";
import {
  DUPLICATE_SECONDS,
  EventStore,
  isCopyOf,
  isTooSmall,
  type StoredFrame,
  writeEvent,
} from "./event-store.js";
import type { ForgottenStream } from "./forgotten-streams.js";
import { firstNumberOf, SharedStream } from "./shared-stream.js";
import { isOfTunnel } from "./tunnels.js";

const { ACK, RST, SYN } = TCP_FLAG;
/** FIN, SYN and RST. */
const CHANGES = 0b111;

/** After an RST: what follows shows whether it was believed, repeated or forged. */
const AFTERMATH_SECONDS = 3;
const AFTERMATH_EVENTS = 24;
/** After a connection was reported or closed, until its events are given back. */
const CLOSED_SECONDS = 60;
/** Of the connections that are followed, so many may be over: they wait for late segments. */
const ENDED_SHARE = 1 / 4;
const DUPLICATE_EVENTS = 8;
/** Octets around the expected one in which a segment belongs to a connection before. */
const OLD_WINDOW = 65_536;
/** So many segments of each side after a reset show that the connection lives on. */
const SURVIVAL_SEGMENTS = 3;
/** Of all RSTs that wait for what follows: each may have 64 KiB of text. */
const STATED_OCTETS = 2 ** 24;

export interface TrackerOptions {
  readonly connectionLimit: number;
  /** What an RST segment states by itself; the side is its sender's, before it. */
  readonly readStatement: (segment: TcpSegment, sender: SideState) => Statement | undefined;
  /** A connection was reset, and nothing more of interest will come. Its events are still there. */
  readonly onReset: (connection: Connection) => void;
  /** The RST, at once: before other connections' segments. */
  readonly onRst: (connection: Connection, from: End, frame: StoredFrame) => void;
  /** A connection begins with this segment. */
  readonly onOpen: (
    connection: Connection,
    from: End,
    segment: TcpSegment,
    frame: StoredFrame,
  ) => void;
  /** A connection that no RST ended is given up, or the capture has ended. Its events are still there. */
  readonly onEnd?: (connection: Connection) => void;
  /** No further segment is taken for this connection's. */
  readonly onGone?: (connection: Connection) => void;
  /** A SYN that was accepted, by which the time to live of a host is known. */
  readonly onSynAck: (key: ConnectionKey, from: End, timeToLive: number) => void;
}

/** Follows the connections of one capture, and hands over each that was reset. */
export class Tracker {
  /** Connections that were forgotten while they were open, because there were too many. */
  evicted = 0;
  readonly edges = new EdgeNotes();
  readonly #options: TrackerOptions;
  readonly #events = new EventStore();
  readonly #table: ConnectionTable;
  readonly #key: ConnectionKey = createKey();
  readonly #resets: DeadlineQueue;
  readonly #closed: DeadlineQueue;
  readonly #ended: Connection[] = [];
  readonly #endedLimit: number;
  #endedCount = 0;
  #statedOctets = 0;

  constructor(options: TrackerOptions) {
    const { connectionLimit } = options;
    this.#options = options;
    this.#resets = new DeadlineQueue(AFTERMATH_SECONDS, connectionLimit);
    this.#closed = new DeadlineQueue(CLOSED_SECONDS, connectionLimit);
    this.#endedLimit = Math.ceil(connectionLimit * ENDED_SHARE);
    this.#table = new ConnectionTable(connectionLimit, (connection) => {
      const isOpen = connection.phase === "open" && !connection.isClosed();
      if (isOpen && connection.slot !== undefined) this.evicted += 1;
      connection.isCutShort = connection.phase === "reset";
      this.#dismiss(connection);
    });
  }

  /** Hands over what is decided by the time that has gone by, without a segment. */
  pass(seconds: number): void {
    this.#expire(seconds);
  }

  /** Takes the next segment of the capture, and returns the number of its connection. */
  add(segment: TcpSegment, frame: StoredFrame): number {
    const { seconds } = frame;
    this.#expire(seconds);
    const from = readKey(segment, this.#key);
    const known = this.#table.find(this.#key);
    if (known?.slot !== undefined && isOrdinary(known, known.slot, segment)) {
      if (this.#isCopy(known, segment, from, seconds)) return known.stream();
      known.lastFrame = frame.number;
      known.lastSeconds = seconds;
      writeEvent(known.slot, known.count, segment, from, frame);
      known.count += 1;
      known.sides[from].add(segment, known.sides[otherEnd(from)], frame.number);
      return known.stream();
    }
    const connection = this.#choose(known, segment, { from, frame });
    const isRst = (segment.flags & RST) !== 0;
    if (this.#isCopy(connection, segment, from, seconds)) return connection.stream();
    if (connection.shared !== undefined)
      connection.shared.add(segment, from, this.#table.nextStream);
    connection.lastFrame = frame.number;
    if (connection.phase === "reported") this.#revive(connection, segment, from);
    if (isRst) {
      if (connection.sides[from].segments === 0) connection.startWithRst(from, segment);
      this.#reset(connection, segment, frame, from);
    }
    this.#store(connection, segment, from, frame);
    connection.lastSeconds = seconds;
    if (!isRst) this.#observe(connection, segment, from);
    if (connection.phase === "reset" && isAftermathFull(connection)) this.#report(connection);
    this.#table.weigh(connection);
    if (this.#statedOctets > STATED_OCTETS) this.#makeRoom();
    return connection.stream();
  }

  /** Wireshark numbers the connection of a segment, too, that an ICMP error quotes. */
  number(quoted: QuotedSegment): void {
    const from = readKey(quoted, this.#key);
    const known = this.#table.find(this.#key);
    if (known === undefined) this.#numberForgotten(quoted, from);
    else if (isOtherSyn(known, quoted, from)) {
      known.shared ??= new SharedStream(known);
      known.shared.begin(this.#table.nextStream());
    }
  }

  #numberForgotten(quoted: QuotedSegment, from: End): void {
    const forgotten = this.#table.recall(this.#key);
    if (forgotten === undefined) this.#table.open(this.#key, this.#table.nextStream());
    else if (beginsAfter(forgotten, quoted, from)) {
      const bases = [undefined, undefined] as const;
      this.#table.note(this.#key, { ...forgotten, stream: this.#table.nextStream(), bases });
    }
  }

  /** The number of a connection that begins. */
  nextStream(): number {
    return this.#table.nextStream();
  }

  /** Those that are open, before the end of the capture. */
  listOpen(): readonly OpenConnection[] {
    const open = this.#table.list().filter((one) => one.phase === "open" && !one.isClosed());
    return open.map(({ key, lastFrame }) => ({ name: nameOf(key), lastFrame }));
  }

  /** Hands over what was reset and not reported yet, at the end of the capture. */
  end(): void {
    for (const connection of this.#table.list()) {
      if (connection.previous !== undefined) this.#end(connection.previous);
      this.#end(connection);
    }
  }

  /** The connection of these ends, the latest, with the one before it if that is still open. */
  find(key: ConnectionKey): Connection | undefined {
    return this.#table.find(key);
  }

  /** A SYN with another number begins another connection, as Wireshark counts them. */
  #choose(
    latest: Connection | undefined,
    segment: TcpSegment,
    { from, frame }: { readonly from: End; readonly frame: StoredFrame },
  ): Connection {
    const isExpected = latest === undefined || comesAsExpected(latest, segment, from);
    const known = isExpected ? latest : this.#findTwin(segment, from);
    if (known === undefined) return this.#open(segment, from, { frame, twin: latest });
    if (known.lastFrame === 0) return this.#begin(known, segment, from, frame);
    if (isSyn(segment) && isOther(known, segment, from)) {
      this.#table.remove(known);
      this.#forgetPrevious(known);
      known.nextClient = from;
      // Wireshark begins no stream at the first segment of an end, although a reset is over.
      const first = firstNumberOf(known, from) ?? segment.sequenceNumber;
      const isSameStream = known.shared !== undefined || first === segment.sequenceNumber;
      const twin = isSameStream ? known : undefined;
      const connection = this.#open(segment, from, { frame, twin });
      if (known.phase === "open" && known.slot !== undefined) connection.previous = known;
      else this.#dismiss(known);
      return connection;
    }
    return known.previous === undefined ? known : this.#resume(known, segment, from);
  }

  #findTwin(segment: TcpSegment, from: End): Connection | undefined {
    const twin = this.#table.findTwin(this.#key, (one) => isOfTunnel(one, segment, from));
    twin?.noteTunnel(from, segment.tunnel);
    return twin;
  }

  #open(
    segment: TcpSegment,
    from: End,
    { frame, twin }: { readonly frame: StoredFrame; readonly twin: Connection | undefined },
  ): Connection {
    const connection =
      twin === undefined ? this.#openNew(segment, from) : this.#table.openTwin(this.#key, twin);
    connection.noteTunnel(from, segment.tunnel);
    this.#begin(connection, segment, from, frame);
    const hasBeginning = connection.client !== undefined || connection.isForgotten;
    this.edges.begin(connection.key, connection.began, hasBeginning);
    return connection;
  }

  #openNew(segment: TcpSegment, from: End): Connection {
    const forgotten = this.#table.recall(this.#key);
    if (forgotten === undefined || beginsAfter(forgotten, segment, from)) {
      return this.#table.open(this.#key, this.#table.nextStream());
    }
    const connection = this.#table.open(this.#key, forgotten.stream);
    connection.isForgotten = forgotten.hasHistory;
    connection.rstBases = [forgotten.bases[0], forgotten.bases[1]];
    return connection;
  }

  /** Takes the first segment into account, before which an ICMP error may have quoted another. */
  #begin(connection: Connection, segment: TcpSegment, from: End, frame: StoredFrame): Connection {
    connection.began = frame.seconds;
    const isAck = (segment.flags & ACK) !== 0;
    if ((segment.flags & SYN) !== 0) connection.client = isAck ? otherEnd(from) : from;
    // Only who asks sends anything without ACK.
    else if (!isAck && (segment.flags & RST) === 0) connection.likelyClient = from;
    this.#options.onOpen(connection, from, segment, frame);
    return connection;
  }

  /** Goes back to the connection before, where a SYN in between came from neither of its ends. */
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
    this.#release(known);
    // Wireshark does not go back: to it, all that follows is in the stream of that SYN.
    previous.shared = known.shared ?? new SharedStream(known);
    this.#table.restore(previous);
    return previous;
  }

  #forgetPrevious(connection: Connection): void {
    if (connection.previous !== undefined) this.#dismiss(connection.previous);
    connection.previous = undefined;
  }

  #isCopy(connection: Connection, segment: TcpSegment, from: End, seconds: number): boolean {
    const { lastSeconds, slot, count } = connection;
    if (!(seconds - lastSeconds < DUPLICATE_SECONDS) || slot === undefined) return false;
    for (let index = count - 1; index >= Math.max(0, count - DUPLICATE_EVENTS); index -= 1) {
      if (isCopyOf(slot, index, segment, from)) return true;
    }
    return false;
  }

  #reset(connection: Connection, segment: TcpSegment, frame: StoredFrame, from: End): void {
    const statement = this.#options.readStatement(segment, connection.sides[from]);
    // What is stated late is told too.
    if (connection.phase === "reported" && statement?.isIgnored === false) connection.reopen();
    if (connection.phase === "open") {
      connection.reset(frame.time, frame.seconds);
      this.#resets.push(connection, frame.seconds);
      this.#options.onRst(connection, from, frame);
    }
    if (connection.phase === "reset") {
      this.#statedOctets += connection.addStatement(segment, frame.number, statement);
    }
  }

  #store(connection: Connection, segment: TcpSegment, from: End, frame: StoredFrame): void {
    if (connection.slot === undefined) {
      connection.slot = this.#events.take();
      if (connection.phase === "reported" || connection.isClosed()) {
        this.#closed.push(connection, frame.seconds);
      }
    } else if (isTooSmall(connection.slot, connection.count)) {
      connection.slot = this.#events.widen(connection.slot);
    }
    writeEvent(connection.slot, connection.count, segment, from, frame);
    connection.count += 1;
  }

  #observe(connection: Connection, segment: TcpSegment, from: End): void {
    const wasClosed = connection.isClosed();
    connection.sides[from].add(segment, connection.sides[otherEnd(from)], connection.lastFrame);
    if ((segment.flags & SYN) !== 0) this.#readSyn(connection, segment, from);
    if (!wasClosed && connection.isClosed()) this.#closed.push(connection, connection.lastSeconds);
  }

  #readSyn(connection: Connection, segment: TcpSegment, from: End): void {
    const { octets, optionsStart, optionsEnd, payloadStart } = segment;
    const side = connection.sides[from];
    const options = readTcpOptions(octets, optionsStart, optionsEnd);
    const isCut = optionsEnd < payloadStart;
    side.windowScale = options.windowScale ?? (isCut ? UNKNOWN_SCALE : -1);
    side.hasTimestamps = options.hasTimestamps;
    if ((segment.flags & ACK) === 0) return;
    this.#options.onSynAck(connection.key, from, segment.packet.timeToLive);
    // The new connection is accepted: what was before is over.
    this.#forgetPrevious(connection);
    // A SYN that was accepted before, and again after its reset, is the same connection's.
    if (connection.phase !== "reset" || connection.sidesAtReset?.[from].hasSyn) return;
    // The reset came before its own connection was accepted.
    this.#report(connection);
    connection.reopen();
  }

  /** What both sides go on with after a reported reset is a connection that survived it. */
  #revive(connection: Connection, segment: TcpSegment, from: End): void {
    const counts = connection.segmentsSinceReport;
    if (counts === undefined || (segment.flags & (RST | SYN)) !== 0) return;
    counts[from] += 1;
    if (counts[0] < SURVIVAL_SEGMENTS || counts[1] < SURVIVAL_SEGMENTS) return;
    connection.reopen();
  }

  #expire(seconds: number): void {
    this.edges.pass(seconds);
    if (seconds >= this.#resets.due) this.#expireResets(seconds);
    if (seconds >= this.#closed.due) this.#expireClosed(seconds);
  }

  #expireResets(seconds: number): void {
    let isFull = this.#resets.isFull();
    for (let due = this.#resets.take(seconds); due; due = this.#resets.take(seconds)) {
      // Its time is that of an earlier reset, which the connection survived.
      const isEarly = due.resetSeconds + AFTERMATH_SECONDS > seconds;
      if (!isEarly || isFull) this.#report(due, isEarly);
      isFull = this.#resets.isFull();
    }
  }

  #expireClosed(seconds: number): void {
    let isFull = this.#closed.isFull();
    for (let due = this.#closed.take(seconds); due; due = this.#closed.take(seconds)) {
      const isOver = due.phase === "reported" || due.isClosed();
      // Whoever still repeats its FIN may end with an RST.
      const isWaiting = due.lastSeconds + CLOSED_SECONDS > seconds;
      if (isOver && due.slot !== undefined) {
        if (isWaiting && !isFull) this.#closed.push(due, due.lastSeconds);
        else this.#retire(due);
      }
      isFull = this.#closed.isFull();
    }
  }

  /** Texts must not fill the memory while they wait: those that came first wait no longer. */
  #makeRoom(): void {
    while (this.#statedOctets > STATED_OCTETS / 2) {
      const first = this.#resets.take(Number.POSITIVE_INFINITY);
      if (first === undefined) return;
      this.#report(first, true);
    }
  }

  /** What is over takes little memory, and only for a while: else that would grow with the file. */
  #retire(connection: Connection): void {
    this.#end(connection);
    this.#release(connection);
    const place = this.#endedCount % this.#endedLimit;
    const oldest = this.#ended[place];
    this.#ended[place] = connection;
    this.#endedCount += 1;
    if (oldest === undefined || !isOver(oldest)) return;
    this.#forgetPrevious(oldest);
    this.#table.forgetEnded(oldest);
  }

  #dismiss(connection: Connection): void {
    this.#forgetPrevious(connection);
    this.#end(connection);
    this.#release(connection);
    this.#options.onGone?.(connection);
  }

  #end(connection: Connection): void {
    if (connection.phase === "open" && connection.slot !== undefined) {
      this.#options.onEnd?.(connection);
    }
    this.#report(connection);
  }

  #report(connection: Connection, isCutShort = connection.isCutShort): void {
    if (connection.phase !== "reset") return;
    connection.isCutShort = isCutShort;
    this.#statedOctets -= connection.statedOctets;
    this.#options.onReset(connection);
    connection.report();
    this.#forgetPrevious(connection);
    this.#closed.push(connection, connection.lastSeconds);
    this.#table.weigh(connection);
  }

  #release(connection: Connection): void {
    if (connection.slot === undefined) return;
    this.#events.give(connection.slot);
    connection.forgetEvents();
  }
}

/** Nearly all segments: of a connection that is open, and changes nothing of what it is. */
function isOrdinary(known: Connection, slot: EventSlot, { flags, tunnel }: TcpSegment): boolean {
  return (
    (flags & CHANGES) === 0 &&
    known.phase === "open" &&
    known.worth === WORTH.FILLED &&
    !isTooSmall(slot, known.count) &&
    tunnel === 0 &&
    known.tunnels === undefined &&
    known.previous === undefined &&
    known.shared === undefined
  );
}

function comesAsExpected({ tunnels }: Connection, { tunnel }: TcpSegment, from: End): boolean {
  return tunnels === undefined ? tunnel === 0 : tunnels[from] === tunnel;
}

/** Whether a segment begins another stream than the one that was forgotten. */
function beginsAfter({ bases }: ForgottenStream, segment: QuotedSegment, from: End): boolean {
  const base = bases[from];
  return isSyn(segment) && base !== undefined && base !== segment.sequenceNumber;
}

/** A quoted SYN begins another stream only where the number of the first one is known. */
function isOtherSyn(known: Connection, quoted: QuotedSegment, from: End): boolean {
  return isSyn(quoted) && known.sides[from].segments > 0 && isOther(known, quoted, from);
}

function isSyn({ flags }: QuotedSegment): boolean {
  return (flags & (SYN | ACK)) === SYN;
}

function isOther(known: Connection, segment: QuotedSegment, from: End): boolean {
  const side = known.sides[from];
  return side.segments > 0 ? segment.sequenceNumber !== side.base : known.phase !== "open";
}

function isAftermathFull({ count, resetIndex }: Connection): boolean {
  return count - resetIndex > AFTERMATH_EVENTS;
}

function isOver(connection: Connection): boolean {
  return (
    connection.slot === undefined && (connection.phase === "reported" || connection.isClosed())
  );
}
