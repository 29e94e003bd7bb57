/** As in the original. */
export interface EventSlot {
  readonly numbers: number[];
  readonly seconds: number[];
  readonly first: number;
  readonly places: number;
}

const MORE_THAN_ANY = 65_536;

/**
 * Lua has no arrays of fixed size: each connection has its own, which grow as they are filled, so
 * that none is ever full.
 */
export function createSlots(_places: number, _columns: number): readonly EventSlot[] {
  return [{ numbers: [], seconds: [], first: 0, places: MORE_THAN_ANY }];
}

/** Never called: no slot is too small. */
export function copyEvents(_from: EventSlot, _to: EventSlot, _columns: number): void {}
