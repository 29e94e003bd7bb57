import type { History } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { unansweredByBoth, unansweredRetransmissions } from "../retries.js";
import type { Match, Signature } from "../signature.js";

/** Something is sent again and again without an acknowledgment, until its sender gives up. */
export const retransmissionGiveUp: Signature = {
  cause: "retransmission-give-up",
  reference: "RFC 9293 section 3.8.3",
  // That nobody answered is what it finds, and no lack of the capture.
  needs: ["no-loss", "timestamps"],
  match: (history) => {
    const retries = unansweredRetransmissions(history);
    if (retries === undefined) return matchBrokenPath(history);
    const { tries, what } = retries;
    const { reset, sides } = history;
    const isFirst = sides[reset.from].segments === tries.length;
    // Some systems go back to the number that was never acknowledged.
    const isItsOwn = tries.some(({ sequence, end }) => [sequence, end].includes(reset.sequence));
    if (kindOf(history).kind === "odd" && !isFirst && !isItsOwn) return undefined;
    return {
      certainty: "medium",
      evidence: [...tries, reset],
      observed: `the same ${what} was sent ${tries.length} times, and nobody answered`,
    };
  },
};

function matchBrokenPath(history: History): Match | undefined {
  const tries = unansweredByBoth(history);
  if (tries.length === 0) return undefined;
  return {
    certainty: "medium",
    evidence: [...tries, history.reset],
    observed: "both ends sent the same data again and again, and neither got an ACK",
  };
}
