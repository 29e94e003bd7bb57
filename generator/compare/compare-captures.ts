import type {
  ComparedReset,
  ComparedSide,
  ComparisonSummary,
  SeenAt,
} from "../model/comparison.js";
import { compareClocks } from "./clock-difference.js";
import { compareHeaders } from "./compare-headers.js";
import { comparePayloads } from "./compare-payloads.js";
import { covers } from "./coverage.js";
import { directionOf } from "./direction.js";
import { findReordered } from "./find-reordered.js";
import { type Match, matchResets } from "./match-resets.js";
import type { CaptureSide } from "./read-side.js";
import type { SeenReset } from "./seen-reset.js";
import { Tally } from "./tally.js";

/** The same traffic, captured where the RSTs are sent and where they arrive. */
export interface CapturePair {
  readonly sender: CaptureSide;
  readonly receiver: CaptureSide;
}

type Told = Omit<ComparedReset, "kind" | "direction">;

/**
 * Says of each RST of two captures what became of it between them: first those that were sent, in
 * their order, then those that only arrived. Gives the summary at the end.
 */
export function compareCaptures(
  sides: CapturePair,
  consume: (compared: ComparedReset) => void,
): ComparisonSummary {
  const { sender, receiver } = sides;
  const clock = compareClocks(sender, receiver);
  const matching = matchResets(sender.resets, receiver.resets, clock);
  const reordered = findReordered(matching.matches);
  const byReset = new Map(matching.matches.map((match) => [match.sent, match]));
  const tally = new Tally();
  const tell = (told: Told, sent?: SeenReset, received?: SeenReset): void => {
    const sighted = { ...(sent && { sent }), ...(received && { received }) };
    const isAlike = [sent, received].some((one) => one !== undefined && matching.alike.has(one));
    const compared: ComparedReset = {
      kind: "reset",
      ...told,
      direction: directionOf(sighted, sides),
      missing: isAlike ? [...told.missing, ALIKE] : told.missing,
    };
    tally.add(compared);
    consume(compared);
  };
  for (const sent of sender.resets) {
    const match = byReset.get(sent);
    if (match) tell(tellMatch(match, reordered.has(match)), sent, match.received);
    else tell(tellOne({ sent }, receiver, clock && sent.seconds + clock.seconds), sent);
  }
  for (const received of matching.onlyReceived) {
    const seconds = clock && received.seconds - clock.seconds;
    tell(tellOne({ received }, sender, seconds), undefined, received);
  }
  return {
    kind: "summary",
    sender: describeSide(sender),
    receiver: describeSide(receiver),
    ...(clock && { clock }),
    ...tally.summarise(),
  };
}

const ALIKE = "which of several alike RSTs it is: not all of them are in both captures";
const GUESSED = "whether both are the same RST: they share too little, or others fit as well";
const UNRELATED = "whether both captures are of the same traffic: they share no SYN and no RST";
const UNCOVERED = "whether it is in the other capture: that does not reach its time";

function tellMatch({ sent, received, isAmbiguous }: Match, reordered: boolean): Told {
  const { verdict, comparedOctets } = comparePayloads(sent, received);
  const inOrder = reordered && verdict === "delivered" ? "reordered" : verdict;
  const cut =
    comparedOctets === undefined
      ? []
      : [`what is beyond the first ${comparedOctets} octets of the payload: it was not captured`];
  return {
    verdict: isAmbiguous ? "ambiguous" : inOrder,
    reordered,
    sent: seenAt(sent),
    received: seenAt(received),
    timeToLiveDifference: sent.timeToLive - received.timeToLive,
    changes: compareHeaders(sent, received),
    missing: [...(isAmbiguous ? [GUESSED] : []), ...cut],
  };
}

interface OneSided {
  readonly sent?: SeenReset;
  readonly received?: SeenReset;
}

function tellOne(
  { sent, received }: OneSided,
  other: CaptureSide,
  seconds: number | undefined,
): Told {
  const told = {
    reordered: false,
    ...(sent && { sent: seenAt(sent) }),
    ...(received && { received: seenAt(received) }),
    changes: [],
  };
  if (seconds === undefined) return { ...told, verdict: "uncovered", missing: [UNRELATED] };
  if (!covers(other, seconds)) return { ...told, verdict: "uncovered", missing: [UNCOVERED] };
  return { ...told, verdict: sent ? "dropped" : "added", missing: [] };
}

function seenAt({ frame, time, source, destination, lengthBytes, format }: SeenReset): SeenAt {
  return { frame, ...(time !== undefined && { time }), source, destination, lengthBytes, format };
}

function describeSide({ file, frames, resets, notCompared }: CaptureSide): ComparedSide {
  return { file, frames, resets: resets.length, notCompared };
}
