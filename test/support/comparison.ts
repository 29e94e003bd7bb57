import type { ComparedGroup, ComparisonSummary, Rate } from "../../generator/model/comparison.js";

const SIDE = { frames: 9, resets: 6, notCompared: 0 };

const NONE = {
  delivered: 0,
  reordered: 0,
  stripped: 0,
  cut: 0,
  changed: 0,
  dropped: 0,
  added: 0,
  ambiguous: 0,
  uncovered: 0,
};

/** A share with an interval of no theory; only for tests. */
export function rateFor(count: number, of: number): Rate {
  const share = count / of;
  return { count, of, share, low: share / 2, high: (share + 1) / 2 };
}

/** Six RSTs of which four arrived, three of them as sent; only for tests. */
export function groupWith(change: Partial<ComparedGroup> = {}): ComparedGroup {
  const { uncovered: _uncovered, ...verdicts } = NONE;
  return {
    ...verdicts,
    format: "diagnostic",
    leastOctets: 8,
    mostOctets: 8,
    sent: 6,
    delivered: 3,
    stripped: 1,
    dropped: 2,
    intact: rateFor(3, 6),
    arrived: rateFor(4, 6),
    ...change,
  };
}

/** What compare says at the end of one such group; only for tests. */
export function comparisonWith(change: Partial<ComparisonSummary> = {}): ComparisonSummary {
  return {
    kind: "summary",
    sender: { file: "server.pcap", ...SIDE },
    receiver: { file: "client.pcap", ...SIDE, resets: 4 },
    clock: { seconds: -0.25, spreadSeconds: 0, landmarks: 7 },
    verdicts: { ...NONE, delivered: 3, stripped: 1, dropped: 2 },
    backward: 0,
    groups: [groupWith()],
    timeToLiveDifferences: [{ difference: 5, resets: 4 }],
    changes: [{ field: "dscp", resets: 2 }],
    ...change,
  };
}
