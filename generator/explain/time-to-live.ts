import type { History } from "./history.js";

/** Differences of the usual first values 64, 128 and 255: one host may use two of them. */
const SAME_HOST_DIFFERENCES: ReadonlySet<number> = new Set([0, 64, 127, 191]);

/** Whether two times to live cannot be those of one host on one path. */
export function isForeign(timeToLive: number, usual: number | undefined): boolean {
  return usual !== undefined && !SAME_HOST_DIFFERENCES.has(Math.abs(timeToLive - usual));
}

/** Whether the RST has another time to live than all other segments of its sender. */
export function isResetForeign({ reset, sides }: History): boolean {
  return isForeign(reset.timeToLive, sides[reset.from].timeToLive);
}
