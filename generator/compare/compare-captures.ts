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
import {
  type CapturePair,
  directionOf,
  findReordered,
  type Match,
  matchResets,
  type Sighted,
} from "./match-resets.js";
import { type CaptureSide, compareClocks, covers, type SeenReset } from "./read-side.js";
import { Tally } from "./tally.js";

/** The header fields that are not as they were sent; what only one IP version has is left out. */
function compareHeaders(sent: SeenReset, received: SeenReset): readonly HeaderChange[] {
  return HEADER_FIELDS.flatMap((field) => {
    const [before, after] = [fieldOf(sent, field), fieldOf(received, field)];
    if (before === undefined || after === undefined || before === after) return [];
    return [{ field, sent: before, received: after }];
  });
}

function fieldOf(reset: SeenReset, field: HeaderField): string | number | undefined {
  const value = reset[field];
  if (typeof value !== "object") return value;
  const { address, port } = value;
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What became of an RST; what is known of it apart from that follows from where it was seen. */
type Outcome = Pick<ComparedReset, "verdict" | "missing">;

/** What became of a payload, as far as both captures have it. */
function comparePayloads(sent: SeenReset, received: SeenReset): Outcome {
  const least = Math.min(sent.lengthBytes, received.lengthBytes);
  const captured = Math.min(sent.payload.length, received.payload.length);
  const isEqual = sent.payload.slice(0, captured) === received.payload.slice(0, captured);
  if (!isEqual) return { verdict: "changed", missing: [] };
  const unseen = `what is beyond the first ${captured} octets of the payload: it was not captured`;
  const missing = captured < least ? [unseen] : [];
  if (received.lengthBytes === sent.lengthBytes) return { verdict: "delivered", missing };
  if (received.lengthBytes > sent.lengthBytes) return { verdict: "changed", missing };
  return { verdict: received.lengthBytes === 0 ? "stripped" : "cut", missing };
}

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
  const { matches, onlyReceived, alike } = matchResets(sender.resets, receiver.resets, clock);
  const reordered = findReordered(matches);
  const byReset = new Map(matches.map((match) => [match.sent, match]));
  const tally = new Tally();
  const report = (sighted: Sighted, { verdict, missing }: Outcome, isReordered = false): void => {
    const { sent, received } = sighted;
    const isAlike = [sent, received].some((one) => one && alike.has(one));
    const compared: ComparedReset = {
      kind: "reset",
      verdict,
      reordered: isReordered,
      ...(sent && { sent: seenAt(sent) }),
      ...(received && { received: seenAt(received) }),
      ...(sent && received && { timeToLiveDifference: sent.timeToLive - received.timeToLive }),
      changes: sent && received ? compareHeaders(sent, received) : [],
      missing: isAlike ? [...missing, ALIKE] : missing,
      direction: directionOf(sighted, sides),
    };
    tally.add(compared);
    consume(compared);
  };
  for (const sent of sender.resets) {
    const match = byReset.get(sent);
    if (match === undefined) {
      const isCovered = clock && covers(receiver, sent.seconds + clock.seconds);
      report({ sent }, describeMissing("dropped", isCovered));
    } else report(match, describeMatch(match, reordered.has(match)), reordered.has(match));
  }
  for (const received of onlyReceived) {
    const isCovered = clock && covers(sender, received.seconds - clock.seconds);
    report({ received }, describeMissing("added", isCovered));
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

function describeMatch({ sent, received, isAmbiguous }: Match, isReordered: boolean): Outcome {
  const { verdict, missing } = comparePayloads(sent, received);
  if (isAmbiguous) return { verdict: "ambiguous", missing: [GUESSED, ...missing] };
  return { verdict: isReordered && verdict === "delivered" ? "reordered" : verdict, missing };
}

/** Of an RST that one capture alone has; without a clock nobody knows whether the other covers it. */
function describeMissing(verdict: Verdict, isCovered: boolean | undefined): Outcome {
  if (isCovered) return { verdict, missing: [] };
  return { verdict: "uncovered", missing: [isCovered === undefined ? UNRELATED : UNCOVERED] };
}

function seenAt({ frame, time, source, destination, lengthBytes, format }: SeenReset): SeenAt {
  return { frame, ...(time !== undefined && { time }), source, destination, lengthBytes, format };
}

function describeSide({ file, frames, resets, notCompared }: CaptureSide): ComparedSide {
  return { file, frames, resets: resets.length, notCompared };
}
