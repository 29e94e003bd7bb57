import type { ClockDifference } from "../model/comparison.js";
import { align } from "./align.js";
import { keyOf, MATCH_STAGES, type MatchStage } from "./match-stages.js";
import type { SeenReset } from "./seen-reset.js";

/** An RST that both captures have. */
export interface Match {
  readonly sent: SeenReset;
  readonly received: SeenReset;
  /** Another one could be meant, with another verdict. */
  readonly isAmbiguous: boolean;
}

export interface Matching {
  readonly matches: readonly Match[];
  readonly onlySent: readonly SeenReset[];
  readonly onlyReceived: readonly SeenReset[];
  /** RSTs that look like others, of which not all arrived: which of them did is not certain. */
  readonly alike: ReadonlySet<SeenReset>;
}

/** No clock is better than this, and no queue shorter. */
const LEAST_TELLING_SECONDS = 0.005;
const TELLING_SPREADS = 4;

/** Finds out which RST of one capture is which in the other, by the strongest evidence first. */
export function matchResets(
  sent: readonly SeenReset[],
  received: readonly SeenReset[],
  clock: ClockDifference | undefined,
): Matching {
  const matches: Match[] = [];
  const alike = new Set<SeenReset>();
  let [onlySent, onlyReceived] = [sent, received];
  for (const stage of MATCH_STAGES) {
    if (onlySent.length === 0 || onlyReceived.length === 0) break;
    const buckets = group(stage, onlyReceived);
    const taken = new Set<SeenReset>();
    for (const [key, candidates] of group(stage, onlySent)) {
      const others = buckets.get(key);
      if (others === undefined) continue;
      for (const match of pair(stage, { sent: candidates, received: others, clock }, alike)) {
        matches.push(match);
        taken.add(match.sent).add(match.received);
      }
    }
    onlySent = onlySent.filter((one) => !taken.has(one));
    onlyReceived = onlyReceived.filter((one) => !taken.has(one));
  }
  return { matches, onlySent, onlyReceived, alike };
}

function group(
  stage: MatchStage,
  resets: readonly SeenReset[],
): ReadonlyMap<string, readonly SeenReset[]> {
  const groups = new Map<string, SeenReset[]>();
  for (const reset of resets) {
    const key = keyOf(stage, reset);
    if (key === undefined) continue;
    const members = groups.get(key);
    if (members) members.push(reset);
    else groups.set(key, [reset]);
  }
  return groups;
}

interface Bucket {
  readonly sent: readonly SeenReset[];
  readonly received: readonly SeenReset[];
  readonly clock: ClockDifference | undefined;
}

function pair(
  stage: MatchStage,
  { sent, received, clock }: Bucket,
  alike: Set<SeenReset>,
): readonly Match[] {
  const { pairs, isOpen } = align({
    sent: sent.map(({ seconds }) => seconds),
    received: received.map(({ seconds }) => seconds),
    difference: clock?.seconds,
    withinSeconds: stage.withinSeconds,
    tellingSeconds: Math.max(
      LEAST_TELLING_SECONDS,
      TELLING_SPREADS * (clock?.spreadSeconds ?? Number.POSITIVE_INFINITY),
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
