import { int32At } from "../capture/byte-order.js";
import type { Frame } from "../capture/frame.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { findAlert, recognise } from "./content.js";
import { CONTENT, type Content, type End, type StoredEvent } from "./core/history.js";

/** Events that a connection keeps: its first ones, then the latest. */
const FIRST_EVENTS = 4;
const KEPT_EVENTS = 64;
const LATEST_EVENTS = KEPT_EVENTS - FIRST_EVENTS;

/** Numbers of an event: frame, bits, sequence, acknowledgment, length, window and TTL, identification. */
const COLUMNS = 7;
const BLOCK_SLOTS = 256;

interface Block {
  readonly numbers: Int32Array;
  readonly seconds: Float64Array;
}

/** A segment as it will be stored; written anew for each one, so that none costs memory. */
export class CurrentEvent {
  frame = 0;
  seconds = Number.NaN;
  /** flags(8) from(1) timestamps(1) content(4) alert(8), from the lowest bit. */
  bits = 0;
  sequence = 0;
  acknowledgment = 0;
  length = 0;
  windowAndTimeToLive = 0;
  /** -1 without one. */
  identification = -1;

  read(segment: TcpSegment, from: End, { number }: Frame, seconds: number): void {
    const { packet } = segment;
    const content = recognise(segment);
    const alert = content === CONTENT.FATAL_ALERT ? (findAlert(segment) ?? 0) : 0;
    const timestamps = hasTimestampsOption(segment) ? 1 : 0;
    this.frame = number;
    this.seconds = seconds;
    this.bits = segment.flags | (from << 8) | (timestamps << 9) | (content << 10) | (alert << 14);
    this.sequence = segment.sequenceNumber;
    this.acknowledgment = segment.acknowledgmentNumber;
    this.length = segment.lengthBytes;
    this.windowAndTimeToLive = segment.window | (packet.timeToLive << 16);
    this.identification = packet.identification ?? -1;
  }
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

/**
 * Events of all connections in few large arrays, 2.3 KiB for each connection, so that a segment
 * costs no allocation and a connection that has ended leaves its slot to another one.
 */
export class EventStore {
  readonly #blocks: Block[] = [];
  readonly #free: number[] = [];

  /** A slot for the events of one connection. */
  take(): number {
    if (this.#free.length === 0) this.#grow();
    return this.#free.pop() ?? 0;
  }

  /** The slot is free again. */
  give(slot: number): void {
    this.#free.push(slot);
  }

  /** Writes the event that comes after `count` others. */
  write(slot: number, count: number, event: CurrentEvent): void {
    const { numbers, seconds } = this.#blockOf(slot);
    const place = placeOf(slot, count);
    const at = place * COLUMNS;
    seconds[place] = event.seconds;
    numbers[at] = event.frame;
    numbers[at + 1] = event.bits;
    numbers[at + 2] = event.sequence;
    numbers[at + 3] = event.acknowledgment;
    numbers[at + 4] = event.length;
    numbers[at + 5] = event.windowAndTimeToLive;
    numbers[at + 6] = event.identification;
  }

  /** Whether an event may be a copy of the one that is kept, captured elsewhere on its way. */
  isCopy(slot: number, index: number, event: CurrentEvent): boolean {
    const { numbers } = this.#blockOf(slot);
    const at = placeOf(slot, index) * COLUMNS;
    return (
      numbers[at + 2] === event.sequence &&
      numbers[at + 3] === event.acknowledgment &&
      numbers[at + 4] === event.length &&
      ((numbers[at + 5] ?? 0) & 0xffff) === (event.windowAndTimeToLive & 0xffff) &&
      numbers[at + 6] === event.identification &&
      // The control bits and the end.
      ((numbers[at + 1] ?? 0) & 0x1ff) === (event.bits & 0x1ff)
    );
  }

  /** Reads the event of an index that is still kept. */
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
      timeToLive: (windowAndTimeToLive >>> 16) & 0xff,
      identification: numbers[at + 6] ?? -1,
      hasTimestamps: (bits & 0x200) !== 0,
      // Only `CurrentEvent` writes them.
      content: ((bits >> 10) & 0x0f) as Content,
      alert: (bits >> 14) & 0xff,
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
