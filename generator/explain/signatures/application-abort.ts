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
    const own = sides[reset.from];
    if (own.segments === 0 || isResetForeign(history)) return undefined;
    const { octets, last } = unansweredData(history);
    // An end sends them in its RST too (RFC 7323 section 3.2); who forges one hardly does.
    const isBare = own.hasTimestamps && !reset.hasTimestamps;
    const isDecidable = octets === 0 && !mayHideAlert(history) && !isBare;
    return {
      certainty: isDecidable ? "medium" : "undecidable",
      evidence: [...(last ? [last] : []), reset],
      shows: isDecidable
        ? "a live connection was reset by its own end, which had left no data without an answer"
        : "a live connection was reset by its own end; why, or whether that had read all data, the wire does not tell",
      ...(isBare && {
        by: "unknown",
        doubts: [
          "cannot tell whether its own end sent the RST: it lacks the timestamps that all other segments have",
        ],
      }),
    };
  },
};

/** Both ends had sent their FIN: there is nothing more to abort. */
function isOver({ sides }: History): boolean {
  return sides.client.hasFin && sides.server.hasFin;
}
