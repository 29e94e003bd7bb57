import {
  type ComparedGroup,
  type ComparedReset,
  type ComparedSide,
  type ComparisonSummary,
  type GroupVerdict,
  HEADER_FIELDS,
  type HeaderChange,
  type HeaderField,
  type Rate,
  type SeenAt,
  VERDICTS,
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

/** The quantile of the standard normal distribution for 95 %, both sides. */
const Z = 1.959963984540054;

/**
 * A share with Wilson's score interval (E. B. Wilson, "Probable inference, the law of succession,
 * and statistical inference", 1927), which keeps its level also for few cases and shares near 0 or
 * 1. Undefined of nothing.
 */
export function rateOf(count: number, of: number): Rate | undefined {
  if (of === 0) return undefined;
  const share = count / of;
  const scale = 1 + Z ** 2 / of;
  const centre = share + Z ** 2 / (2 * of);
  const reach = Z * Math.sqrt((share * (1 - share)) / of + Z ** 2 / (4 * of ** 2));
  // At the ends the bound is exact, and rounding must not put it beyond.
  const low = count === 0 ? 0 : (centre - reach) / scale;
  const high = count === of ? 1 : (centre + reach) / scale;
  return { count, of, share, low, high };
}

type Totals = Omit<ComparisonSummary, "kind" | "sender" | "receiver" | "clock">;
type Counts = Omit<ComparedGroup, "sent" | "intact" | "arrived">;
type GroupCounts = { -readonly [Member in keyof Counts]: Counts[Member] };

/** Counts what was compared. Its memory does not grow with the captures. */
class Tally {
  readonly #verdicts: Record<Verdict, number> = countersOf(VERDICTS);
  readonly #groups = new Map<string, GroupCounts>();
  readonly #timesToLive = new Map<number, number>();
  readonly #changes = new Map<HeaderField, number>();
  #backward = 0;

  add({ verdict, direction, sent, received, timeToLiveDifference, changes }: ComparedReset): void {
    this.#verdicts[verdict] += 1;
    if (direction === "backward") {
      this.#backward += 1;
      return;
    }
    const seen = sent ?? received;
    if (verdict === "uncovered" || seen === undefined) return;
    const { format, lengthBytes } = seen;
    const key = `${format} ${sizeClass(lengthBytes)}`;
    const group = this.#groups.get(key) ?? newGroup(format, lengthBytes);
    this.#groups.set(key, group);
    group[verdict] += 1;
    group.leastOctets = Math.min(group.leastOctets, lengthBytes);
    group.mostOctets = Math.max(group.mostOctets, lengthBytes);
    if (verdict === "ambiguous") return;
    if (timeToLiveDifference !== undefined) countUp(this.#timesToLive, timeToLiveDifference);
    for (const { field } of changes) countUp(this.#changes, field);
  }

  summarise(): Totals {
    return {
      verdicts: this.#verdicts,
      backward: this.#backward,
      groups: [...this.#groups.values()]
        .sort((a, b) => a.leastOctets - b.leastOctets || (a.format < b.format ? -1 : 1))
        .map(withRates),
      timeToLiveDifferences: [...this.#timesToLive]
        .map(([difference, resets]) => ({ difference, resets }))
        .toSorted((a, b) => b.resets - a.resets || a.difference - b.difference),
      changes: HEADER_FIELDS.flatMap((field) => {
        const resets = this.#changes.get(field);
        return resets === undefined ? [] : [{ field, resets }];
      }),
    };
  }
}

/** Sizes of one power of two belong together, and the specified 8 octets with no larger ones. */
function sizeClass(lengthBytes: number): number {
  return lengthBytes === 0 ? 0 : Math.ceil(Math.log2(lengthBytes)) + 1;
}

function newGroup(format: string, lengthBytes: number): GroupCounts {
  const verdicts = VERDICTS.filter((verdict): verdict is GroupVerdict => verdict !== "uncovered");
  const sizes = { leastOctets: lengthBytes, mostOctets: lengthBytes };
  return { format, ...sizes, ...countersOf(verdicts) };
}

function withRates(counts: GroupCounts): ComparedGroup {
  const { delivered, reordered, stripped, cut, changed, dropped, ambiguous } = counts;
  const kept = delivered + reordered;
  const came = kept + stripped + cut + changed;
  const intact = rateOf(kept, came + dropped);
  const arrived = rateOf(came, came + dropped);
  return {
    ...counts,
    sent: came + dropped + ambiguous,
    ...(intact && { intact }),
    ...(arrived && { arrived }),
  };
}

function countersOf<Name extends string>(names: readonly Name[]): Record<Name, number> {
  return Object.fromEntries(names.map((name) => [name, 0])) as Record<Name, number>;
}

function countUp<Key>(counters: Map<Key, number>, key: Key): void {
  counters.set(key, (counters.get(key) ?? 0) + 1);
}
