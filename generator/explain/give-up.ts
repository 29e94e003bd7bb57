import type { Event, History } from "./history.js";
import { kindOf, otherSide } from "./reset-kind.js";
import { gapsOf } from "./timing.js";
import { lastOwnTrail, probesOf } from "./trailing.js";

const RETRANSMISSIONS = 5;
/** The first try again may be a probe for lost tails, which comes sooner (RFC 8985 section 7). */
const DOUBLINGS = 3;
const LEAST_GROWTH = 1.5;
const MOST_GROWTH = 2.6;
const SURE_PROBES = 3;

/**
 * All transmissions of what the RST's sender last sent, where they are so many, at doubling
 * distances and without an acknowledgment, that a host gives up (RFC 9293 section 3.8.3); else none.
 */
export function vainTries(history: History): readonly Event[] {
  const tries = lastRepeated(lastOwnTrail(history));
  const last = tries.at(-1);
  if (last === undefined || tries.length <= RETRANSMISSIONS) return [];
  const isTaken = (history.sides[otherSide(last.from)].ack ?? 0) >= last.end;
  return isTaken || countDoublings(gapsOf(tries)) < DOUBLINGS ? [] : tries;
}

/**
 * The segment with which the other end closed its window, and the probes of the RST's sender after
 * it, where they are at growing distances and the window stayed closed (RFC 9293 section 3.8.6.1);
 * else none. What the RST answers came after that.
 */
export function vainProbes(history: History): readonly Event[] {
  const { reset, sides } = history;
  const kind = kindOf(history);
  const peer = otherSide(reset.from);
  const end = kind.kind === "answer" ? history.before.indexOf(kind.to) : history.before.length;
  const before = history.before.slice(0, end);
  const opened = before.findLastIndex(({ from, window }) => from === peer && window > 0);
  const shut = before.slice(opened + 1).find(({ from }) => from === peer);
  const probes = probesOf(before.slice(opened + 1), sides[reset.from].next);
  const gaps = gapsOf(probes);
  const grows = (gaps.at(-1) ?? 0) >= LEAST_GROWTH * (gaps[0] ?? Number.POSITIVE_INFINITY);
  return shut === undefined || probes.length < SURE_PROBES || !grows ? [] : [shut, ...probes];
}

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
