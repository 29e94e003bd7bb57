import { vainTries } from "../give-up.js";
import type { Signature } from "../signature.js";

/** Data is sent again and again without an acknowledgment, until its sender gives up. */
export const retransmissionGiveUp: Signature = {
  cause: "retransmission-give-up",
  reference: "RFC 9293 section 3.8.3",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const tries = vainTries(history);
    if (tries.length === 0) return undefined;
    return {
      certainty: "medium",
      evidence: [...tries, history.reset],
      shows: `the same data was sent ${tries.length} times at doubling distances, without an acknowledgment`,
    };
  },
};
