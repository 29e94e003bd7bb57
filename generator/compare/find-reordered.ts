import type { Match } from "./match-resets.js";
import type { SeenReset } from "./seen-reset.js";

/**
 * The matches that changed places with another one of the same connection and direction: both of
 * the two, since nobody can say which of them was late.
 */
export function findReordered(matches: readonly Match[]): ReadonlySet<Match> {
  const flows = new Map<string, Match[]>();
  for (const match of matches) {
    const key = flowOf(match.sent);
    const flow = flows.get(key);
    if (flow) flow.push(match);
    else flows.set(key, [match]);
  }
  const reordered = new Set<Match>();
  for (const flow of flows.values()) {
    if (flow.length > 1) for (const match of outOfPlace(flow)) reordered.add(match);
  }
  return reordered;
}

function flowOf({ source, destination }: SeenReset): string {
  return [source.address, source.port, destination.address, destination.port].join(" ");
}

function outOfPlace(flow: readonly Match[]): readonly Match[] {
  const sorted = flow.toSorted((a, b) => a.sent.frame - b.sent.frame);
  const places = sorted.map(({ received }) => received.frame);
  const lastBefore: number[] = [];
  let last = 0;
  for (const place of places) {
    lastBefore.push(last);
    last = Math.max(last, place);
  }
  let firstAfter = Number.POSITIVE_INFINITY;
  const found: Match[] = [];
  for (let at = sorted.length - 1; at >= 0; at -= 1) {
    const [match, place = 0] = [sorted[at], places[at]];
    if (match && (place > firstAfter || place < (lastBefore[at] ?? 0))) found.push(match);
    firstAfter = Math.min(firstAfter, place);
  }
  return found;
}
