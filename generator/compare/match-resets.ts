import type { ClockDifference, Direction } from "../model/comparison.js";
import { keyOf, MATCH_STAGES, type MatchStage } from "./match-stages.js";
import type { CaptureSide, SeenReset } from "./read-side.js";

/** Two lists of times that are to be paired without changing their order. */
interface Times {
  readonly sent: readonly number[];
  readonly received: readonly number[];
  /** Received less sent, as a rule; undefined where that is not known. */
  readonly difference: number | undefined;
  /** How far from that a pair may be. */
  readonly withinSeconds: number;
  /** Two candidates that are closer to each other than this cannot be told apart. */
  readonly resolutionSeconds: number;
}

/**
 * Pairs those that look alike by their order and their times, in one pass over both lists: each of
 * the shorter list with the nearest of the longer one that leaves enough for the rest. Gives places
 * in both, and whether the times alone could not tell which one belongs to which.
 */
export function align({ sent, received, ...rule }: Times) {
  const isShorterSent = sent.length <= received.length;
  const [shorter, longer] = isShorterSent ? [sent, received] : [received, sent];
  const difference = isShorterSent ? rule.difference : rule.difference && -rule.difference;
  const distance = (from: number, to: number): number =>
    Math.abs(
      (longer[to] ?? Number.NaN) - (shorter[from] ?? Number.NaN) - (difference ?? Number.NaN),
    );
  const pairs: (readonly [number, number])[] = [];
  let isOpen = longer.length > 1 && difference === undefined;
  let next = 0;
  for (let at = 0; at < shorter.length; at += 1) {
    const last = longer.length - (shorter.length - at);
    while (next < last && distance(at, next + 1) < distance(at, next)) next += 1;
    const chosen = distance(at, next);
    // Where a time is missing, nothing speaks against the order.
    if (!(chosen > rule.withinSeconds)) pairs.push(isShorterSent ? [at, next] : [next, at]);
    const rivals = [next - 1, next + 1].filter((one) => one >= 0 && one < longer.length);
    if (rivals.some((one) => !(distance(at, one) - chosen > rule.resolutionSeconds))) isOpen = true;
    next += 1;
  }
  return { pairs, isOpen };
}

/** An RST that both captures have. */
export interface Match {
  readonly sent: SeenReset;
  readonly received: SeenReset;
  /** Another one could be meant, with another verdict. */
  readonly isAmbiguous: boolean;
}

/** No clock is better than this, and no queue shorter. */
const LEAST_RESOLUTION_SECONDS = 0.005;
const RESOLUTION_SPREADS = 4;

/**
 * Finds out which RST of one capture is which in the other, by the strongest evidence first. Those
 * that are `alike` look like others of which not all arrived: which of them did is not certain.
 */
export function matchResets(
  sent: readonly SeenReset[],
  received: readonly SeenReset[],
  clock: ClockDifference | undefined,
) {
  const matches: Match[] = [];
  const alike = new Set<SeenReset>();
  let [onlySent, onlyReceived] = [sent, received];
  for (const stage of MATCH_STAGES) {
    if (onlySent.length === 0 || onlyReceived.length === 0) break;
    const buckets = groupBy(onlyReceived, (reset) => keyOf(stage, reset));
    const taken = new Set<SeenReset>();
    for (const [key, candidates] of groupBy(onlySent, (reset) => keyOf(stage, reset))) {
      const others = buckets.get(key);
      if (others === undefined) continue;
      for (const match of pair(stage, candidates, others, clock, alike)) {
        matches.push(match);
        taken.add(match.sent).add(match.received);
      }
    }
    onlySent = onlySent.filter((one) => !taken.has(one));
    onlyReceived = onlyReceived.filter((one) => !taken.has(one));
  }
  return { matches, onlyReceived, alike };
}

