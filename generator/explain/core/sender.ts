import type { Resetter } from "../../model/finding.js";
import {
  type Event,
  type History,
  lastWhere,
  otherSide,
  rememberLast,
  type SideFacts,
} from "./history.js";
import { kindOf, kindOfReset } from "./reset-kind.js";
import { roundTripTo, silenceBefore } from "./timing.js";

/** One thing that an RST of the end itself would hardly have. */
export interface Clue {
  /**
   * How much it weighs: 2 is enough to say that a middlebox sent the RST, and 3 that it forged it; 1
   * leaves it open, and 0 only confirms what others show.
   */
  readonly weight: 0 | 1 | 2 | 3;
  readonly evidence: readonly Event[];
  /** A clause that says nothing of who sent the RST. */
  readonly observed: string;
}

/**
 * What speaks against the end whose source address the RST has. What is usual for one system is no
 * clue: Windows, macOS and iOS leave timestamps out of every RST, and a host without the connection
 * answers with identification 0.
 */
export const cluesOf = rememberLast(findClues);

function findClues(history: History): readonly Clue[] {
  if (isCounted(history) || isOneHost(history)) return [];
  const clues: Clue[] = [];
  for (const findClue of CLUES) {
    const clue = findClue(history);
    if (clue !== undefined) clues.push(clue);
  }
  return clues;
}

/** A host that counts its packets hardly sends more than so many to others in between. */
const NEXT_STEP = 64;

/** Nobody else knows what a host's next identification is, and how far away it is. */
function isCounted({ reset, sides }: History): boolean {
  const own = sides[reset.from];
  if (!own.countsUp || own.identification === undefined || reset.identification === undefined) {
    return false;
  }
  const step = (reset.identification - own.identification) & 0xffff;
  return isAsFar(own, reset.timeToLive) && step > 0 && step <= NEXT_STEP;
}

/** On one host there is no middlebox. */
function isOneHost({ client, server }: History): boolean {
  return client.address === server.address || client.address.startsWith("127.");
}

/** How much the clues weigh together. */
export function weigh(clues: readonly Clue[]): number {
  let sum = 0;
  let confirming = 0;
  for (const { weight } of clues) {
    sum += weight;
    if (weight === 0) confirming += 1;
  }
  return sum < 2 ? sum : sum + confirming;
}

/** Who sent the RST, by its headers and what came before and after it. */
export const senderOf = rememberLast(findSender);

function findSender(history: History): Resetter {
  const { reset, sides, isClientKnown } = history;
  const weight = weigh(cluesOf(history));
  if (weight >= 2) return "middle";
  if (weight === 1) return "unknown";
  // A host is known by what it had sent, or by being the one that was asked.
  const isAsked = reset.from === "server" && isClientKnown;
  const isKnown = sides[reset.from].segments > 0 || isAsked || isBelieved(history);
  return isKnown ? reset.from : "unknown";
}

/** It answers a segment as a host does. */
function isBelieved(history: History): boolean {
  return kindOf(history).kind === "answer";
}

/** Whether anything speaks against the end whose address the RST has. */
export function isDoubtful(history: History): boolean {
  return weigh(cluesOf(history)) > 0;
}

/** Differences of the usual first values 64, 128 and 255: one host may use two of them. */
const SAME_HOST_DIFFERENCES: readonly number[] = [64, 127, 191];
/** So many segments show how far away a host is. */
const SURE_SEGMENTS = 2;
/** After so much silence a host has no reason to change its time to live. */
const SILENT_SECONDS = 5;

function timeToLive(history: History): Clue | undefined {
  const { reset, sides, before } = history;
  const { lowestTimeToLive, highestTimeToLive, segments } = sides[reset.from];
  const own = reset.timeToLive;
  if (segments === 0 || isAsFar(sides[reset.from], own)) return undefined;
  const isBelow = own < lowestTimeToLive;
  const nearest = isBelow ? lowestTimeToLive : highestTimeToLive;
  const difference = Math.abs(own - nearest);
  const silence = silenceBefore(history)?.seconds ?? 0;
  // Paths change by a hop, and some hosts begin with another value for an RST.
  const isUsual = difference === 1 || SAME_HOST_DIFFERENCES.includes(difference);
  const isSure = !isUsual || (difference > 1 && silence >= SILENT_SECONDS);
  const range =
    lowestTimeToLive === highestTimeToLive
      ? `${lowestTimeToLive}`
      : `${lowestTimeToLive} to ${highestTimeToLive}`;
  return {
    weight: isSure && segments >= SURE_SEGMENTS ? 2 : 1,
    evidence: [...lastOf(before, reset), reset],
    observed: `its TTL is ${own}, while all other segments from the ${reset.from} have ${range}`,
  };
}

