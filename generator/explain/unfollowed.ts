import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import type { EdgeNotes, OpenConnection } from "./capture-edges.js";
import { type Begun, findClient, otherEnd, type Pair, type Related } from "./connection.js";
import {
  type ConnectionKey,
  copyKey,
  createKey,
  hashesOf,
  hashKey,
  nameOfHashes,
  readKey,
  secondHashOf,
} from "./connection-key.js";
import type { End, Relation } from "./core/history.js";
import { DUPLICATE_SECONDS, type StoredFrame } from "./event-store.js";
import type { Followed } from "./first-reading.js";
import { RecentRows } from "./recent-rows.js";

const { ACK, FIN, RST, SYN } = TCP_FLAG;

/**
 * Of a row: two hashes; what each side was seen to send; the last frame; of both sides one less than
 * the first octet's number, and the next number; the number of the stream; and of the last SYN-ACK
 * the acknowledgment, the window, the identification and the time. What each segment needs comes
 * first.
 */
const COLUMNS = 13;
const [BITS, FRAME, BASE, NEXT, STREAM] = [2, 3, 4, 6, 8] as const;
const [ACKNOWLEDGMENT, WINDOW, IDENTIFICATION, TIME] = [9, 10, 11, 12] as const;

/** Bits of side 0; those of side 1 are the next ones. */
const SENT = { segment: 0b1, syn: 0b100, fin: 0b1_0000 } as const;
const BOTH_FINS = SENT.fin | (SENT.fin << 1);

/** A time in 32 bits, which begins anew after half an hour. */
const TICKS_PER_SECOND = 1_000_000;
const TICKS_SECONDS = 2048;

/** A capture that is read twice was not the same again. */
export class ChangedError extends Error {
  override readonly name = "ChangedError";

  constructor(frame: number) {
    super(`frame ${frame}: the file was changed while it was read; explain a copy of it`);
  }
}

/** What the other connections are to hear of these. */
export interface UnfollowedOptions {
  readonly followed: Followed;
  /** Takes the time when a connection begins, and returns its number. */
  readonly onBegin: (seconds: number) => number;
  /** Takes those that may have to do with one that is followed. */
  readonly onOpen: (
    connection: Related,
    from: End,
    segment: TcpSegment,
    frame: StoredFrame,
  ) => void;
  readonly onSynAck: (key: ConnectionKey, from: End, timeToLive: number) => void;
  readonly edges: EdgeNotes;
  /** Of so many connections it is known which they are, up to twice as many. */
  readonly limit: number;
}

/**
 * The connections of a capture that were not reset, as far as those that were need them: their
 * numbers, who accepts a SYN, and where their sequence numbers have got to. It says the same as
 * `Tracker` of connections in no tunnel that no ICMP error quotes, and takes some 100 octets for
 * each.
 */
export class UnfollowedConnections {
  readonly #options: UnfollowedOptions;
  readonly #rows: RecentRows;
  readonly #key = createKey();

  constructor(options: UnfollowedOptions) {
    this.#options = options;
    this.#rows = new RecentRows(COLUMNS, options.limit);
  }

