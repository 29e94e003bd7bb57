/** Where the events of one connection are: numbers of 32 bits with a sign, and times. */
export interface EventSlot {
  readonly numbers: { [place: number]: number };
  readonly seconds: { [place: number]: number };
  /** The place of the first one; several connections share an array. */
  readonly first: number;
  /** How many events it has room for. */
  readonly places: number;
}

const SLOTS = 256;

/** Few large arrays cost less than many small ones, and are filled anew without being cleared. */
export function createSlots(places: number, columns: number): readonly EventSlot[] {
  const numbers = new Int32Array(SLOTS * places * columns);
  const seconds = new Float64Array(SLOTS * places);
  return Array.from({ length: SLOTS }, (_, slot) => ({
    numbers,
    seconds,
    first: slot * places,
    places,
  }));
}

/** Copies all events of a slot into a larger one. */
export function copyEvents(from: EventSlot, to: EventSlot, columns: number): void {
  for (let place = 0; place < from.places; place += 1) {
    to.seconds[to.first + place] = from.seconds[from.first + place] ?? Number.NaN;
  }
  for (let at = 0; at < from.places * columns; at += 1) {
    to.numbers[to.first * columns + at] = from.numbers[from.first * columns + at] ?? 0;
  }
}
