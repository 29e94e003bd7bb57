import type { Frame } from "../capture/frame.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { alertOf, hasTimestampsOption, recognise } from "./content.js";
import { CONTENT, type Content, type End, type StoredEvent } from "./core/history.js";
import { copyEvents, createSlots, type EventSlot } from "./event-slot.js";

/** Events that a connection keeps: its first ones, then the latest. */
const FIRST_EVENTS = 4;
const KEPT_EVENTS = 64;
const LATEST_EVENTS = KEPT_EVENTS - FIRST_EVENTS;

/** Numbers of an event: frame, bits, sequence, acknowledgment, length, window and TTL, identification. */
const COLUMNS = 7;
/** One packet that was captured twice, on its way in and on its way out, with others between. */
export const DUPLICATE_SECONDS = 0.001;
/** A time to live has 8 bits; beside it stands that it is not known. */
const UNKNOWN_TIME_TO_LIVE = 0x100;

/** What of a frame is kept with its segment. */
export type StoredFrame = Pick<Frame, "number" | "seconds" | "time">;

/** What of a segment is kept in one number: flags(8) from(1) timestamps(1) DF(1) content(3) alert(8). */
function packBits(segment: TcpSegment, from: End): number {
  const content = recognise(segment);
  const alert = content === CONTENT.FATAL_ALERT ? alertOf(segment) : 0;
  const timestamps = hasTimestampsOption(segment) ? 1 : 0;
  const dontFragment = segment.packet.dontFragment ? 1 : 0;
  return (
    segment.flags +
    from * 0x100 +
    timestamps * 0x200 +
    dontFragment * 0x400 +
    content * 0x800 +
    alert * 0x4000
  );
}

/** Most connections of a flood have no more. */
const FEW_EVENTS = 8;

/**
 * Places for the events of all connections, so that a segment costs no allocation and a connection
 * that has ended leaves its place to another one: 0.3 KiB for each, and 2.3 KiB for one that has had
 * more than eight segments.
 */
export class EventStore {
  readonly #few: EventSlot[] = [];
  readonly #many: EventSlot[] = [];

  take(): EventSlot {
    return takeFrom(this.#few, FEW_EVENTS);
  }

  /** A slot with the same events that has room for one more than these. */
  widen(slot: EventSlot): EventSlot {
    const wide = takeFrom(this.#many, KEPT_EVENTS);
    copyEvents(slot, wide, COLUMNS);
    this.give(slot);
    return wide;
  }

  give(slot: EventSlot): void {
    const free = slot.places === KEPT_EVENTS ? this.#many : this.#few;
    free.push(slot);
  }
}

function takeFrom(free: EventSlot[], places: number): EventSlot {
  if (free.length === 0) free.push(...createSlots(places, COLUMNS));
  const slot = free.pop();
  if (slot === undefined) throw new Error("no place for events");
  return slot;
}

/** Whether a slot has no room for the segment that comes after `count` others. */
export function isTooSmall({ places }: EventSlot, count: number): boolean {
  return count >= places && places < KEPT_EVENTS;
}

/** Writes the segment that comes after `count` others. */
export function writeEvent(
  { numbers, seconds, first }: EventSlot,
  count: number,
  segment: TcpSegment,
  from: End,
  frame: StoredFrame,
): void {
  const place = first + placeOf(count);
  const at = place * COLUMNS;
  const { packet } = segment;
  const timeToLive = Number.isNaN(packet.timeToLive) ? UNKNOWN_TIME_TO_LIVE : packet.timeToLive;
  seconds[place] = frame.seconds;
  numbers[at] = frame.number;
  numbers[at + 1] = packBits(segment, from);
  numbers[at + 2] = segment.sequenceNumber;
  numbers[at + 3] = segment.acknowledgmentNumber;
  numbers[at + 4] = segment.lengthBytes;
  numbers[at + 5] = segment.window + timeToLive * 0x10000;
  numbers[at + 6] = packet.identification ?? -1;
}

/**
 * Whether a segment may be a copy of the one that is kept, captured elsewhere on its way: it may
 * have passed a router in between. Two RSTs of one host can be alike, unless they are counted.
 */
export function isCopyOf(
  { numbers, first }: EventSlot,
  index: number,
  segment: TcpSegment,
  from: End,
): boolean {
  const at = (first + placeOf(index)) * COLUMNS;
  const isRst = (segment.flags & TCP_FLAG.RST) !== 0;
  const { identification = 0 } = segment.packet;
  if (isRst && (segment.lengthBytes > 0 || identification === 0)) return false;
  return (
    numbers[at + 2] === segment.sequenceNumber &&
    numbers[at + 3] === segment.acknowledgmentNumber &&
    numbers[at + 4] === segment.lengthBytes &&
    ((numbers[at + 5] ?? 0) & 0xffff) === segment.window &&
    numbers[at + 6] === (segment.packet.identification ?? -1) &&
    ((numbers[at + 1] ?? 0) & 0x1ff) === (segment.flags | (from << 8))
  );
}

export function readEvent({ numbers, seconds, first }: EventSlot, index: number): StoredEvent {
  const place = first + placeOf(index);
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
    timeToLive: windowAndTimeToLive >>> 24 === 0 ? (windowAndTimeToLive >>> 16) & 0xff : Number.NaN,
    identification: numbers[at + 6] ?? -1,
    hasTimestamps: (bits & 0x200) !== 0,
    dontFragment: (bits & 0x400) !== 0,
    // Only `packBits` writes them.
    content: ((bits >> 11) & 0x07) as Content,
    alert: (bits >> 14) & 0xff,
  };
}

/** The indexes of the events that are kept of `count`, in their order. */
export function keptIndexes(count: number): readonly number[] {
  const latest = Math.max(FIRST_EVENTS, count - LATEST_EVENTS);
  const indexes: number[] = [];
  for (let at = 0; at < Math.min(count, FIRST_EVENTS); at += 1) indexes.push(at);
  for (let at = latest; at < count; at += 1) indexes.push(at);
  return indexes;
}

function placeOf(index: number): number {
  return index < KEPT_EVENTS ? index : FIRST_EVENTS + ((index - FIRST_EVENTS) % LATEST_EVENTS);
}
