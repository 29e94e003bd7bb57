import type { Event, History } from "./history.js";
import { distance } from "./sequence.js";

/** Without the window's scale nobody knows more of it than this. */
const LARGEST_PLAIN_WINDOW = 65_535;

/** Whether a SYN falls into the window of a connection that was open before. */
export function isSynInWindow({ previous }: History, syn: Event): boolean {
  if (previous === undefined) return false;
  const ahead = distance(syn.sequence, previous[syn.from].next);
  return ahead >= 0 && ahead <= LARGEST_PLAIN_WINDOW;
}
