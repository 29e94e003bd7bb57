/** One segment as it is kept: numbers only. */
export interface StoredEvent {
  readonly frame: number;
  readonly seconds: number;
  /** Control bits, end, timestamps option, content and alert: see `packBits`. */
  readonly bits: number;
  readonly sequence: number;
  readonly acknowledgment: number;
  readonly length: number;
  /** Raw window, and the time to live above it. */
  readonly windowAndTimeToLive: number;
  /** -1 without one. */
  readonly identification: number;
}

/** Events that a connection keeps: its first ones, then the latest. */
const FIRST_EVENTS = 4;
const KEPT_EVENTS = 64;

const COLUMNS = 7;
const BLOCK_SLOTS = 256;
const LATEST_EVENTS = KEPT_EVENTS - FIRST_EVENTS;

interface Block {
  readonly numbers: Int32Array;
  readonly seconds: Float64Array;
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
  write(slot: number, count: number, event: StoredEvent): void {
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

  /** Reads the event of an index that is still kept. */
  read(slot: number, index: number): StoredEvent {
    const { numbers, seconds } = this.#blockOf(slot);
    const place = placeOf(slot, index);
    const at = place * COLUMNS;
    return {
      frame: numbers[at] ?? 0,
      seconds: seconds[place] ?? Number.NaN,
      bits: numbers[at + 1] ?? 0,
      sequence: numbers[at + 2] ?? 0,
      acknowledgment: numbers[at + 3] ?? 0,
      length: numbers[at + 4] ?? 0,
      windowAndTimeToLive: numbers[at + 5] ?? 0,
      identification: numbers[at + 6] ?? -1,
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
