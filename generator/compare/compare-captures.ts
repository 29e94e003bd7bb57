import {
  type ComparedReset,
  type ComparedSide,
  type ComparisonSummary,
  HEADER_FIELDS,
  type HeaderChange,
  type HeaderField,
  type SeenAt,
  type Verdict,
} from "../model/comparison.js";
import type { Endpoint } from "../model/record.js";
import {
  directionOf,
  findReordered,
  type Match,
  matchResets,
  type Sighted,
} from "./match-resets.js";
import { type CaptureSide, compareClocks, covers, type SeenReset } from "./read-side.js";
import { Tally } from "./tally.js";

const VALUES: Readonly<Record<HeaderField, (reset: SeenReset) => string | number | undefined>> = {
  source: ({ source }) => showEnd(source),
  destination: ({ destination }) => showEnd(destination),
  "sequence-number": ({ sequenceNumber }) => sequenceNumber,
  "acknowledgment-number": ({ acknowledgmentNumber }) => acknowledgmentNumber,
  "control-bits": ({ controlBits }) => controlBits,
  window: ({ window }) => window,
  options: ({ options }) => options,
  dscp: ({ dscp }) => dscp,
  ecn: ({ ecn }) => ecn,
  identification: ({ identification }) => identification,
};

/** The header fields that are not as they were sent; what only one IP version has is left out. */
function compareHeaders(sent: SeenReset, received: SeenReset): readonly HeaderChange[] {
  return HEADER_FIELDS.flatMap((field) => {
    const [before, after] = [VALUES[field](sent), VALUES[field](received)];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ field, sent: before, received: after }];
  });
}

function showEnd({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

interface PayloadVerdict {
  readonly verdict: Extract<Verdict, "delivered" | "stripped" | "cut" | "changed">;
  /** How many octets speak for it, where they are not all. */
  readonly comparedOctets: number | undefined;
}

/** What became of a payload, as far as both captures have it. */
function comparePayloads(sent: SeenReset, received: SeenReset): PayloadVerdict {
  const least = Math.min(sent.lengthBytes, received.lengthBytes);
  const captured = Math.min(sent.payload.length, received.payload.length);
  const comparedOctets = captured < least ? captured : undefined;
  const isEqual = sent.payload.slice(0, captured) === received.payload.slice(0, captured);
  if (!isEqual) return { verdict: "changed", comparedOctets: undefined };
  if (received.lengthBytes === sent.lengthBytes) return { verdict: "delivered", comparedOctets };
  if (received.lengthBytes > sent.lengthBytes) return { verdict: "changed", comparedOctets };
  return { verdict: received.lengthBytes === 0 ? "stripped" : "cut", comparedOctets };
}

/** The same traffic, captured where the RSTs are sent and where they arrive. */
export interface CapturePair {
  readonly sender: CaptureSide;
  readonly receiver: CaptureSide;
}

/** An RST and what became of it. */
type Outcome = Omit<ComparedReset, "kind" | "direction">;

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
  const report = (sighted: Sighted, outcome: Outcome): void => {
    const isAlike = [sighted.sent, sighted.received].some((one) => one && matching.alike.has(one));
    const compared: ComparedReset = {
      kind: "reset",
      ...outcome,
      direction: directionOf(sighted, sides),
      missing: isAlike ? [...outcome.missing, ALIKE] : outcome.missing,
    };
    tally.add(compared);
    consume(compared);
  };
  for (const sent of sender.resets) {
    const match = byReset.get(sent);
    if (match) report(match, describeMatch(match, reordered.has(match)));
    else report({ sent }, describeOne({ sent }, receiver, clock && sent.seconds + clock.seconds));
  }
  for (const received of matching.onlyReceived) {
    const seconds = clock && received.seconds - clock.seconds;
    report({ received }, describeOne({ received }, sender, seconds));
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

function describeMatch({ sent, received, isAmbiguous }: Match, reordered: boolean): Outcome {
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

/** What became of an RST that is in one capture alone, at this time of the other. */
function describeOne(
  { sent, received }: Sighted,
  other: CaptureSide,
  seconds: number | undefined,
): Outcome {
  const isCovered = seconds !== undefined && covers(other, seconds);
  return {
    verdict: isCovered ? (sent ? "dropped" : "added") : "uncovered",
    reordered: false,
    ...(sent && { sent: seenAt(sent) }),
    ...(received && { received: seenAt(received) }),
    changes: [],
    missing: isCovered ? [] : [seconds === undefined ? UNRELATED : UNCOVERED],
  };
}

function seenAt({ frame, time, source, destination, lengthBytes, format }: SeenReset): SeenAt {
  return { frame, ...(time !== undefined && { time }), source, destination, lengthBytes, format };
}

function describeSide({ file, frames, resets, notCompared }: CaptureSide): ComparedSide {
  return { file, frames, resets: resets.length, notCompared };
}
