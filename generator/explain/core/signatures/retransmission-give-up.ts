import type { Signature } from "../signature.js";
import { unansweredRetransmissions } from "../timing.js";

/** Data is sent again and again without an acknowledgment, until its sender gives up. */
export const retransmissionGiveUp: Signature = {
  cause: "retransmission-give-up",
  reference: "RFC 9293 section 3.8.3",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const tries = unansweredRetransmissions(history);
    if (tries.length === 0) return undefined;
    return {
      certainty: "medium",
      evidence: [...tries, history.reset],
      observed: `the same data was sent ${tries.length} times with exponential backoff`,
    };
  },
};
