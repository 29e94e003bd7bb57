import type { Event, History } from "./history.js";
import { kindOf, kindOfReset, otherSide } from "./reset-kind.js";
import { isResetForeign } from "./time-to-live.js";

/** One thing that an RST of the end itself would hardly have. */
export interface Clue {
  readonly name: "time-to-live" | "identification" | "continues" | "spread" | "timestamps" | "both";
  readonly evidence: readonly Event[];
  readonly shows: string;
}

/** Packets that overtake one another on the way to the capture do so within this. */
const REORDERING_SECONDS = 0.001;
const TOGETHER_SECONDS = 0.01;
/** Packets of a host to others count its identification up too. */
const LARGE_STEP = 4096;

/**
 * What speaks for somebody between. An answer made from one segment has no timestamps and an
 * identification of its own in many systems, so these count only for an RST of a live connection.
 */
export function cluesOf(history: History): readonly Clue[] {
  return [
    timeToLive(history),
    identification(history),
    timestamps(history),
    continues(history),
    spread(history),
    both(history),
  ].filter((clue) => clue !== undefined);
}

function lastOf({ before, reset }: History): readonly Event[] {
  const last = before.findLast(({ from }) => from === reset.from);
  return last === undefined ? [] : [last];
}

function timeToLive(history: History): Clue | undefined {
  const { reset, sides } = history;
  if (!isResetForeign(history)) return undefined;
  return {
    name: "time-to-live",
    evidence: [...lastOf(history), reset],
    shows: `its time to live is ${reset.timeToLive}, that of all other segments of its sender ${sides[reset.from].timeToLive}`,
  };
}

function identification(history: History): Clue | undefined {
  const { reset, sides } = history;
  const own = sides[reset.from];
  const isKnown = own.identification !== undefined && reset.identification !== undefined;
  if (!isKnown || !own.countsUp || kindOf(history).kind === "answer") return undefined;
  const step = ((reset.identification ?? 0) - (own.identification ?? 0)) & 0xffff;
  if (step > 0 && step < LARGE_STEP) return undefined;
  return {
    name: "identification",
    evidence: [...lastOf(history), reset],
    shows: `its IP identification is ${reset.identification}, while its sender had counted up to ${own.identification}`,
  };
}

function timestamps(history: History): Clue | undefined {
  const { reset, sides } = history;
  if (!sides[reset.from].hasTimestamps || reset.hasTimestamps) return undefined;
  // Systems that leave all options out of an RST leave its window 0 too.
  if (kindOf(history).kind === "answer" || reset.window === 0) return undefined;
  return {
    name: "timestamps",
    evidence: [reset],
    shows: "it has no timestamps option, which all other segments have",
  };
}

function continues({ reset, after }: History): Clue | undefined {
  const later = after.find(
    ({ from, rst, syn, seconds }) =>
      from === reset.from && !rst && !syn && seconds - reset.seconds > REORDERING_SECONDS,
  );
  if (later === undefined) return undefined;
  return {
    name: "continues",
    evidence: [reset, later],
    shows: "its seeming sender went on with the connection afterwards",
  };
}

/** RSTs that answer segments have the numbers of those; others of one sender have only one. */
function spread(history: History): Clue | undefined {
  const { reset, before, after } = history;
  if (kindOf(history).kind === "answer") return undefined;
  const others = after.filter(
    (event, at) =>
      event.rst &&
      event.from === reset.from &&
      event.sequence !== reset.sequence &&
      kindOfReset(history, event, [...before, ...after.slice(0, at)]).kind !== "answer",
  );
  if (others.length === 0) return undefined;
  return {
    name: "spread",
    evidence: [reset, ...others],
    shows: `${others.length + 1} RSTs have different numbers, as of one who guesses`,
  };
}

function both({ reset, after }: History): Clue | undefined {
  const other = after.find(({ from, rst }) => rst && from === otherSide(reset.from));
  if (other === undefined || other.seconds - reset.seconds > TOGETHER_SECONDS) return undefined;
  return { name: "both", evidence: [reset, other], shows: "both ends got an RST at the same time" };
}