/**
 * Whether a segment came as far as those of an end; a text may not say how far any came, and of an
 * end of which nothing was captured nobody knows.
 */
export function isAsFar(
  { lowestTimeToLive, highestTimeToLive }: SideFacts,
  timeToLive: number,
): boolean {
  const isUnknown = Number.isNaN(timeToLive) || highestTimeToLive < lowestTimeToLive;
  return isUnknown || (timeToLive >= lowestTimeToLive && timeToLive <= highestTimeToLive);
}

function lastOf(before: readonly Event[], reset: Event): readonly Event[] {
  const last = lastWhere(before, ({ from }) => from === reset.from);
  return last === undefined ? [] : [last];
}

/** Packets of a host to others count its identification up too. */
const LARGE_STEP = 4096;

function identification(history: History): Clue | undefined {
  const { reset, sides, before } = history;
  const own = sides[reset.from];
  const isKnown = own.identification !== undefined && reset.identification !== undefined;
  if (!isKnown || !own.countsUp || kindOf(history).kind === "answer") return undefined;
  const step = ((reset.identification ?? 0) - (own.identification ?? 0)) & 0xffff;
  if (step > 0 && step < LARGE_STEP) return undefined;
  return {
    weight: 1,
    evidence: [...lastOf(before, reset), reset],
    observed: `its IP identification is ${reset.identification}, while the ${reset.from} had counted up to ${own.identification}`,
  };
}

/** Segments on their way to the end, of which one may have been copied. */
const IN_FLIGHT = 24;

/** Some middleboxes make the RST from a packet that they saw, and leave its fields as they were. */
function copied({ reset, before, sides }: History): Clue | undefined {
  const own = sides[reset.from];
  if (own.segments === 0 || own.identification === reset.identification) return undefined;
  const seen = lastWhere(
    before.slice(-IN_FLIGHT),
    ({ from, rst, identification: id }) =>
      from !== reset.from && !rst && id !== undefined && id > 1 && id === reset.identification,
  );
  if (seen === undefined) return undefined;
  const isWindow =
    reset.window > 0 && seen.window === reset.window && own.maximumWindow !== reset.window;
  const isPayload = reset.length > 0 && reset.length === seen.length;
  return {
    weight: isWindow || isPayload ? 3 : 2,
    evidence: [seen, reset],
    observed: `its IP identification${isWindow ? " and window are those" : " is that"} of the segment from the ${seen.from} in frame ${seen.frame}`,
  };
}

/** Below this, the capturing point stands beside the end, and says nothing of a path. */
const SHORTEST_PATH_SECONDS = 0.008;
/** A handshake may take longer than the path: the server had to do something first. */
const LEAST_SHARE = 0.5;

/** The RST came sooner than the end can have seen what it answers. */
function tooSoon(history: History): Clue | undefined {
  const { reset, before } = history;
  // Without the handshake only delayed ACKs may have been seen.
  if (!before[0]?.syn) return undefined;
  // Its timestamps are the end's own: then it was the handshake that was slow.
  if (reset.hasTimestamps && isAsFar(history.sides[reset.from], reset.timeToLive)) return undefined;
  const known = reset.acknowledgment ?? reset.filledAcknowledgment;
  const asked = before.find(
    ({ from, length, end, acknowledgment }) =>
      from !== reset.from &&
      length > 0 &&
      (known === undefined ? acknowledgment === reset.sequence : end === known),
  );
  if (asked === undefined) return undefined;
  const path = roundTripTo(history, reset.from);
  if (path === undefined || path < SHORTEST_PATH_SECONDS) return undefined;
  const seconds = reset.seconds - asked.seconds;
  if (!(seconds >= 0 && seconds < LEAST_SHARE * path)) return undefined;
  return {
    weight: 3,
    evidence: [asked, reset],
    observed: `it answers data within ${showMilliseconds(seconds)}, while the ${reset.from} is ${showMilliseconds(path)} away and back`,
  };
}

function showMilliseconds(seconds: number): string {
  return `${(seconds * 1000).toFixed(1)} ms`;
}

function timestamps(history: History): Clue | undefined {
  const { reset, sides } = history;
  if (!sides[reset.from].hasTimestamps || reset.hasTimestamps) return undefined;
  // Systems that leave all options out of an RST leave its window 0 too.
  if (kindOf(history).kind === "answer" || reset.window === 0) return undefined;
  return {
    weight: 0,
    evidence: [reset],
    observed: `it has no timestamps, unlike all other segments from the ${reset.from}`,
  };
}

