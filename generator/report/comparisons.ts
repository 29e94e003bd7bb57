import { createHash } from "node:crypto";
import { countOf, showSeconds } from "../explain/core/words.js";
import {
  type ClockDifference,
  type ComparedGroup,
  type ComparisonSummary,
  type Rate,
  VERDICTS,
  type Verdict,
} from "../model/comparison.js";
import { compareNames } from "./groups.js";
import { BestOf } from "./kept-items.js";

/** What each verdict means, for people. */
export const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  delivered: "the payload is as sent, and in order among the RSTs of its connection",
  reordered: "delivered, but it changed places with another RST of its connection",
  stripped: "it arrived without its payload",
  cut: "it arrived with the first octets of its payload alone",
  changed: "it arrived with other octets, or with more",
  dropped: "only the sender's capture has it",
  added: "only the receiver's capture has it",
  ambiguous: "the evidence allows more than one of these: in no share",
  uncovered:
    "the other capture does not reach its time, or nothing shows that it is of the same traffic: in no share",
};

const SHOWN_TIMES_TO_LIVE = 4;

/** `10 delivered, 5 dropped`; empty where nothing was compared. */
export function showVerdicts({ verdicts }: ComparisonSummary): string {
  return VERDICTS.filter((verdict) => verdicts[verdict] > 0)
    .map((verdict) => `${verdicts[verdict].toLocaleString("en")} ${verdict}`)
    .join(", ");
}

/** The sizes of a group's payloads: `8`, `33-64`. */
export function showSizes({ leastOctets, mostOctets }: ComparedGroup): string {
  return leastOctets === mostOctets ? String(leastOctets) : `${leastOctets}-${mostOctets}`;
}

/** A share with its interval, in percent: `66.7 % (30.0-90.3)`. */
export function showRate(rate: Rate | undefined): string {
  if (rate === undefined) return "-";
  const [share, low, high] = [rate.share, rate.low, rate.high].map((one) => (one * 100).toFixed(1));
  return `${share} % (${low}-${high})`;
}

/** `1 (10)`: by how much less the TTL was on arrival, with the RSTs in brackets. */
export function showTimesToLive(found: ComparisonSummary["timeToLiveDifferences"]): string {
  const shown = found.slice(0, SHOWN_TIMES_TO_LIVE);
  const parts = shown.map(({ difference, resets }) => `${difference} (${resets})`);
  const others = found.length - shown.length;
  return [...parts, ...(others > 0 ? [countOf(others, "other value")] : [])].join(", ");
}

/** The header fields that changed, with the RSTs in brackets; `none` of none. */
export function showChanges(changes: ComparisonSummary["changes"]): string {
  return changes.map(({ field, resets }) => `${field} (${resets})`).join(", ") || "none";
}

/** How the receiver's clock goes against the sender's: `5.1 ms ahead`. */
export function showClock({ seconds }: ClockDifference): string {
  return `${showSeconds(Math.abs(seconds))} ${seconds < 0 ? "behind" : "ahead"}`;
}

/** A page with more drawings is slow to open, and nobody reads them. */
const ROOM = 20;

/** Comparisons of two captures: those of the most RSTs to be shown, all of them counted once. */
export class Comparisons {
  readonly #shown = new BestOf<ComparisonSummary>(ROOM, compareSummaries);
  readonly #digests = new Set<string>();
  /** Names of those that were given again. */
  readonly leftOut: string[] = [];
  /** RSTs that were certainly sent, of all comparisons. */
  sent = 0;
  /** Of which arrived, with any payload or with none. */
  arrived = 0;
  /** Of which were sent with a payload. */
  sentWithPayload = 0;
  /** Of which arrived with the payload as it was sent. */
  intact = 0;

  get count(): number {
    return this.#digests.size;
  }

  /** By the names of their captures. */
  get shown(): readonly ComparisonSummary[] {
    return this.#shown.items.toSorted(
      (a, b) => compareNames(nameOf(a), nameOf(b)) || compareSummaries(a, b),
    );
  }

  add(summary: ComparisonSummary): void {
    const digest = createHash("sha256").update(JSON.stringify(summary)).digest("base64");
    if (this.#digests.has(digest)) {
      this.leftOut.push(nameOf(summary));
      return;
    }
    this.#digests.add(digest);
    this.#shown.add(summary);
    for (const { intact, arrived, mostOctets } of summary.groups) {
      this.sent += arrived?.of ?? 0;
      this.arrived += arrived?.count ?? 0;
      if (mostOctets === 0) continue;
      this.sentWithPayload += intact?.of ?? 0;
      this.intact += intact?.count ?? 0;
    }
  }
}

function nameOf({ sender, receiver }: ComparisonSummary): string {
  return `${sender.file} to ${receiver.file}`;
}

/** The one with more RSTs first; else by all that it says. */
function compareSummaries(a: ComparisonSummary, b: ComparisonSummary): number {
  return (
    b.sender.resets - a.sender.resets ||
    compareNames(nameOf(a), nameOf(b)) ||
    a.backward - b.backward ||
    compareNames(JSON.stringify(a), JSON.stringify(b))
  );
}
