import { describe, expect, it } from "vitest";
import { IdleGaps } from "./gaps.js";

function gapsOf(...seconds: readonly (number | undefined)[]): IdleGaps {
  const gaps = new IdleGaps();
  for (const one of seconds) gaps.add(one);
  return gaps;
}

describe("IdleGaps", () => {
  it.each([240, 300, 350, 600, 900])("tells %d s from its neighbours among the timers", (timer) => {
    const [own] = gapsOf(timer).bins();
    const others = [60, 240, 300, 350, 600, 900, 1800].filter((one) => one !== timer);
    for (const other of others) {
      const isInside = other >= (own?.fromSeconds ?? 0) && other < (own?.toSeconds ?? 0);
      expect(isInside).toBe(false);
    }
  });

  it.each([
    [350, 1],
    [352, 1],
    [349, 1],
    [353, 0],
    [348.9, 0],
  ])("counts %d s %d times for the timer of 350 s", (seconds, count) => {
    const timer = gapsOf(seconds)
      .timers()
      .find((one) => one.seconds === 350);
    expect(timer?.count).toBe(count);
  });

  it("counts what is too short or too long in the first and the last bin", () => {
    const bins = gapsOf(0, 1e-9, 1e12).bins();
    expect(bins.map(({ count }) => count)).toEqual([2, 1]);
  });

  it("keeps what is not known apart", () => {
    const gaps = gapsOf(undefined, 1);
    expect([gaps.known, gaps.unknown]).toEqual([1, 1]);
  });
});
