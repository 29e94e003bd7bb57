import { describe, expect, it } from "vitest";
import { Random } from "../proof/fuzz/random.js";

describe("Random", () => {
  it("is the same for the same seed, and another for another", () => {
    const first = new Random(1).octets(1000);
    expect(new Random(1).octets(1000)).toEqual(first);
    expect(new Random(2).octets(1000)).not.toEqual(first);
  });

  it("goes on beyond its first block", () => {
    const random = new Random(3);
    const blocks = Array.from({ length: 4 }, () => random.octets(40_000).toString("hex"));
    expect(new Set(blocks).size).toBe(4);
    expect(() => random.octets(65_537)).toThrow(RangeError);
  });

  it.each([1, 2, 7, 256])("gives each number below %i, and no other", (limit) => {
    const random = new Random(4);
    const seen = new Set(Array.from({ length: limit * 50 }, () => random.below(limit)));
    expect([...seen].sort((a, b) => a - b)).toEqual(Array.from({ length: limit }, (_, at) => at));
  });

  it("picks what is there", () => {
    const random = new Random(5);
    expect(["a", "b"]).toContain(random.pick(["a", "b"]));
    expect(() => random.pick([])).toThrow("nothing to pick from");
  });
});
