import { kindOf } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { isResetForeign } from "../time-to-live.js";
import { hasFullWindowClue, unansweredData } from "../unread.js";

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
      shows: isShown
        ? `its window had shrunk while it got ${octets} octets, so it had not read all of them`
        : `it had got ${octets} octets that it had not answered`,
    };
  },
};
