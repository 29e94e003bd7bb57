import {
  type Event,
  type History,
  lastIndexWhere,
  lastWhere,
  otherSide,
  type Side,
} from "./history.js";
import { kindOf } from "./reset-kind.js";

/** An answer within so much is prompt, whatever the path. */
const ALWAYS_PROMPT_SECONDS = 0.2;
/** So much may an answer take where the path's own time is not known. */
const UNKNOWN_PATH_SECONDS = 1;
/** Queues make later round trips longer than that of the handshake. */
const PATH_FACTOR = 3;

/**
 * Seconds from the capturing point to an end and back, by the handshake; undefined where that was
 * not seen.
 */
function roundTripTo({ before }: History, side: Side): number | undefined {
  const index = before.findIndex(({ from, syn }) => from !== side && syn);
  const asked = before[index];
  const answered = before.slice(index + 1).find(({ from }) => from === side);
  if (asked === undefined || answered === undefined) return undefined;
  const seconds = answered.seconds - asked.seconds;
  return seconds >= 0 ? seconds : undefined;
}

/** Whether `answer` came as soon as the path allows. Without times it is not known: false. */
export function isPrompt(history: History, asked: Event, answer: Event): boolean {
  const path = roundTripTo(history, answer.from);
  const limit =
    path === undefined ? UNKNOWN_PATH_SECONDS : Math.max(ALWAYS_PROMPT_SECONDS, PATH_FACTOR * path);
  return answer.seconds - asked.seconds <= limit;
}

/** A silence between two segments that follow one another. */
export interface Silence {
  readonly seconds: number;
  readonly last: Event;
  readonly first: Event;
}

/**
 * The longest silence at the end: before the RST, or before segments that got no other answer
 * than the RST. Undefined where there was nothing before, or no time.
 */
export function silenceBefore({ before, reset }: History): Silence | undefined {
  let longest: Silence | undefined;
  let first = reset;
  for (let at = before.length - 1; at >= 0; at -= 1) {
    const last = before[at] ?? reset;
    const seconds = first.seconds - last.seconds;
    if (longest === undefined || seconds > longest.seconds) longest = { seconds, last, first };
    if (last.from !== otherSide(reset.from)) break;
    first = last;
  }
  return longest !== undefined && longest.seconds >= 0 ? longest : undefined;
}

/** Timers of load balancers, firewalls and hosts after which they give up a silent connection. */
export const KNOWN_TIMERS_SECONDS: readonly number[] = [
  60, 240, 300, 350, 600, 900, 1800, 3600, 7200,
];
export const TIMER_TOLERANCE_SECONDS = 2;

/** The known idle timer that a silence fits. */
export function findTimer(seconds: number): number | undefined {
  return KNOWN_TIMERS_SECONDS.find((timer) => Math.abs(seconds - timer) <= TIMER_TOLERANCE_SECONDS);
}

/** Gaps between events that follow one another, in seconds. */
export function gapsOf(events: readonly Event[]): readonly number[] {
  return events.slice(1).map(({ seconds }, at) => seconds - (events[at]?.seconds ?? Number.NaN));
}

/** What the RST's sender sent at the end, after the last segment of the other side. */
export function ownTrail({ before, reset }: History): readonly Event[] {
  const last = lastIndexWhere(before, ({ from }) => from !== reset.from);
  return before.slice(last + 1);
}

/**
 * What the RST's sender sent before the segments that only its RST answers: the end of its own
 * part of the connection, where it had given up in silence.
 */
function lastOwnTrail({ before, reset }: History): readonly Event[] {
  const end = lastIndexWhere(before, ({ from }) => from === reset.from) + 1;
  const last = lastIndexWhere(before.slice(0, end), ({ from }) => from !== reset.from);
  return before.slice(last + 1, end);
}

/** Segments that only ask whether the other end is there: one octet or none, already sent before. */
export function probesOf(events: readonly Event[], next: number): readonly Event[] {
  return events.filter(
    ({ length, syn, fin, rst, sequence }) =>
      length <= 1 && !syn && !fin && !rst && sequence === next - 1,
  );
}

const RETRANSMISSIONS = 5;
/** The first retransmission may be a probe for a lost tail, which comes sooner (RFC 8985 section 7). */
const DOUBLINGS = 3;
const LEAST_GROWTH = 1.5;
const MOST_GROWTH = 2.6;
const SURE_PROBES = 3;

/**
 * All transmissions of what the RST's sender last sent, where they are so many, with exponential
 * backoff and without an acknowledgment, that a host gives up (RFC 9293 section 3.8.3); else none.
 */
export function unansweredRetransmissions(history: History): readonly Event[] {
  const tries = lastRepeated(lastOwnTrail(history));
  const last = tries.at(-1);
  if (last === undefined || tries.length <= RETRANSMISSIONS) return [];
  const isTaken = (history.sides[otherSide(last.from)].ack ?? 0) >= last.end;
  return isTaken || countDoublings(gapsOf(tries)) < DOUBLINGS ? [] : tries;
}

/**
 * The segment with which the other end closed its window, and the probes of the RST's sender after
 * it, where they back off and the window stayed closed (RFC 9293 section 3.8.6.1); else none. What
 * the RST answers came after that.
 */
export function unansweredProbes(history: History): readonly Event[] {
  const { reset, sides } = history;
  const kind = kindOf(history);
  const peer = otherSide(reset.from);
  const end = kind.kind === "answer" ? history.before.indexOf(kind.to) : history.before.length;
  const before = history.before.slice(0, end);
  const opened = lastIndexWhere(before, ({ from, window }) => from === peer && window > 0);
  const shut = before.slice(opened + 1).find(({ from }) => from === peer);
  const probes = probesOf(before.slice(opened + 1), sides[reset.from].next);
  const gaps = gapsOf(probes);
  const grows = (gaps.at(-1) ?? 0) >= LEAST_GROWTH * (gaps[0] ?? Number.POSITIVE_INFINITY);
  return shut === undefined || probes.length < SURE_PROBES || !grows ? [] : [shut, ...probes];
}

/** How many gaps at the end are each about twice the one before. */
function countDoublings(gaps: readonly number[]): number {
  const last = lastIndexWhere(gaps, (gap, at) => {
    const growth = gap / (gaps[at - 1] ?? Number.NaN);
    return !(growth >= LEAST_GROWTH && growth <= MOST_GROWTH);
  });
  return gaps.length - 1 - Math.max(0, last);
}

/** The transmissions of the segment that was sent last, without those that were sent with others. */
function lastRepeated(trail: readonly Event[]): readonly Event[] {
  const last = lastWhere(trail, ({ length }) => length > 0);
  return last === undefined
    ? []
    : trail.filter(({ sequence, length }) => length > 0 && sequence === last.sequence);
}
