import {
  type ComparedGroup,
  type ComparedReset,
  type ComparisonSummary,
  type GroupVerdict,
  HEADER_FIELDS,
  type HeaderField,
  type Rate,
  VERDICTS,
  type Verdict,
} from "../model/comparison.js";

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
export class Tally {
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
