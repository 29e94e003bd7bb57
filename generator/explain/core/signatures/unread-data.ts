import { hasFullWindowClue, unansweredData } from "../lost-data.js";
import { isResetForeign, kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";

/** An application closes while data waits that it has not read. */
export const unreadData: Signature = {
  cause: "unread-data",
  reference: "RFC 9293 section 3.6.1, RFC 2525 section 2.17",
  needs: ["both-directions", "no-loss"],
  match: (history) => {
    const { reset, sides } = history;
    if (kindOf(history).kind !== "abort" || sides[reset.from].hasFin) return undefined;
    if (isResetForeign(history)) return undefined;
    const { octets, last, answeredBefore } = unansweredData(history);
    if (octets === 0 || last === undefined) return undefined;
    const isShown = hasFullWindowClue(history, octets);
    return {
      certainty: isShown ? "medium" : "undecidable",
      evidence: [...(answeredBefore ? [answeredBefore] : []), last, reset],
      observed: isShown
        ? `the ${reset.from}'s window shrank while ${octets} octets arrived, so not all of them had been read`
        : `${octets} octets that had arrived were not answered`,
    };
  },
};
