import { describeUnread } from "../capture/unread-frames.js";
import { describeSkippedLines } from "../decode/skipped-lines.js";
import { countOf } from "./core/words.js";
import type { ExplainCounts } from "./explain-capture.js";

/** What was read of a capture, on one line: `8 frames, 8 TCP segments, 1 reset`. */
export function describeCounts(counts: ExplainCounts): string {
  const { frames, segments, resets, failures, evicted, unread, notRead = [] } = counts;
  const parts = [
    `${countOf(frames, "frame")}, ${countOf(segments, "TCP segment")}, ${countOf(resets, "reset")}`,
  ];
  if (failures !== undefined)
    parts.push(`${countOf(failures, "connection")} failed without an RST`);
  if (evicted > 0)
    parts.push(`${countOf(evicted, "open connection")} dropped: too many were open at once`);
  if (unread > 0) parts.push(describeUnread(notRead));
  return `${parts.join("; ")}${describeSkippedLines(counts.unreadLines)}`;
}
