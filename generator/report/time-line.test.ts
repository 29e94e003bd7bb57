import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumOf } from "./kind.js";
import { TimeLine } from "./time-line.js";

const at = (milliseconds: number) => new Date(milliseconds).toISOString();

describe("TimeLine", () => {
  it("counts each kind in its step, empty steps among them", () => {
    const line = new TimeLine();
    line.add(at(1000), "stated");
    line.add(at(1000), "benign");
    line.add(at(1003), "inferred");
    expect(line.width).toBe(1);
    expect(line.steps().map(({ start, counts }) => [start, sumOf(counts)])).toEqual([
      [1000, 2],
      [1001, 0],
      [1002, 0],
      [1003, 1],
    ]);
  });

  it("has no step for those without a time", () => {
    const line = new TimeLine();
    line.add(undefined, "stated");
    expect(line.steps()).toEqual([]);
  });

  it("loses nothing when steps are joined, and never has more than 96", () => {
    const times = fc.array(fc.integer({ min: -6e13, max: 2e14 }), { minLength: 1 });
    fc.assert(
      fc.property(times, (moments) => {
        const line = new TimeLine();
        for (const moment of moments) line.add(at(moment), "unknown");
        const steps = line.steps();
        expect(steps.length).toBeLessThanOrEqual(96);
        for (const { start, counts } of steps) {
          const inside = moments.filter((one) => one >= start && one < start + line.width);
          expect(counts.unknown).toBe(inside.length);
        }
        expect(steps.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(moments.length);
      }),
    );
  });
});
