/** As in the original; arrays that grow are indexed like those of fixed size. */
export interface Block {
  readonly numbers: number[];
  readonly seconds: number[];
}

/** Lua has no arrays of fixed size: each connection has its own, which grow as they are filled. */
export const BLOCK_SLOTS = 1;

export function createBlock(_places: number, _columns: number): Block {
  return { numbers: [], seconds: [] };
}