function dontFragment({ reset, sides }: History): Clue | undefined {
  const own: SideFacts = sides[reset.from];
  const isOther = reset.dontFragment ? own.neverDontFragment : own.alwaysDontFragment;
  if (own.segments < SURE_SEGMENTS || !isOther) return undefined;
  return {
    weight: 0,
    evidence: [reset],
    observed: `its DF bit is ${reset.dontFragment ? "" : "not "}set, unlike that of all other segments from the ${reset.from}`,
  };
}

/** Packets that overtake one another on the way to the capture do so within this. */
const REORDERING_SECONDS = 0.001;

/** What was on its way to a broken or reordered capture comes within this. */
const SURELY_LATER_SECONDS = 0.2;
const SURELY_LATER = 2;

/** The end sends what only a live connection sends, although an RST is its last word. */
export function goesOnAfter({ reset, after, sides }: History): Event | undefined {
  return after.find(
    ({ from, rst, syn, seconds, timeToLive: hops }) =>
      from === reset.from &&
      !rst &&
      !syn &&
      seconds - reset.seconds > REORDERING_SECONDS &&
      // What somebody else sends in its name shows nothing of it.
      isAsFar(sides[reset.from], hops),
  );
}

function goesOn(history: History): Clue | undefined {
  const { reset, before, after } = history;
  const later = goesOnAfter(history);
  if (later === undefined) return undefined;
  const isOld = before.some(
    ({ from, sequence, end, identification: id }) =>
      from === later.from &&
      sequence === later.sequence &&
      end === later.end &&
      id !== undefined &&
      id === later.identification,
  );
  if (isOld) return undefined;
  const others = after.filter(
    ({ from, rst, seconds }) =>
      from === reset.from && !rst && seconds - reset.seconds > SURELY_LATER_SECONDS,
  );
  return {
    weight: others.length >= SURELY_LATER ? 2 : 1,
    evidence: [reset, later],
    observed: `the ${reset.from} went on with the connection afterwards`,
  };
}

/** What guesses sequence numbers sends its RSTs together. */
const SPREAD_SECONDS = 0.1;

/** RSTs that answer segments have the numbers of those; others of one sender have only one. */
function spread(history: History): Clue | undefined {
  const { reset, before, after, sides } = history;
  if (after.length === 0) return undefined;
  if (kindOf(history).kind === "answer" && reset.window === 0) return undefined;
  const others = after.filter(
    (event, at) =>
      event.rst &&
      event.from === reset.from &&
      event.sequence > Math.max(reset.sequence, sides[reset.from].next) &&
      event.seconds - reset.seconds <= SPREAD_SECONDS &&
      kindOfReset(history, event, [...before, ...after.slice(0, at)]).kind !== "answer",
  );
  if (others.length === 0) return undefined;
  return {
    weight: 1,
    evidence: [reset, ...others],
    observed: `${others.length + 1} RSTs have different sequence numbers, as if these were guessed`,
  };
}

/** An RST with acknowledgment number 0 beside one that acknowledges: no host sends both. */
function withZero({ reset, after }: History): Clue | undefined {
  if (!reset.ack) return undefined;
  const other = after.find(
    ({ from, rst, ack, isAcknowledgmentZero, seconds }) =>
      rst &&
      ack &&
      from === reset.from &&
      isAcknowledgmentZero !== reset.isAcknowledgmentZero &&
      seconds - reset.seconds <= SPREAD_SECONDS,
  );
  if (other === undefined) return undefined;
  return {
    weight: 3,
    evidence: [reset, other],
    observed: "one RST acknowledges data and another one has the acknowledgment number 0",
  };
}

/** The other end got an RST too, before it can have answered this one. */
function both(history: History): Clue | undefined {
  const { reset, after } = history;
  const peer = otherSide(reset.from);
  const other = after.find(({ from, rst }) => rst && from === peer);
  if (other === undefined) return undefined;
  const path = roundTripTo(history, peer);
  if (path === undefined || path < SHORTEST_PATH_SECONDS) return undefined;
  if (other.seconds - reset.seconds >= LEAST_SHARE * path) return undefined;
  return {
    // Both may have aborted.
    weight: 0,
    evidence: [reset, other],
    observed: "both ends got an RST at the same time",
  };
}

const CLUES: readonly ((history: History) => Clue | undefined)[] = [
  timeToLive,
  identification,
  copied,
  tooSoon,
  goesOn,
  spread,
  withZero,
  both,
  timestamps,
  dontFragment,
];
