import { describe, expect, it } from "vitest";
import { comparisonWith, groupWith, rateFor } from "../../test/support/comparison.js";
import type { ComparisonSummary } from "../model/comparison.js";
import { Comparisons } from "./comparisons.js";

describe("Comparisons", () => {
  it("adds up shares, those of payloads without the RSTs that have none", () => {
    const empty = groupWith({
      format: "empty",
      leastOctets: 0,
      mostOctets: 0,
      intact: rateFor(9, 10),
      arrived: rateFor(9, 10),
    });
    const { intact: _intact, arrived: _arrived, ...uncertain } = groupWith({ format: "text" });
    const comparisons = new Comparisons();
    comparisons.add(comparisonWith({ groups: [empty, groupWith(), uncertain] }));
    comparisons.add(comparisonWith());
    const { count, sent, arrived, sentWithPayload, intact } = comparisons;
    expect({ count, sent, arrived, sentWithPayload, intact }).toEqual({
      count: 2,
      sent: 22,
      arrived: 17,
      sentWithPayload: 12,
      intact: 6,
    });
  });

  it("keeps no more than a page shows, and counts all", () => {
    const comparisons = new Comparisons();
    for (let at = 0; at < 25; at += 1) comparisons.add(comparisonWith({ backward: at }));
    expect(comparisons.shown.map(({ backward }) => backward)).toEqual([...Array(20).keys()]);
    expect({ count: comparisons.count, sent: comparisons.sent }).toEqual({ count: 25, sent: 150 });
  });

  it("counts one that is given again once, and shows the same ones in any order", () => {
    const all = Array.from({ length: 40 }, (_, at) => {
      const sender = { file: `${at}.pcap`, frames: 9, resets: at % 7, notCompared: 0 };
      return comparisonWith({ sender });
    });
    const shownOf = (given: readonly ComparisonSummary[]) => {
      const comparisons = new Comparisons();
      for (const one of [...given, ...given]) comparisons.add(one);
      expect([comparisons.count, comparisons.leftOut.length]).toEqual([40, 40]);
      return comparisons.shown.map(({ sender }) => sender.file);
    };
    expect(shownOf(all.toReversed())).toEqual(shownOf(all));
  });
});