/** Pairs those that share the evidence of a stage; what remains alike is added to `alike`. */
function pair(
  stage: MatchStage,
  sent: readonly SeenReset[],
  received: readonly SeenReset[],
  clock: ClockDifference | undefined,
  alike: Set<SeenReset>,
): readonly Match[] {
  const { pairs, isOpen } = align({
    sent: sent.map(({ seconds }) => seconds),
    received: received.map(({ seconds }) => seconds),
    difference: clock?.seconds,
    withinSeconds: stage.withinSeconds,
    resolutionSeconds: Math.max(
      LEAST_RESOLUTION_SECONDS,
      RESOLUTION_SPREADS * (clock?.spreadSeconds ?? Number.POSITIVE_INFINITY),
    ),
  });
  if (isOpen && sent.length !== received.length && !stage.isPayloadOpen) {
    for (const reset of [...sent, ...received]) alike.add(reset);
  }
  const isAmbiguous = stage.isGuess === true || (stage.isPayloadOpen && isOpen);
  return pairs.flatMap(([from, to]) => {
    const [one, other] = [sent[from], received[to]];
    return one && other ? [{ sent: one, received: other, isAmbiguous }] : [];
  });
}

/**
 * The matches that changed places with another one of the same connection and direction: both of
 * the two, since nobody can say which of them was late.
 */
export function findReordered(matches: readonly Match[]): ReadonlySet<Match> {
  const flows = groupBy(matches, ({ sent: { source, destination } }) =>
    [source.address, source.port, destination.address, destination.port].join(" "),
  );
  return new Set([...flows.values()].flatMap(outOfPlace));
}

/** The items by their keys; without a key an item is in no group. */
function groupBy<Item>(
  items: readonly Item[],
  keyOfItem: (item: Item) => string | undefined,
): ReadonlyMap<string, readonly Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    if (key === undefined) continue;
    const members = groups.get(key) ?? [];
    members.push(item);
    groups.set(key, members);
  }
  return groups;
}

/** Those of one flow that arrived after a later one, or before an earlier one. */
function outOfPlace(flow: readonly Match[]): readonly Match[] {
  const sorted = flow.toSorted((a, b) => a.sent.frame - b.sent.frame);
  let last = 0;
  const late = sorted.filter(({ received: { frame } }) => {
    last = Math.max(last, frame);
    return frame < last;
  });
  let first = Number.POSITIVE_INFINITY;
  const early = sorted.toReversed().filter(({ received: { frame } }) => {
    first = Math.min(first, frame);
    return frame > first;
  });
  return [...late, ...early];
}

/** An RST as one capture or both have it. */
export interface Sighted {
  readonly sent?: SeenReset;
  readonly received?: SeenReset;
}

/** The same traffic, captured where the RSTs are sent and where they arrive. */
export interface CapturePair {
  readonly sender: CaptureSide;
  readonly receiver: CaptureSide;
}

/**
 * Which way an RST went: a host's segments have the larger TTL in the capture that is nearer to it.
 * The SYN segments of its ends show it, since an RST may be somebody else's; without them its own TTL.
 */
export function directionOf({ sent, received }: Sighted, sides: CapturePair): Direction {
  const before = sent ?? received;
  const after = received ?? sent;
  if (before === undefined || after === undefined) return "unknown";
  const hops = [
    hopsOf(sides, before.source.address, after.source.address),
    -hopsOf(sides, before.destination.address, after.destination.address),
    sent && received ? sent.timeToLive - received.timeToLive : 0,
  ].find((count) => count !== 0);
  if (hops === undefined) return "unknown";
  return hops > 0 ? "forward" : "backward";
}

/** How many hops the segments of an address have behind them from one capture to the other. */
function hopsOf({ sender, receiver }: CapturePair, atSender: string, atReceiver: string): number {
  const [before, after] = [sender.timesToLive.get(atSender), receiver.timesToLive.get(atReceiver)];
  return before === undefined || after === undefined ? 0 : before - after;
}
