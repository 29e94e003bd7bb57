import type { Frame } from "../capture/frame.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import type { Connection } from "./connection.js";
import { type ConnectionKey, createKey, type End, readKey } from "./connection-key.js";
import { ConnectionTable } from "./connection-table.js";
import { CONTENT, findAlert, recognise } from "./content.js";
import { ACK, RST, SYN } from "./control-bits.js";
import { DeadlineQueue } from "./deadline-queue.js";
import { packBits } from "./event-bits.js";
import { EventStore, type StoredEvent } from "./event-store.js";
import { distance } from "./sequence.js";
import { type SideState, UNKNOWN_SCALE } from "./side.js";
import type { Statement } from "./statement.js";

/** After an RST: what follows tells whether it was believed, repeated or forged. */
const AFTERMATH_SECONDS = 3;
const AFTERMATH_EVENTS = 24;
/** After a connection was told or closed, until its events are given back. */
const CLOSED_SECONDS = 60;
/** One packet that was captured twice, on its way in and on its way out. */
const DUPLICATE_SECONDS = 0.001;
/** So many segments of each side after a reset show that the connection lives on. */
const SURVIVAL_SEGMENTS = 3;

/** Connections that are followed at the same time, unless somebody says otherwise. */
export const DEFAULT_CONNECTION_LIMIT = 65_536;

/** What a tracker does not decide itself. */
export interface TrackerOptions {
  readonly connectionLimit: number;
  /** What an RST segment states by itself; the side is its sender's, before it. */
  readonly readStatement: (segment: TcpSegment, sender: SideState) => Statement | undefined;
  /** A connection was reset, and nothing more of interest will come. Its events are still there. */
  readonly onReset: (connection: Connection, events: EventStore) => void;
  /** The RST, at once: before other connections' segments. */
  readonly onRst: (
    connection: Connection,
    from: End,
    at: { readonly frame: number; readonly seconds: number },
  ) => void;
  /** A SYN that was accepted, by which the time to live of a host is known. */
  readonly onSynAck: (connection: Connection, from: End, timeToLive: number) => void;
}

