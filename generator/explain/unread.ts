import type { Event, History } from "./history.js";
import { otherSide } from "./reset-kind.js";

/** Data that the sender of the RST got and did not answer by data of its own. */
export interface UnansweredData {
  readonly octets: number;
  readonly last: Event | undefined;
  /** The last data of its own, before that. */
  readonly answeredBefore: Event | undefined;
}

/** What came from the other end since the last data of the RST's sender. */
export function unansweredData({ before, reset }: History): UnansweredData {
  const peer = otherSide(reset.from);
  const at = before.findLastIndex(({ from, length }) => from === reset.from && length > 0);
  const data = before.slice(at + 1).filter(({ from, length }) => from === peer && length > 0);
  const first = data[0];
  const last = data.at(-1);
  const octets = first === undefined || last === undefined ? 0 : last.end - first.sequence;
  return { octets: Math.max(0, octets), last, answeredBefore: before[at] };
}

/**
 * Whether the window that the RST's sender advertised last is smaller than its largest by at least
 * half of those octets: hosts count what they store, and grow the window meanwhile. What one step
 * of the window scale can hide does not count.
 */
export function hasFullWindowClue({ before, reset, sides }: History, octets: number): boolean {
  const { maximumWindow, windowFactor } = sides[reset.from];
  const last = before.findLast(({ from, syn }) => from === reset.from && !syn);
  if (windowFactor === undefined || last === undefined || octets <= 2 * windowFactor) return false;
  return (maximumWindow - last.window) * windowFactor >= octets / 2;
}
