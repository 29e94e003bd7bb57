import { type Event, type History, lastWhere, otherSide } from "../history.js";
import { isResetForeign, kindOf, kindOfReset } from "../reset-kind.js";
import type { Signature } from "../signature.js";
import { silenceBefore } from "../timing.js";

/** After a silence, it is a timer that ends connections. */
const IDLE_SECONDS = 5;

/** An RST that the end whose address it has never sent. */
export const injected: Signature = {
  cause: "injected",
  reference: "Weaver, Sommer, Paxson: Detecting Forged TCP Reset Packets, NDSS 2009",
  needs: ["both-directions", "timestamps"],
  match: (history) => {
    const clues = cluesOf(history);
    const [first] = clues;
    const silence = silenceBefore(history);
    const isIdle = silence !== undefined && silence.seconds >= IDLE_SECONDS;
    const goesOn = continues(history) !== undefined;
    if (first === undefined || (isIdle && !goesOn)) return undefined;
    const certainties = ["low", "medium", "high"] as const;
    return {
      certainty: certainties[Math.min(clues.length, 3) - 1] ?? "low",
      evidence: evidenceOf(history, clues),
      observed: clues.map(({ observed }) => observed).join("; "),
      resetBy: clues.length > 1 ? "middle" : "unknown",
    };
  },
};

function evidenceOf({ reset }: History, clues: readonly Clue[]): readonly Event[] {
  return [...clues.flatMap(({ evidence }) => evidence), reset];
}

/** One thing that an RST of the end itself would hardly have. */
interface Clue {
  readonly evidence: readonly Event[];
  readonly observed: string;
}

/** Packets that overtake one another on the way to the capture do so within this. */
const REORDERING_SECONDS = 0.001;
const TOGETHER_SECONDS = 0.01;
/** Packets of a host to others count its identification up too. */
const LARGE_STEP = 4096;

/**
 * What speaks for a middlebox. An answer made from one segment has no timestamps and an
 * identification of its own in many systems, so these count only for an RST of a live connection.
 */
function cluesOf(history: History): readonly Clue[] {
  return CLUES.flatMap((findClue) => findClue(history) ?? []);
}

function lastOf({ before, reset }: History): readonly Event[] {
  const last = lastWhere(before, ({ from }) => from === reset.from);
  return last === undefined ? [] : [last];
}

function timeToLive(history: History): Clue | undefined {
  const { reset, sides } = history;
  if (!isResetForeign(history)) return undefined;
  return {
    evidence: [...lastOf(history), reset],
    observed: `its TTL is ${reset.timeToLive}, while all other segments from the ${reset.from} have ${sides[reset.from].timeToLive}`,
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
    evidence: [...lastOf(history), reset],
    observed: `its IP identification is ${reset.identification}, while the ${reset.from} had counted up to ${own.identification}`,
  };
}

function timestamps(history: History): Clue | undefined {
  const { reset, sides } = history;
  if (!sides[reset.from].hasTimestamps || reset.hasTimestamps) return undefined;
  // Systems that leave all options out of an RST leave its window 0 too.
  if (kindOf(history).kind === "answer" || reset.window === 0) return undefined;
  return {
    evidence: [reset],
    observed: `it has no timestamps, unlike all other segments from the ${reset.from}`,
  };
}

function continues({ reset, after }: History): Clue | undefined {
  const later = after.find(
    ({ from, rst, syn, seconds }) =>
      from === reset.from && !rst && !syn && seconds - reset.seconds > REORDERING_SECONDS,
  );
  if (later === undefined) return undefined;
  return {
    evidence: [reset, later],
    observed: `the ${reset.from} went on with the connection afterwards`,
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
    evidence: [reset, ...others],
    observed: `${others.length + 1} RSTs have different sequence numbers, as if these were guessed`,
  };
}

function both({ reset, after }: History): Clue | undefined {
  const other = after.find(({ from, rst }) => rst && from === otherSide(reset.from));
  if (other === undefined || other.seconds - reset.seconds > TOGETHER_SECONDS) return undefined;
  return {
    evidence: [reset, other],
    observed: "both ends got an RST at the same time",
  };
}

const CLUES: readonly ((history: History) => Clue | undefined)[] = [
  timeToLive,
  identification,
  timestamps,
  continues,
  spread,
  both,
];
