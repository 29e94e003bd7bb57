import { type Event, type History, lastIndexWhere, lastWhere, otherSide } from "./history.js";
import { kindOf } from "./reset-kind.js";
import { gapsOf } from "./timing.js";

/** What the RST's sender sent at the end, after the last segment of the other side. */
export function ownTrail({ before, reset }: History): readonly Event[] {
  const last = lastIndexWhere(before, ({ from }) => from !== reset.from);
  return before.slice(last + 1);
}

/** Segments that only ask whether the other end is there: one octet or none, already sent before. */
export function probesOf(events: readonly Event[]): readonly Event[] {
  return events.filter(({ isProbe }) => isProbe);
}

/** No system sends keep-alives more often than this. */
const LEAST_INTERVAL_SECONDS = 0.9;

/**
 * The same of a trail that has nothing else: at most one octet with one number, again and again.
 */
export function repeatedProbes(trail: readonly Event[]): readonly Event[] {
  const [first] = trail;
  const isAlike = ({ sequence, length, syn, fin }: Event) =>
    sequence === first?.sequence && length === first.length && length <= 1 && !syn && !fin;
  if (!trail.every(isAlike)) return [];
  const isSlow = gapsOf(trail).every((seconds) => seconds >= LEAST_INTERVAL_SECONDS);
  return isSlow ? trail : [];
}

/** Windows gives up after so many retransmissions, and no system sooner (RFC 9293 section 3.8.3). */
const RETRANSMISSIONS = 5;
/** Of a SYN, a SYN-ACK or a FIN, some systems send fewer. */
const RETRANSMISSIONS_OF_CONTROL = 2;
const LEAST_GROWTH = 1.5;
/** A gap may be a little shorter than the one before: timers tick, and hosts are busy. */
const LEAST_SHARE = 0.85;
const SURE_PROBES = 3;

/** What was sent again and again without an acknowledgment. */
export interface Retries {
  readonly tries: readonly Event[];
  /** Names what was sent, for a sentence. */
  readonly what: "data" | "SYN" | "SYN-ACK" | "FIN";
}

/**
 * All transmissions of what the RST's sender, or the other end, last sent, where they are so many,
 * with exponential backoff up to a longest gap and without an acknowledgment, that a host gives up
 * (RFC 9293 section 3.8.3, RFC 6298 section 5); undefined without.
 */
export function unansweredRetransmissions(history: History): Retries | undefined {
  const { reset } = history;
  return retriesOf(history, reset.from);
}

/** The same of the end that got the RST: the path was broken, and then came the answer. */
export function unansweredByPeer(history: History): Retries | undefined {
  return retriesOf(history, otherSide(history.reset.from));
}

function retriesOf(history: History, side: Event["from"]): Retries | undefined {
  const retries = unacknowledged(history.before, history.sides, side);
  return retries !== undefined && hasGivenUp(retries) ? retries : undefined;
}

/** Whether a host gives up after so many transmissions. */
export function hasGivenUp({ tries }: Retries): boolean {
  const hasData = (tries.at(-1)?.length ?? 0) > 0;
  return tries.length > (hasData ? RETRANSMISSIONS : RETRANSMISSIONS_OF_CONTROL);
}

/**
 * All transmissions of what an end last sent, where they back off and nobody acknowledged it; however
 * few they are, they are three.
 */
export function unacknowledged(
  events: readonly Event[],
  sides: History["sides"],
  side: Event["from"],
): Retries | undefined {
  const last = lastWhere(
    events,
    ({ from, rst, end, sequence, isProbe }) => from === side && !rst && end > sequence && !isProbe,
  );
  const isTaken = last === undefined || (sides[otherSide(side)].ack ?? 0) >= last.end;
  if (isTaken) return undefined;
  const tries = events.filter(
    ({ from, rst, sequence, end }) =>
      from === side && !rst && sequence === last.sequence && end > sequence,
  );
  if (!backsOff(gapsOf(tries))) return undefined;
  const what = last.syn ? (last.ack ? "SYN-ACK" : "SYN") : last.length > 0 ? "data" : "FIN";
  return { tries, what };
}

/** Whether gaps grow, up to a longest one at which they stay. */
function backsOff(gaps: readonly number[]): boolean {
  const growths = gaps.slice(1).map((gap, at) => gap / (gaps[at] ?? Number.NaN));
  // A tail probe and the first retransmission may come in any order (RFC 8985 section 7).
  const isGrowing = growths.slice(1).every((growth) => growth >= LEAST_SHARE);
  return isGrowing && growths.some((growth) => growth >= LEAST_GROWTH);
}

/** Fewer, but both ends sent theirs in vain: the path between them broke. */
const RETRANSMISSIONS_OF_BOTH = 2;

/** The retransmissions of the RST's sender where no ACK came back to either end any more. */
export function unansweredByBoth(history: History): readonly Event[] {
  const { reset } = history;
  const own = untakenData(history, reset.from);
  if (own.length <= RETRANSMISSIONS_OF_BOTH) return [];
  const others = untakenData(history, otherSide(reset.from));
  return others.length > RETRANSMISSIONS_OF_BOTH ? own : [];
}

/** All transmissions of the last data of an end, unless that was acknowledged. */
function untakenData({ before, sides }: History, side: Event["from"]): readonly Event[] {
  const last = lastWhere(
    before,
    ({ from, rst, length, isProbe }) => from === side && !rst && length > 0 && !isProbe,
  );
  if (last === undefined || (sides[otherSide(side)].ack ?? 0) >= last.end) return [];
  return before.filter(
    ({ from, rst, sequence, length }) =>
      from === side && !rst && sequence === last.sequence && length > 0,
  );
}

/**
 * The segment with which the other end closed its window, and the probes of the RST's sender after
 * it, where they back off and the window stayed closed (RFC 9293 section 3.8.6.1); else none. What
 * the RST answers came after that.
 */
export function unansweredProbes(history: History): readonly Event[] {
  const { reset } = history;
  // Nearly all connections have none: the rest is for the few others.
  if (!history.before.some(({ from, isProbe }) => isProbe && from === reset.from)) return [];
  const kind = kindOf(history);
  const peer = otherSide(reset.from);
  const end = kind.kind === "answer" ? history.before.indexOf(kind.to) : history.before.length;
  const before = history.before.slice(0, end);
  const opened = lastIndexWhere(before, ({ from, window }) => from === peer && window > 0);
  const shut = before.slice(opened + 1).find(({ from }) => from === peer);
  const probes = probesOf(before.slice(opened + 1)).filter(({ from }) => from === reset.from);
  const gaps = gapsOf(probes);
  const grows = (gaps.at(-1) ?? 0) >= LEAST_GROWTH * (gaps[0] ?? Number.POSITIVE_INFINITY);
  return shut === undefined || probes.length < SURE_PROBES || !grows ? [] : [shut, ...probes];
}