/** Follows the connections of one capture, and hands over each that was reset. */
export class Tracker {
  /** Connections that were forgotten while they were open, because there were too many. */
  evicted = 0;
  readonly #options: TrackerOptions;
  readonly #events = new EventStore();
  readonly #table: ConnectionTable;
  readonly #key: ConnectionKey = createKey();
  readonly #resets = new DeadlineQueue(AFTERMATH_SECONDS);
  readonly #closed = new DeadlineQueue(CLOSED_SECONDS);

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.#table = new ConnectionTable(options.connectionLimit, (connection) => {
      const isOpen = connection.phase === "open" && !isClosed(connection);
      if (isOpen && connection.slot >= 0) this.evicted += 1;
      this.#dismiss(connection);
    });
  }

  /** Takes the next segment of the capture, and returns the number of its connection. */
  add(segment: TcpSegment, frame: Frame): number {
    const { seconds } = frame;
    this.#expire(seconds);
    const from = readKey(segment, this.#key);
    const connection = this.#choose(segment, from, seconds);
    if (this.#isDuplicate(connection, segment, from, seconds)) return connection.stream;
    connection.lastFrame = frame.number;
    if (connection.phase === "told") this.#revive(connection, segment, from);
    const isRst = (segment.flags & RST) !== 0;
    const side = connection.sides[from];
    if (isRst) this.#reset(connection, segment, frame, from);
    this.#store(connection, segment, { frame: frame.number, seconds, from });
    connection.lastSeconds = seconds;
    if (!isRst) this.#observe(connection, segment, side, from);
    if (connection.phase === "reset" && this.#isAftermathFull(connection)) this.#tell(connection);
    return connection.stream;
  }

  /** Hands over what was reset and not told yet, at the end of the capture. */
  end(): void {
    for (const connection of this.#table.list()) {
      if (connection.previous !== undefined) this.#tell(connection.previous);
      this.#tell(connection);
    }
  }

  /** A SYN with another number begins another connection, as Wireshark counts them. */
  #choose(segment: TcpSegment, from: End, seconds: number): Connection {
    const known = this.#table.find(this.#key);
    if (known === undefined) return this.#open(segment, from, seconds);
    const side = known.sides[from];
    const isOther =
      side.segments > 0 ? segment.sequenceNumber !== side.base : known.phase !== "open";
    if (isOther && (segment.flags & (SYN | ACK)) === SYN) {
      return this.#replace(known, () => this.#open(segment, from, seconds));
    }
    return known.previous === undefined ? known : this.#resume(known, segment, from);
  }

  #open(segment: TcpSegment, from: End, seconds: number): Connection {
    const connection = this.#table.open(this.#key);
    connection.began = seconds;
    const isSyn = (segment.flags & SYN) !== 0;
    if (isSyn) connection.client = (segment.flags & ACK) === 0 ? from : flip(from);
    return connection;
  }

  #replace(known: Connection, open: () => Connection): Connection {
    this.#table.remove(known);
    this.#forgetPrevious(known);
    const connection = open();
    if (known.phase === "open" && known.slot >= 0) connection.previous = known;
    else this.#dismiss(known);
    return connection;
  }

  /** Goes back to the connection before, where a SYN in between was none of its ends'. */
  #resume(known: Connection, segment: TcpSegment, from: End): Connection {
    const { previous } = known;
    if (previous === undefined || (segment.flags & (SYN | RST)) !== 0) return known;
    const hasAnswer = known.sides[0].hasSyn && known.sides[1].hasSyn;
    const expected = previous.sides[from].next;
    const isOld = Math.abs(distance(segment.sequenceNumber, expected)) < 65_536;
    // The challenge ACK itself belongs to both: only what has text or comes from the SYN's side.
    const shows = segment.lengthBytes > 0 || from === known.client;
    if (hasAnswer || !isOld || !shows || known.phase !== "open") return known;
    this.#table.remove(known);
    this.#release(known);
    this.#table.restore(previous);
    return previous;
  }

  #forgetPrevious(connection: Connection): void {
    if (connection.previous !== undefined) this.#dismiss(connection.previous);
    connection.previous = undefined;
  }

  #dismiss(connection: Connection): void {
    this.#forgetPrevious(connection);
    this.#tell(connection);
    this.#release(connection);
  }

  #isDuplicate(connection: Connection, segment: TcpSegment, from: End, seconds: number): boolean {
    // RSTs may be alike but for what they state.
    if ((segment.flags & RST) !== 0) return false;
    if (!(seconds - connection.lastSeconds < DUPLICATE_SECONDS)) return false;
    const { slot, count } = connection;
    if (slot < 0) return false;
    for (let index = count - 1; index >= Math.max(0, count - 2); index -= 1) {
      if (isSame(this.#events.read(slot, index), segment, from)) return true;
    }
    return false;
  }

  #reset(connection: Connection, segment: TcpSegment, frame: Frame, from: End): void {
    const sender = connection.sides[from];
    if (connection.phase === "open") {
      connection.phase = "reset";
      connection.resetIndex = connection.count;
      connection.resetFrameTime = frame.time;
      connection.sidesAtReset = [connection.sides[0].copy(), connection.sides[1].copy()];
      connection.statements = [];
      this.#resets.push(connection, frame.seconds);
      this.#options.onRst(connection, from, { frame: frame.number, seconds: frame.seconds });
    }
    if (connection.phase === "reset") {
      connection.addStatement(frame.number, this.#options.readStatement(segment, sender));
    }
  }

  #observe(connection: Connection, segment: TcpSegment, side: SideState, from: End): void {
    const { flags } = segment;
    const hadFins = isClosed(connection);
    side.add(segment, connection.sides[flip(from)]);
    if ((flags & SYN) !== 0) this.#readSyn(connection, segment, side, from);
    if (!hadFins && isClosed(connection)) this.#closed.push(connection, connection.lastSeconds);
  }

  #readSyn(connection: Connection, segment: TcpSegment, side: SideState, from: End): void {
    const { octets, optionsStart, optionsEnd, textStart } = segment;
    const options = readTcpOptions(octets, optionsStart, optionsEnd);
    const isCut = optionsEnd < textStart;
    side.windowScale = options.windowScale ?? (isCut ? UNKNOWN_SCALE : -1);
    side.hasTimestamps = options.hasTimestamps;
    if ((segment.flags & ACK) === 0) return;
    this.#options.onSynAck(connection, from, segment.packet.timeToLive);
    // The new connection is accepted: what was before is over.
    this.#forgetPrevious(connection);
    if (connection.phase === "reset") this.#reopen(connection);
  }

  /** Tells a reset that came before its own connection was accepted. */
  #reopen(connection: Connection): void {
    this.#tell(connection);
    connection.reopen();
  }

  #store(
    connection: Connection,
    segment: TcpSegment,
    {
      frame,
      seconds,
      from,
    }: { readonly frame: number; readonly seconds: number; readonly from: End },
  ): void {
    if (connection.slot < 0) {
      connection.slot = this.#events.take();
      if (connection.phase === "told" || isClosed(connection))
        this.#closed.push(connection, seconds);
    }
    const { packet } = segment;
    const content = recognise(segment);
    const alert = content === CONTENT.FATAL_ALERT ? (findAlert(segment) ?? 0) : 0;
    const hasTimestamps = hasTimestampsOption(segment);
    this.#events.write(connection.slot, connection.count, {
      frame,
      seconds,
      bits: packBits({ flags: segment.flags, from, hasTimestamps, content, alert }),
      sequence: segment.sequenceNumber,
      acknowledgment: segment.acknowledgmentNumber,
      length: segment.lengthBytes,
      windowAndTimeToLive: segment.window | (packet.timeToLive << 16),
      identification: packet.identification ?? -1,
    });
    connection.count += 1;
  }

  /** What both sides go on with after a reset that was told is a connection that survived it. */
  #revive(connection: Connection, segment: TcpSegment, from: End): void {
    if ((segment.flags & (RST | SYN)) !== 0) return;
    const counts = connection.segmentsSinceTold;
    counts[from] += 1;
    if (counts[0] < SURVIVAL_SEGMENTS || counts[1] < SURVIVAL_SEGMENTS) return;
    connection.reopen();
  }

  #isAftermathFull({ count, resetIndex }: Connection): boolean {
    return count - resetIndex > AFTERMATH_EVENTS;
  }

  #expire(seconds: number): void {
    for (let due = this.#resets.take(seconds); due; due = this.#resets.take(seconds)) {
      this.#tell(due);
    }
    for (let due = this.#closed.take(seconds); due; due = this.#closed.take(seconds)) {
      if (due.phase === "told" || isClosed(due)) this.#release(due);
    }
  }

  #tell(connection: Connection): void {
    if (connection.phase !== "reset") return;
    this.#options.onReset(connection, this.#events);
    connection.phase = "told";
    connection.segmentsSinceTold.fill(0);
    this.#forgetPrevious(connection);
    this.#closed.push(connection, connection.lastSeconds);
  }

  #release(connection: Connection): void {
    if (connection.slot < 0) return;
    this.#events.give(connection.slot);
    connection.slot = -1;
    connection.count = 0;
    connection.firstIndex = 0;
  }
}

function isClosed({ phase, sides }: Connection): boolean {
  return phase !== "reset" && sides[0].hasFin && sides[1].hasFin;
}

function flip(end: End): End {
  return end === 0 ? 1 : 0;
}

function isSame(event: StoredEvent, segment: TcpSegment, from: End): boolean {
  return (
    event.sequence === segment.sequenceNumber &&
    event.acknowledgment === segment.acknowledgmentNumber &&
    event.length === segment.lengthBytes &&
    (event.windowAndTimeToLive & 0xffff) === segment.window &&
    event.identification === (segment.packet.identification ?? -1) &&
    (event.bits & 0x1ff) === (segment.flags | (from << 8))
  );
}

/** The usual place first: two octets of padding, then the option, in nearly every segment. */
function hasTimestampsOption({ octets, optionsStart, optionsEnd }: TcpSegment): boolean {
  const length = optionsEnd - optionsStart;
  if (length < 10) return false;
  if (length >= 12 && octets.readUInt32BE(optionsStart) === 0x0101080a) return true;
  return readTcpOptions(octets, optionsStart, optionsEnd).hasTimestamps;
}
