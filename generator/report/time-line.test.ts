import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sumOf } from "./chart.js";
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

  it("lets no clock that was years off make one bar of all others", () => {
    const line = new TimeLine();
    const start = Date.parse("2026-05-05T12:00:00Z");
    for (let second = 0; second < 60; second += 1) line.add(at(start + 1000 * second), "inferred");
    line.add("9999-12-31T23:59:59Z", "stated");
    line.add("0000-01-01T00:00:00.000000001Z", "stated");
    const { period, steps, width, outside } = line.focus();
    expect(period).toEqual({ first: start, last: start + 59_000 });
    expect([steps.length, width, outside]).toEqual([60, 1000, 2]);
    expect(line.steps().length).toBeLessThanOrEqual(96);
  });

  it("leaves nothing out of captures of some months", () => {
    const line = new TimeLine();
    for (const day of ["2026-05-05", "2026-05-06", "2026-11-20"]) {
      line.add(`${day}T00:00:00Z`, "inferred");
    }
    expect(line.focus().outside).toBe(0);
    expect(line.period?.last).toBe(Date.parse("2026-11-20T00:00:00Z"));
  });

  it("has no more moments than have room, of whatever times there are", () => {
    const line = new TimeLine();
    for (let one = 0; one < 50_000; one += 1) line.add(at(one * 4e9 - 6e13), "unknown");
    const steps = line.steps();
    expect(steps.reduce((sum, { counts }) => sum + sumOf(counts), 0)).toBe(50_000);
    expect(steps.length).toBeLessThanOrEqual(96);
  });
});
