import { int32At, uint16At } from "../capture/byte-order.js";
import type { Frame } from "../capture/frame.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { CONTENT, type Content, type End, type StoredEvent } from "./core/history.js";

/** Events that a connection keeps: its first ones, then the latest. */
const FIRST_EVENTS = 4;
const KEPT_EVENTS = 64;
const LATEST_EVENTS = KEPT_EVENTS - FIRST_EVENTS;

/** Numbers of an event: frame, bits, sequence, acknowledgment, length, window and TTL, identification. */
const COLUMNS = 7;
const BLOCK_SLOTS = 256;
/** A time to live has 8 bits; beside it stands that it is not known. */
const UNKNOWN_TIME_TO_LIVE = 0x100;

interface Block {
  readonly numbers: Int32Array;
  readonly seconds: Float64Array;
}

/** What of a segment is kept in one number: flags(8) from(1) timestamps(1) content(2) alert(8). */
function packBits(segment: TcpSegment, from: End): number {
  const content = recognise(segment);
  const alert = content === CONTENT.FATAL_ALERT ? descriptionOf(segment) : 0;
  const timestamps = hasTimestampsOption(segment) ? 1 : 0;
  return segment.flags | (from << 8) | (timestamps << 9) | (content << 10) | (alert << 12);
}

function packTimeToLive({ packet }: TcpSegment): number {
  return Number.isNaN(packet.timeToLive) ? UNKNOWN_TIME_TO_LIVE : packet.timeToLive;
}

/** No-Operation twice, then the kind and the length of the Timestamps option. */
const PADDED_TIMESTAMPS = 0x0101080a;

/** The usual place first: two octets of padding, then the option, in nearly every segment. */
function hasTimestampsOption({ octets, optionsStart, optionsEnd }: TcpSegment): boolean {
  const length = optionsEnd - optionsStart;
  if (length < 10) return false;
  if (length >= 12 && int32At(octets, optionsStart) === PADDED_TIMESTAMPS) return true;
  return readTcpOptions(octets, optionsStart, optionsEnd).hasTimestamps;
}

const TLS = { ALERT: 21, APPLICATION_DATA: 23 } as const;
const RECORD_HEADER_LENGTH = 5;
const ALERT_RECORD_LENGTH = 7;
/** In TLS 1.3: level, description, the type, and the tag of the usual cipher suites. */
const SEALED_ALERT_LENGTH = 2 + 1 + 16;
const FATAL = 2;

/**
 * Recognises a TLS alert (RFC 8446 section 6, RFC 5246 section 7.2): type(1) version(2) length(2),
 * then level(1) description(1). An encrypted one of TLS 1.3 looks like application data but for its
 * length (RFC 8446 section 5.2).
 */
function recognise({ octets, payloadStart, capturedEnd, lengthBytes }: TcpSegment): Content {
  const captured = capturedEnd - payloadStart;
  if (captured < ALERT_RECORD_LENGTH) return captured < lengthBytes ? CONTENT.CUT : CONTENT.OTHER;
  const type = octets[payloadStart];
  if (type !== TLS.ALERT && type !== TLS.APPLICATION_DATA) return CONTENT.OTHER;
  if (octets[payloadStart + 1] !== 3 || octets.readUInt8(payloadStart + 2) > 4) {
    return CONTENT.OTHER;
  }
  const length = uint16At(octets, payloadStart + 3);
  const isFatal = length === 2 && octets[payloadStart + RECORD_HEADER_LENGTH] === FATAL;
  if (type === TLS.ALERT && isFatal) return CONTENT.FATAL_ALERT;
  const isAlert = type === TLS.ALERT || length === SEALED_ALERT_LENGTH;
  return isAlert && length + RECORD_HEADER_LENGTH === lengthBytes
    ? CONTENT.CLOSING_ALERT
    : CONTENT.OTHER;
}

function descriptionOf({ octets, payloadStart }: TcpSegment): number {
  return octets.readUInt8(payloadStart + RECORD_HEADER_LENGTH + 1);
}

/**
 * Events of all connections in few large arrays, 2.3 KiB for each connection, so that a segment
 * costs no allocation and a connection that has ended leaves its slot to another one.
 */
export class EventStore {
  readonly #blocks: Block[] = [];
  readonly #free: number[] = [];

