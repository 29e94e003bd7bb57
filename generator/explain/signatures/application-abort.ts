import { mayHideAlert } from "../cut-text.js";
import type { History } from "../history.js";
import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isResetForeign } from "../time-to-live.js";
import { unansweredData } from "../unread.js";

/** An application ends a connection by an RST instead of a FIN. */
export const applicationAbort: Signature = {
  cause: "application-abort",
  reference: "RFC 9293 section 3.10.5",
  needs: ["both-directions", "no-loss"],
  match: (history) => {
    const { reset, sides } = history;
    if (kindOf(history).kind !== "abort" || isOver(history)) return undefined;
    if (sides[reset.from].segments === 0 || isResetForeign(history)) return undefined;
    const { octets, last } = unansweredData(history);
    const isDecidable = octets === 0 && !mayHideAlert(history);
    return {
      certainty: isDecidable ? "medium" : "undecidable",
      evidence: [...(last ? [last] : []), reset],
      shows: isDecidable
        ? "a live connection was reset by its own end, which had left no data without an answer"
        : "a live connection was reset by its own end; why, or whether that had read all data, the wire does not tell",
    };
  },
};

/** It had sent its FIN, and the other end did not go on. */
function isOver({ before, reset, sides }: History): boolean {
  const at = before.findLastIndex(({ from, fin }) => from === reset.from && fin);
  const goesOn = before.slice(at + 1).some(({ from, length, end }) => {
    return from !== reset.from && length > 0 && end <= (sides[reset.from].ack ?? 0);
  });
  return sides[reset.from].hasFin && !goesOn;
}
