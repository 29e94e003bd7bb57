import { CONTENT } from "./content.js";
import type { History } from "./history.js";

/** Segments before the RST in which an alert may be that is its cause. */
const LATEST = 6;

/** Whether a TLS alert may be in what the snapshot length cut. */
export function mayHideAlert({ before }: History): boolean {
  return before.slice(-LATEST).some(({ content }) => content === CONTENT.CUT);
}
