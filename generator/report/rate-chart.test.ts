import { describe, expect, it } from "vitest";
import { groupWith } from "../../test/support/comparison.js";
import { drawRateChart } from "./arrival.js";

const GROUP = groupWith({
  intact: { count: 0, of: 4, share: 0, low: 0, high: 0.5 },
  arrived: { count: 4, of: 4, share: 1, low: 0.5, high: 1 },
});

const draw = (...groups: Parameters<typeof groupWith>[0][]) =>
  drawRateChart("one", "Shares", groups.map(groupWith)).toString();

/** Numbers of each match, in their order. */
const numbersOf = (text: string, pattern: RegExp) =>
  [...text.matchAll(pattern)].map((match) => match.slice(1).map(Number));

describe("the chart of shares", () => {
  const drawn = draw(GROUP);
  const [none = 0, half = 0, all = 0] = [0, 50, 100].map((tick) =>
    Number(new RegExp(`x="([\\d.]+)" y="[\\d.]+">${tick} %<`).exec(drawn)?.[1]),
  );

  it("puts points and the ends of intervals where the scale has them", () => {
    expect(none).toBeLessThan(half);
    expect(half - none).toBeCloseTo(all - half, 0);
    expect(numbersOf(drawn, /<circle cx="([\d.]+)"/g)).toEqual([[none]]);
    // The side of the square is 8.
    expect(numbersOf(drawn, /<rect x="([\d.]+)"/g)).toEqual([[all - 4]]);
    expect(numbersOf(drawn, /<path d="M([\d.]+) [\d.]+H([\d.]+)M/g)).toEqual([
      [none, half],
      [half, all],
    ]);
  });

  it("says the same in words", () => {
    expect(drawn).toContain(
      "diagnostic, 8 octets: 0.0 % (0.0-50.0) arrived as sent, 100.0 % (50.0-100.0) arrived at all.</desc>",
    );
    expect(drawn).toContain("<title>0 of 4 arrived as sent: 0.0 % (0.0-50.0)</title>");
  });

  it("names sizes as they were seen, and none of an empty RST", () => {
    const names = draw({ leastOctets: 33, mostOctets: 64 }, { format: "empty", mostOctets: 0 });
    expect(names).toContain(">diagnostic, 33-64 octets</text>");
    expect(names).toContain(">empty</text>");
  });

  it("is not there where no share is", () => {
    const { intact: _intact, arrived: _arrived, ...uncertain } = groupWith();
    expect(drawRateChart("one", "Shares", [uncertain]).toString()).toBe("");
  });
});
