import { CONTENT, type History, otherSide } from "../history.js";
import { unansweredData } from "../lost-data.js";
import { isResetForeign, kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** Segments before the RST in which an alert may be that is its cause. */
const LATEST = 6;

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
      observed: isDecidable
        ? `no data from the ${otherSide(reset.from)} was left unanswered`
        : "the capture cannot show why, or whether all data was read",
      ...(isBare
        ? {
            resetBy: "unknown",
            doubts: [
              `cannot tell who sent the RST: it lacks the timestamps that all other segments from the ${reset.from} have`,
            ],
          }
        : {}),
    };
  },
};

/** Both ends had sent their FIN: there is nothing more to abort. */
function isOver({ sides }: History): boolean {
  return sides.client.hasFin && sides.server.hasFin;
}

/** Whether a TLS alert may be in what the snapshot length cut. */
function mayHideAlert({ before }: History): boolean {
  return before.slice(-LATEST).some(({ content }) => content === CONTENT.CUT);
}
