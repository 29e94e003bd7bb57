import type { Event } from "../history.js";
import type { Signature } from "../signature.js";
import { gapsOf } from "../timing.js";
import { ownTrail } from "../trailing.js";

const RETRANSMISSIONS = 5;
/** The first try again may be a probe for lost tails, which comes sooner (RFC 8985 section 7). */
const DOUBLINGS = 3;
const LEAST_GROWTH = 1.5;
const MOST_GROWTH = 2.6;

/** Data is sent again and again without an acknowledgment, until its sender gives up. */
export const retransmissionGiveUp: Signature = {
  cause: "retransmission-give-up",
  reference: "RFC 9293 section 3.8.3",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history) => {
    const tries = lastRepeated(ownTrail(history));
    const isEnough = tries.length > RETRANSMISSIONS;
    if (!isEnough || countDoublings(gapsOf(tries)) < DOUBLINGS) return undefined;
    return {
      certainty: "medium",
      evidence: [...tries, history.reset],
      shows: `the same data was sent ${tries.length} times at doubling distances, without an acknowledgment`,
    };
  },
};

/** How many gaps at the end are each about twice the one before. */
function countDoublings(gaps: readonly number[]): number {
  const last = gaps.findLastIndex((gap, at) => {
    const growth = gap / (gaps[at - 1] ?? Number.NaN);
    return !(growth >= LEAST_GROWTH && growth <= MOST_GROWTH);
  });
  return gaps.length - 1 - Math.max(0, last);
}

/** The transmissions of the segment that was sent last, without those that were sent with others. */
function lastRepeated(trail: readonly Event[]): readonly Event[] {
  const last = trail.findLast(({ length }) => length > 0);
  return last === undefined
    ? []
    : trail.filter(({ sequence, length }) => length > 0 && sequence === last.sequence);
}
