import type { Frame } from "../capture/frame.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { type Connection, type ConnectionKey, createKey, otherEnd, readKey } from "./connection.js";
import { ConnectionChoice, ConnectionTable } from "./connection-table.js";
import type { End, Statement } from "./core/history.js";
import { type SideState, UNKNOWN_SCALE } from "./core/side.js";
import { CurrentEvent, EventStore } from "./event-store.js";

const { ACK, RST, SYN } = TCP_FLAG;

/** After an RST: what follows shows whether it was believed, repeated or forged. */
const AFTERMATH_SECONDS = 3;
const AFTERMATH_EVENTS = 24;
/** After a connection was reported or closed, until its events are given back. */
const CLOSED_SECONDS = 60;
/** Of the connections that are followed, so many may be over: they wait for late segments. */
const ENDED_SHARE = 1 / 4;
/** One packet that was captured twice, on its way in and on its way out. */
const DUPLICATE_SECONDS = 0.001;
/** So many segments of each side after a reset show that the connection lives on. */
const SURVIVAL_SEGMENTS = 3;

/** Connections that are followed at the same time, where no limit is given. */
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
  readonly #choice: ConnectionChoice;
  readonly #key: ConnectionKey = createKey();
  readonly #event = new CurrentEvent();
  readonly #resets = new DeadlineQueue(AFTERMATH_SECONDS);
  readonly #closed = new DeadlineQueue(CLOSED_SECONDS);
  readonly #ended: Connection[] = [];
  readonly #endedLimit: number;
  #endedCount = 0;

  constructor(options: TrackerOptions) {
    this.#options = options;
    this.#endedLimit = Math.ceil(options.connectionLimit * ENDED_SHARE);
    this.#table = new ConnectionTable(options.connectionLimit, (connection) => {
      const isOpen = connection.phase === "open" && !connection.isClosed;
      if (isOpen && connection.slot >= 0) this.evicted += 1;
      this.#dismiss(connection);
    });
    this.#choice = new ConnectionChoice(this.#table, {
      dismiss: (connection) => this.#dismiss(connection),
      release: (connection) => this.#release(connection),
    });
  }

  /** Takes the next segment of the capture, and returns the number of its connection. */
  add(segment: TcpSegment, frame: Frame): number {
    const { seconds } = frame;
    this.#expire(seconds);
    const from = readKey(segment, this.#key);
    const connection = this.#choice.choose(this.#key, segment, from, seconds);
    this.#event.read(segment, from, frame, seconds);
    const isRst = (segment.flags & RST) !== 0;
    // RSTs may be alike but for what they state.
    if (!isRst && this.#isCopy(connection)) return connection.stream;
    connection.lastFrame = frame.number;
    if (connection.phase === "reported") this.#revive(connection, segment, from);
    if (isRst) this.#reset(connection, segment, frame, from);
    this.#store(connection);
    connection.lastSeconds = seconds;
    if (!isRst) this.#observe(connection, segment, from);
    if (connection.phase === "reset" && isAftermathFull(connection)) this.#report(connection);
    return connection.stream;
  }

  /** Hands over what was reset and not reported yet, at the end of the capture. */
  end(): void {
    for (const connection of this.#table.list()) {
      if (connection.previous !== undefined) this.#report(connection.previous);
      this.#report(connection);
    }
  }

  #isCopy({ lastSeconds, slot, count }: Connection): boolean {
    if (!(this.#event.seconds - lastSeconds < DUPLICATE_SECONDS) || slot < 0) return false;
    for (let index = count - 1; index >= Math.max(0, count - 2); index -= 1) {
      if (this.#events.isCopy(slot, index, this.#event)) return true;
    }
    return false;
  }

  #reset(connection: Connection, segment: TcpSegment, frame: Frame, from: End): void {
    if (connection.phase === "open") {
      connection.reset(frame.time);
      this.#resets.push(connection, frame.seconds);
      this.#options.onRst(connection, from, { frame: frame.number, seconds: frame.seconds });
    }
    if (connection.phase === "reset") {
      const sender = connection.sides[from];
      connection.addStatement(frame.number, this.#options.readStatement(segment, sender));
    }
  }

  #store(connection: Connection): void {
    if (connection.slot < 0) {
      connection.slot = this.#events.take();
      if (connection.phase === "reported" || connection.isClosed) {
        this.#closed.push(connection, this.#event.seconds);
      }
    }
    this.#events.write(connection.slot, connection.count, this.#event);
    connection.count += 1;
  }

  #observe(connection: Connection, segment: TcpSegment, from: End): void {
    const wasClosed = connection.isClosed;
    connection.sides[from].add(segment, connection.sides[otherEnd(from)]);
    if ((segment.flags & SYN) !== 0) this.#readSyn(connection, segment, from);
    if (!wasClosed && connection.isClosed) this.#closed.push(connection, connection.lastSeconds);
  }

  #readSyn(connection: Connection, segment: TcpSegment, from: End): void {
    const { octets, optionsStart, optionsEnd, payloadStart } = segment;
    const side = connection.sides[from];
    const options = readTcpOptions(octets, optionsStart, optionsEnd);
    const isCut = optionsEnd < payloadStart;
    side.windowScale = options.windowScale ?? (isCut ? UNKNOWN_SCALE : -1);
    side.hasTimestamps = options.hasTimestamps;
    if ((segment.flags & ACK) === 0) return;
    this.#options.onSynAck(connection, from, segment.packet.timeToLive);
    // The new connection is accepted: what was before is over.
    this.#choice.forgetPrevious(connection);
    if (connection.phase === "reset") this.#reopen(connection);
  }

  /** Reports a reset that came before its own connection was accepted. */
  #reopen(connection: Connection): void {
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
    for (let due = this.#resets.take(seconds); due; due = this.#resets.take(seconds)) {
      this.#report(due);
    }
    for (let due = this.#closed.take(seconds); due; due = this.#closed.take(seconds)) {
      if (due.phase === "reported" || due.isClosed) this.#retire(due);
    }
  }

  /** What is over takes little memory, and only for a while: else that would grow with the file. */
  #retire(connection: Connection): void {
    this.#release(connection);
    const place = this.#endedCount % this.#endedLimit;
    const oldest = this.#ended[place];
    this.#ended[place] = connection;
    this.#endedCount += 1;
    if (oldest === undefined || !isOver(oldest)) return;
    this.#choice.forgetPrevious(oldest);
    this.#table.forgetEnded(oldest);
  }

  #dismiss(connection: Connection): void {
    this.#choice.forgetPrevious(connection);
    this.#report(connection);
    this.#release(connection);
  }

  #report(connection: Connection): void {
    if (connection.phase !== "reset") return;
    this.#options.onReset(connection, this.#events);
    connection.report();
    this.#choice.forgetPrevious(connection);
    this.#closed.push(connection, connection.lastSeconds);
  }

  #release(connection: Connection): void {
    if (connection.slot < 0) return;
    this.#events.give(connection.slot);
    connection.forgetEvents();
  }
}