  take(): number {
    if (this.#free.length === 0) this.#grow();
    return this.#free.pop() ?? 0;
  }

  give(slot: number): void {
    this.#free.push(slot);
  }

  /** Writes the segment that comes after `count` others. */
  write(slot: number, count: number, segment: TcpSegment, from: End, frame: Frame): void {
    const { numbers, seconds } = this.#blockOf(slot);
    const place = placeOf(slot, count);
    const at = place * COLUMNS;
    seconds[place] = frame.seconds;
    numbers[at] = frame.number;
    numbers[at + 1] = packBits(segment, from);
    numbers[at + 2] = segment.sequenceNumber;
    numbers[at + 3] = segment.acknowledgmentNumber;
    numbers[at + 4] = segment.lengthBytes;
    numbers[at + 5] = segment.window | (packTimeToLive(segment) << 16);
    numbers[at + 6] = segment.packet.identification ?? -1;
  }

  /** Whether a segment may be a copy of the one that is kept, captured elsewhere on its way. */
  isCopy(slot: number, index: number, segment: TcpSegment, from: End): boolean {
    const { numbers } = this.#blockOf(slot);
    const at = placeOf(slot, index) * COLUMNS;
    return (
      numbers[at + 2] === segment.sequenceNumber &&
      numbers[at + 3] === segment.acknowledgmentNumber &&
      numbers[at + 4] === segment.lengthBytes &&
      ((numbers[at + 5] ?? 0) & 0xffff) === segment.window &&
      numbers[at + 6] === (segment.packet.identification ?? -1) &&
      ((numbers[at + 1] ?? 0) & 0x1ff) === (segment.flags | (from << 8))
    );
  }

  read(slot: number, index: number): StoredEvent {
    const { numbers, seconds } = this.#blockOf(slot);
    const place = placeOf(slot, index);
    const at = place * COLUMNS;
    const bits = numbers[at + 1] ?? 0;
    const windowAndTimeToLive = numbers[at + 5] ?? 0;
    return {
      frame: numbers[at] ?? 0,
      seconds: seconds[place] ?? Number.NaN,
      from: (bits & 0x100) === 0 ? 0 : 1,
      flags: bits & 0xff,
      sequence: numbers[at + 2] ?? 0,
      acknowledgment: numbers[at + 3] ?? 0,
      length: numbers[at + 4] ?? 0,
      window: windowAndTimeToLive & 0xffff,
      timeToLive:
        windowAndTimeToLive >>> 24 === 0 ? (windowAndTimeToLive >>> 16) & 0xff : Number.NaN,
      identification: numbers[at + 6] ?? -1,
      hasTimestamps: (bits & 0x200) !== 0,
      // Only `packBits` writes them.
      content: ((bits >> 10) & 0x03) as Content,
      alert: (bits >> 12) & 0xff,
    };
  }

  #blockOf(slot: number): Block {
    const block = this.#blocks[Math.floor(slot / BLOCK_SLOTS)];
    if (block === undefined) throw new Error(`no slot ${slot}`);
    return block;
  }

  #grow(): void {
    const first = this.#blocks.length * BLOCK_SLOTS;
    this.#blocks.push({
      numbers: new Int32Array(BLOCK_SLOTS * KEPT_EVENTS * COLUMNS),
      seconds: new Float64Array(BLOCK_SLOTS * KEPT_EVENTS),
    });
    for (let slot = first + BLOCK_SLOTS - 1; slot >= first; slot -= 1) this.#free.push(slot);
  }
}

/** The indexes of the events that are kept of `count`, in their order. */
export function keptIndexes(count: number): readonly number[] {
  const latest = Math.max(FIRST_EVENTS, count - LATEST_EVENTS);
  const indexes: number[] = [];
  for (let at = 0; at < Math.min(count, FIRST_EVENTS); at += 1) indexes.push(at);
  for (let at = latest; at < count; at += 1) indexes.push(at);
  return indexes;
}

function placeOf(slot: number, index: number): number {
  const within =
    index < FIRST_EVENTS ? index : FIRST_EVENTS + ((index - FIRST_EVENTS) % LATEST_EVENTS);
  return (slot % BLOCK_SLOTS) * KEPT_EVENTS + within;
}
