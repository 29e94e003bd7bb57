import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { rateOf } from "./tally.js";

describe("Wilson's interval", () => {
  // R. G. Newcombe, Statistics in Medicine 17 (1998), table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])("of %i in %i is as published", (count, of, low, high) => {
    const rate = rateOf(count, of);
    expect(rate?.low).toBeCloseTo(low, 4);
    expect(rate?.high).toBeCloseTo(high, 4);
  });

  it("is none of nothing", () => expect(rateOf(0, 0)).toBeUndefined());

  it("has the share in it, and mirrors", () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.nat(1000), (count, rest) => {
        const rate = rateOf(count, count + rest);
        const other = rateOf(rest, count + rest);
        if (!rate || !other) return;
        expect(rate.low).toBeGreaterThanOrEqual(0);
        expect(rate.low).toBeLessThanOrEqual(rate.share);
        expect(rate.high).toBeGreaterThanOrEqual(rate.share);
        expect(rate.high).toBeLessThanOrEqual(1);
        expect(other.low).toBeCloseTo(1 - rate.high, 12);
      }),
    );
  });
});
