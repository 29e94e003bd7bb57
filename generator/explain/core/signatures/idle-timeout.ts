import { type Event, type History, otherSide } from "../history.js";
import { kindOf } from "../reset-kind.js";
import { isDoubtful, senderOf } from "../sender.js";
import type { IdleTimer, Match, Signature, Surroundings } from "../signature.js";
import { isPrompt, isTimeOf, roundTripTo, type Silence, silenceBefore } from "../timing.js";

/** Less than this is no timer of a middlebox that follows connections. */
const SHORTEST_SECONDS = 5;
/** Less than this no middlebox forgets. */
const SHORTEST_FORGETTING_SECONDS = 58;
/** What one middlebox sends to both ends leaves it together. */
const TOGETHER_SECONDS = 0.1;
/** Between the time of a timer and the next segment, at most so many times as long. */
const LONGEST_SHARE = 4;

const OF_MIDDLEBOXES = ["resets", "forgets"] as const;

/** A silent connection was ended by a timer, or forgotten, by a middlebox or by an end. */
export const idleTimeout: Signature = {
  cause: "idle-timeout",
  reference: "AWS NLB, Azure Load Balancer and firewall documentation: idle timeouts",
  needs: ["both-directions", "no-loss", "timestamps"],
  match: (history, surroundings) => {
    const silence = silenceBefore(history);
    if (silence === undefined || silence.seconds < SHORTEST_SECONDS) return undefined;
    if (isClosedBefore(history, silence)) return undefined;
    return (
      matchBoth(history, silence, surroundings) ??
      matchExpiry(history, silence, surroundings) ??
      matchForgotten(history, silence, surroundings)
    );
  },
};

/** Both ends had sent their FIN before the silence. */
function isClosedBefore({ before }: History, { last }: Silence): boolean {
  const fins = before.filter(({ fin, frame }) => fin && frame <= last.frame);
  return fins.some(({ from }) => from === "client") && fins.some(({ from }) => from === "server");
}

/** An end that gets an RST may answer with one; no end can do so sooner than its path allows. */
function matchBoth(
  history: History,
  silence: Silence,
  { idleTimers }: Surroundings,
): Match | undefined {
  const { reset, after } = history;
  const peer = otherSide(reset.from);
  const other = after.find(({ from, rst }) => rst && from === peer);
  if (other === undefined || other.seconds - reset.seconds > TOGETHER_SECONDS) return undefined;
  const path = roundTripTo(history, peer) ?? 0;
  const isAnswer = other.seconds - reset.seconds >= path / 2;
  if (isAnswer && !isDoubtful(history)) return undefined;
  const timers = timersAt(silence, idleTimers, OF_MIDDLEBOXES);
  return {
    certainty: timers.length === 0 ? "medium" : "high",
    evidence: evidenceOf(silence, [reset, other]),
    observed: `after ${show(silence)} of silence both ends got an RST at the same time${candidates(timers)}`,
    resetBy: "middle",
    situation: "load balancer idle timeout",
  };
}

/** An RST that answers nothing, at the time of a known timer. */
function matchExpiry(
  history: History,
  silence: Silence,
  { idleTimers, findCluster }: Surroundings,
): Match | undefined {
  const { reset } = history;
  const isAnswer = silence.first !== reset || kindOf(history).kind === "odd";
  const sender = senderOf(history);
  const isByMiddlebox = sender === "middle";
  const own = isByMiddlebox ? [] : timersAt(silence, idleTimers, ["closes"]);
  // Some middleboxes look like the end for which they speak.
  const timers = own.length > 0 ? own : timersAt(silence, idleTimers, OF_MIDDLEBOXES);
  if (isAnswer || (timers.length === 0 && !isByMiddlebox)) return undefined;
  // No timer of one connection ends several at once.
  if (!isByMiddlebox && findCluster(history) !== undefined) return undefined;
  return {
    certainty: isByMiddlebox && timers.length > 0 ? "high" : "medium",
    evidence: evidenceOf(silence, [reset]),
    observed:
      timers.length === 0
        ? `the RST came after ${show(silence)} of silence, and nothing had been asked`
        : `the RST came after ${show(silence)} of silence, the time of a known idle timer${candidates(timers)}`,
    resetBy: sender,
    ...(isByMiddlebox ? { situation: "load balancer idle timeout" } : {}),
  };
}

/** The first segment after a long silence is answered by an RST. */
function matchForgotten(
  history: History,
  silence: Silence,
  { idleTimers }: Surroundings,
): Match | undefined {
  const { reset, before } = history;
  const sender = senderOf(history);
  const isByMiddlebox = sender === "middle";
  const isLong = silence.seconds >= SHORTEST_FORGETTING_SECONDS;
  if (silence.first === reset || kindOf(history).kind === "odd") return undefined;
  if (!(isLong || isByMiddlebox)) return undefined;
  if (!isPrompt(history, before.at(-1) ?? silence.first, reset)) return undefined;
  const isHalfClosed = before.some(({ fin, frame }) => fin && frame <= silence.last.frame);
  const timers = idleTimers.filter(
    ({ seconds, act }) =>
      act === (isHalfClosed ? "forgets half-closed" : "forgets") &&
      seconds <= silence.seconds &&
      silence.seconds <= seconds * LONGEST_SHARE,
  );
  const isShown = timers.length > 0 || isByMiddlebox;
  // A program that closed, and reads no more, is forgotten by its own host too.
  const isOpen = !isHalfClosed || isByMiddlebox || isReadingOn(history);
  return {
    certainty:
      !isShown || isOwnAnswer(history, isHalfClosed) ? "low" : isOpen ? "medium" : "undecidable",
    evidence: evidenceOf(silence, [reset]),
    observed: `the first segment after ${show(silence)} of silence was answered with an RST${candidates(timers)}`,
    // A middlebox that has forgotten a connection answers with the address of the end.
    resetBy: isByMiddlebox ? "middle" : "unknown",
    ...(isHalfClosed || timers.length === 0 ? {} : { situation: "load balancer idle timeout" }),
  };
}

/** The end closed within the silence, and answers what comes after that. */
function isOwnAnswer({ reset, sides }: History, isHalfClosed: boolean): boolean {
  return sides[reset.from].hasFin && !isHalfClosed;
}

/** The end that sent its FIN acknowledged data after it. */
function isReadingOn({ before }: History): boolean {
  const at = before.findIndex(({ fin }) => fin);
  const fin = before[at];
  const later = before.slice(at + 1);
  return later.some(
    ({ from, acknowledgment = 0, rst }) =>
      fin !== undefined && from === fin.from && !rst && acknowledgment > (fin.acknowledgment ?? 0),
  );
}

/** Those that would have ended the connection at the end of the silence. */
function timersAt(
  { seconds }: Silence,
  timers: readonly IdleTimer[],
  acts: readonly IdleTimer["act"][],
): readonly IdleTimer[] {
  return timers.filter(
    (timer) =>
      acts.includes(timer.act) &&
      timer.seconds >= SHORTEST_FORGETTING_SECONDS &&
      isTimeOf(timer.seconds, seconds),
  );
}

function candidates(timers: readonly IdleTimer[]): string {
  if (timers.length === 0) return "";
  return ` (${timers.map(({ seconds, product }) => `${seconds} s: ${product}`).join("; ")})`;
}

function evidenceOf({ last, first }: Silence, resets: readonly Event[]): readonly Event[] {
  return [last, ...(resets.includes(first) ? [] : [first]), ...resets];
}

function show({ seconds }: Silence): string {
  return `${seconds.toFixed(seconds < 10 ? 1 : 0)} s`;
}
