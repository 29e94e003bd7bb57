import type { Event, History, Side } from "./history.js";
import { otherSide } from "./reset-kind.js";

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
  for (const last of before.toReversed()) {
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