function isAftermathFull({ count, resetIndex }: Connection): boolean {
  return count - resetIndex > AFTERMATH_EVENTS;
}

function isOver(connection: Connection): boolean {
  return connection.slot < 0 && (connection.phase === "reported" || connection.isClosed);
}

interface Entry {
  readonly connection: Connection;
  readonly deadline: number;
}

/** A capture whose clock stands still must not fill the memory. */
const LIMIT = 65_536;

/** Connections that wait for the same time each, so that the first one is always due first. */
class DeadlineQueue {
  readonly #waitSeconds: number;
  #entries: Entry[] = [];
  #first = 0;

  constructor(waitSeconds: number) {
    this.#waitSeconds = waitSeconds;
  }

  /** A segment without a time waits for nothing: nobody could say when. */
  push(connection: Connection, seconds: number): void {
    if (Number.isNaN(seconds)) return;
    this.#entries.push({ connection, deadline: seconds + this.#waitSeconds });
  }

  /** The next connection that is due at `now`, if there is one. Without times nothing is. */
  take(now: number): Connection | undefined {
    const entry = this.#entries[this.#first];
    const isFull = this.#entries.length - this.#first > LIMIT;
    if (entry === undefined || !(isFull || now >= entry.deadline)) return undefined;
    this.#first += 1;
    if (this.#first > 1024 && this.#first * 2 > this.#entries.length) {
      this.#entries = this.#entries.slice(this.#first);
      this.#first = 0;
    }
    return entry.connection;
  }
}
