import { type History, otherSide } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { senderOf } from "../sender.js";
import { distance } from "../side.js";
import type { Match, Signature } from "../signature.js";

/** RFC 7323 section 2.3: where the SYN was not captured, any scale is possible. */
const LARGEST_FACTOR = 2 ** 14;

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
    const isBelow = reset.sequence === expected - 1 && sides[reset.from].hasFin;
    if (isBelow) return matchBelow(history);
    const ahead = distance(reset.sequence, expected);
    const { maximumWindow, windowFactor = LARGEST_FACTOR } = sides[peer];
    if (ahead <= 0 || ahead > maximumWindow * windowFactor) return undefined;
    const challenge = after.find(({ from, rst }) => from === peer && !rst);
    if (challenge?.acknowledgment !== expected || challenge.length > 0) return undefined;
    const final = after.find(
      ({ from, rst, sequence }) => from === reset.from && rst && sequence === expected,
    );
    return {
      certainty: "high",
      evidence: [reset, challenge, ...(final ? [final] : [])],
      observed: `the ${peer} sent a challenge ACK, and ${final === undefined ? "no RST" : "an RST"} with the exact sequence number followed`,
      resetBy:
        final !== undefined ? reset.from : senderOf(history) === "middle" ? "middle" : "unknown",
    };
  },
};

/** After its FIN, iOS sends an RST that is one octet too low, so that the other end ignores it. */
function matchBelow({ reset, after }: History): Match | undefined {
  const later = after.filter(({ from, rst, length }) => from !== reset.from && !rst && length > 0);
  if (later.length === 0) return undefined;
  return {
    certainty: "high",
    evidence: [reset, ...later.slice(0, SHOWN)],
    observed: `its sequence number is one octet too low, so the ${otherSide(reset.from)} ignored it and went on sending`,
  };
}

const SHOWN = 4;
