/** Events of several connections: numbers of 32 bits with a sign, and times. */
export interface Block {
  readonly numbers: { [place: number]: number };
  readonly seconds: { [place: number]: number };
}

/** Connections whose events one block holds. */
export const BLOCK_SLOTS = 256;

/** Few large arrays cost less than many small ones, and are filled anew without being cleared. */
export function createBlock(places: number, columns: number): Block {
  return {
    numbers: new Int32Array(places * columns),
    seconds: new Float64Array(places),
  };
}
