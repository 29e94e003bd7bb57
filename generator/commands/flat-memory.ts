import { setFlagsFromString } from "node:v8";

/** By how much the old generation may grow beyond what was in use, in per cent. */
const GROWTH = 10;

/**
 * Makes V8 collect before its heap has grown far. Connections that have ended live just long enough
 * to become old garbage, of which V8 keeps the more, the longer it runs: 271 MB at 4 GB of capture,
 * against 177 MB so, for 5 % more time. It holds for the process, its threads included.
 */
export function keepMemoryFlat(): void {
  setFlagsFromString(`--heap-growing-percent=${GROWTH}`);
}
