/** As in the original. */
export interface EventSlot {
  readonly numbers: number[];
  readonly seconds: number[];
  readonly first: number;
}

/** Lua has no arrays of fixed size: each connection has its own, which grow as they are filled. */
export function createSlots(_places: number, _columns: number): readonly EventSlot[] {
  return [{ numbers: [], seconds: [], first: 0 }];
}
