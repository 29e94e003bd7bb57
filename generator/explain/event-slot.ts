/** Where the events of one connection are: numbers of 32 bits with a sign, and times. */
export interface EventSlot {
  readonly numbers: { [place: number]: number };
  readonly seconds: { [place: number]: number };
  /** The place of the first one; several connections share an array. */
  readonly first: number;
}

const SLOTS = 256;

/** Few large arrays cost less than many small ones, and are filled anew without being cleared. */
export function createSlots(places: number, columns: number): readonly EventSlot[] {
  const numbers = new Int32Array(SLOTS * places * columns);
  const seconds = new Float64Array(SLOTS * places);
  return Array.from({ length: SLOTS }, (_, slot) => ({ numbers, seconds, first: slot * places }));
}
