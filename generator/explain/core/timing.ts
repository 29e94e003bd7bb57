import {
  type Event,
  type History,
  lastWhere,
  otherSide,
  rememberLast,
  type Side,
} from "./history.js";

/** An answer within so much is prompt, whatever the path. */
const ALWAYS_PROMPT_SECONDS = 0.2;
/** So much may an answer take where the path's own time is not known. */
const UNKNOWN_PATH_SECONDS = 1;
/** Queues make later round trips longer than that of the handshake. */
const PATH_FACTOR = 3;

/**
 * Seconds from the capturing point to an end and back, by the handshake; undefined where that was
 * not seen. A SYN that was sent again counts from its last transmission.
 */
function roundTripOfHandshake({ before }: History, side: Side): number | undefined {
  const first = before.findIndex(({ from, syn }) => from !== side && syn);
  const at = before.findIndex(({ from, rst }, place) => place > first && from === side && !rst);
  if (first < 0 || at < 0) return undefined;
  const asked = lastWhere(before, ({ from, syn }) => from !== side && syn, at);
  return secondsBetween(asked, before[at]);
}

function secondsBetween(asked: Event | undefined, answered: Event | undefined): number | undefined {
  const seconds = (answered?.seconds ?? Number.NaN) - (asked?.seconds ?? Number.NaN);
  return seconds >= 0 ? seconds : undefined;
}

/**
 * The shortest time from the capturing point to an end and back, in seconds: by the handshake, and by
 * all data that the end acknowledged; undefined where neither was seen.
 */
export function roundTripTo(history: History, side: Side): number | undefined {
  const { before } = history;
  // A capture that merges several, or was reordered, shows no path.
  if (!isInOrder(before)) return undefined;
  let shortest = roundTripOfHandshake(history, side);
  before.forEach((answered, at) => {
    if (answered.from !== side || answered.rst || answered.acknowledgment === undefined) return;
    const asked = lastWhere(
      before,
      ({ from, length, end }) => from !== side && length > 0 && end === answered.acknowledgment,
      at,
    );
    const seconds = secondsBetween(asked, answered);
    if (seconds !== undefined && (shortest === undefined || seconds < shortest)) shortest = seconds;
  });
  return shortest;
}

function isInOrder(events: readonly Event[]): boolean {
  for (let at = 1; at < events.length; at += 1) {
    if ((events[at]?.seconds ?? 0) < (events[at - 1]?.seconds ?? 0)) return false;
  }
  return true;
}

/** Whether `answer` came as soon as the path allows. Without times it is not known: false. */
export function isPrompt(history: History, asked: Event, answer: Event): boolean {
  const path = roundTripOfHandshake(history, answer.from);
  const limit =
    path === undefined ? UNKNOWN_PATH_SECONDS : Math.max(ALWAYS_PROMPT_SECONDS, PATH_FACTOR * path);
  return answer.seconds - asked.seconds <= limit;
}

/** Paths and ticks add so much to a timer; what delays the last ACK takes so much away. */
const LATE_SECONDS = 2;
const EARLY_SECONDS = 1;

/** Whether a silence, in seconds, ends when a timer runs out. */
export function isTimeOf(timerSeconds: number, seconds: number): boolean {
  return seconds >= timerSeconds - EARLY_SECONDS && seconds <= timerSeconds + LATE_SECONDS;
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
export const silenceBefore = rememberLast(findSilence);

function findSilence({ before, reset }: History): Silence | undefined {
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

/** Gaps between events that follow one another, in seconds. */
export function gapsOf(events: readonly Event[]): readonly number[] {
  return events.slice(1).map(({ seconds }, at) => seconds - (events[at]?.seconds ?? Number.NaN));
}