  /** Takes a segment, and returns the number of its connection; -1 where that is followed. */
  add(segment: TcpSegment, frame: StoredFrame): number {
    const from = readKey(segment, this.#key);
    const hash = hashKey(this.#key);
    const found = this.#rows.find(hash, secondHashOf(this.#key));
    if (found < 0 && this.#options.followed.has(hash)) return -1;
    if ((segment.flags & RST) !== 0) throw new ChangedError(frame.number);
    const isSyn = (segment.flags & SYN) !== 0;
    const begins = found < 0 || (isSyn && isOther(this.#rows.numbers, found, segment, from));
    const at = begins ? this.#begin(found, segment, from, frame) : found;
    if (isSyn) this.#readSyn(at, segment, from, frame);
    const { numbers } = this.#rows;
    advance(numbers, at, segment, from);
    numbers[at + FRAME] = frame.number;
    return numbers[at + STREAM] ?? 0;
  }

  /** Those that are open at the end of the capture. */
  listOpen(): readonly OpenConnection[] {
    const open: OpenConnection[] = [];
    this.#rows.forEach((numbers, at) => {
      if (((numbers[at + BITS] ?? 0) & BOTH_FINS) === BOTH_FINS) return;
      const name = nameOfHashes(numbers[at] ?? 0, numbers[at + 1] ?? 0);
      open.push({ name, lastFrame: numbers[at + FRAME] ?? 0 });
    });
    return open;
  }

  /** Returns where the row of the connection is. */
  #begin(found: number, segment: TcpSegment, from: End, frame: StoredFrame): number {
    const { followed, onBegin, onOpen, edges } = this.#options;
    const { flags } = segment;
    const [first, second] = hashesOf(this.#key);
    const at = found >= 0 ? found : this.#rows.add(first, second);
    const stream = onBegin(frame.seconds);
    this.#rows.numbers.fill(0, at + BITS, at + COLUMNS);
    this.#rows.numbers[at + STREAM] = stream;
    edges.begin(this.#key, frame.seconds, (flags & SYN) !== 0);
    if (!followed.isNear(this.#key, findClient(this.#key, from, flags))) return at;
    onOpen(new Unfollowed(copyKey(this.#key), stream, this.#rows), from, segment, frame);
    // Whoever has looked at others may have moved it.
    return this.#rows.find(first, second);
  }

  #readSyn(at: number, segment: TcpSegment, from: End, { seconds }: StoredFrame): void {
    if ((segment.flags & ACK) === 0) return;
    const numbers = this.#rows.numbers;
    const { acknowledgmentNumber, window, packet } = segment;
    const ticks = ((seconds % TICKS_SECONDS) * TICKS_PER_SECOND) | 0;
    const row = [acknowledgmentNumber, window, packet.identification ?? -1, ticks];
    const isLike =
      hasSent(numbers, at, SENT.syn, from) &&
      numbers[at + BASE + from] === segment.sequenceNumber &&
      numbers[at + ACKNOWLEDGMENT] === acknowledgmentNumber &&
      numbers[at + WINDOW] === window &&
      numbers[at + IDENTIFICATION] === row[2];
    const gap = (ticks - (numbers[at + TIME] ?? 0)) / TICKS_PER_SECOND;
    if (isLike && gap < DUPLICATE_SECONDS) return;
    numbers.set(row, at + ACKNOWLEDGMENT);
    this.#options.onSynAck(this.#key, from, packet.timeToLive);
  }
}

/** One of them, by which others are found to be its parts. */
class Unfollowed implements Related {
  readonly key: ConnectionKey;
  relation: Relation | undefined;
  pair: Pair | undefined;
  begun: Begun | undefined;
  readonly #stream: number;
  readonly #rows: RecentRows;

  constructor(key: ConnectionKey, stream: number, rows: RecentRows) {
    this.key = key;
    this.#stream = stream;
    this.#rows = rows;
  }

  stream(): number {
    return this.#stream;
  }

  /** Another connection of the same ends has begun, or others have taken its place. */
  isGone(): boolean {
    return this.#find() < 0;
  }

  get sides(): Related["sides"] {
    const at = this.#find();
    return [this.#sideOf(at, 0), this.#sideOf(at, 1)];
  }

  #find(): number {
    const at = this.#rows.find(...hashesOf(this.key));
    return at >= 0 && this.#rows.numbers[at + STREAM] === this.#stream ? at : -1;
  }

  #sideOf(at: number, side: End): Related["sides"][0] {
    const numbers = this.#rows.numbers;
    const segments = at >= 0 && hasSent(numbers, at, SENT.segment, side) ? 1 : 0;
    return { segments, next: numbers[at + NEXT + side] ?? 0 };
  }
}

function hasSent(numbers: Int32Array, at: number, bit: number, side: End): boolean {
  return ((numbers[at + BITS] ?? 0) & (bit << side)) !== 0;
}

/** A SYN with another number begins another connection. */
function isOther(numbers: Int32Array, at: number, segment: TcpSegment, from: End): boolean {
  return (
    (segment.flags & ACK) === 0 &&
    hasSent(numbers, at, SENT.segment, from) &&
    numbers[at + BASE + from] !== segment.sequenceNumber
  );
}

/** What `SideState` does with its numbers. */
function advance(numbers: Int32Array, at: number, segment: TcpSegment, from: End): void {
  const { flags, sequenceNumber } = segment;
  const isSyn = (flags & SYN) !== 0;
  const end = (sequenceNumber + segment.lengthBytes + (isSyn ? 1 : 0) + (flags & FIN)) | 0;
  const before = numbers[at + BITS] ?? 0;
  const own = at + NEXT + from;
  if ((before & (SENT.segment << from)) === 0 || (isSyn && (before & (SENT.syn << from)) === 0)) {
    numbers[at + BASE + from] = isSyn ? sequenceNumber : (sequenceNumber - 1) | 0;
    numbers[own] = end;
  } else if (((end - (numbers[own] ?? 0)) | 0) > 0) {
    numbers[own] = end;
  }
  const sent = SENT.segment | (isSyn ? SENT.syn : 0) | ((flags & FIN) !== 0 ? SENT.fin : 0);
  numbers[at + BITS] = before | (sent << from);
  if ((flags & ACK) !== 0) acknowledge(numbers, at, segment.acknowledgmentNumber, from);
}

function acknowledge(numbers: Int32Array, at: number, number: number, from: End): void {
  const other = otherEnd(from);
  const bits = numbers[at + BITS] ?? 0;
  const acceptsNoSyn = (bits & (SENT.syn << other)) !== 0 && (bits & (SENT.syn << from)) === 0;
  if ((bits & (SENT.segment << other)) === 0 || acceptsNoSyn) return;
  const peer = at + NEXT + other;
  if (((number - (numbers[peer] ?? 0)) | 0) > 0) numbers[peer] = number;
}
