import { otherSide } from "../history.js";
import { isResetForeign, kindOf } from "../reset-kind.js";
import { distance } from "../side.js";
import type { Signature } from "../signature.js";

/** An RST inside the window, but not at its edge, is not believed but asked about. */
export const inexactRst: Signature = {
  cause: "inexact-rst",
  reference: "RFC 5961 section 3.2",
  needs: ["both-directions"],
  match: (history) => {
    const { reset, after, sides } = history;
    const peer = otherSide(reset.from);
    const expected = sides[peer].ack;
    if (expected === undefined || kindOf(history).kind !== "odd") return undefined;
    if (distance(reset.sequence, expected) <= 0) return undefined;
    const challenge = after.find(({ from, rst }) => from === peer && !rst);
    if (challenge?.acknowledgment !== expected || challenge.length > 0) return undefined;
    const final = after.find(
      ({ from, rst, sequence }) => from === reset.from && rst && sequence === expected,
    );
    return {
      certainty: "high",
      evidence: [reset, challenge, ...(final ? [final] : [])],
      observed: `the ${peer} sent a challenge ACK, and ${final === undefined ? "no RST" : "an RST"} with the exact sequence number followed`,
      resetBy: final !== undefined ? reset.from : isResetForeign(history) ? "middle" : "unknown",
    };
  },
};
