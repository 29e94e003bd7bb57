import { describe, expect, it } from "vitest";
import { LAST_CODE, RESERVED_CODE, reasonCode } from "./identifiers.js";

describe("reasonCode", () => {
  it.each([0, 1, 14, 65535])("is any number of 16 bits: %d", (value) => {
    expect(reasonCode(value)).toBe(value);
  });

  it.each([-1, 65536, 0.5, Number.NaN, Number.POSITIVE_INFINITY])("throws for %d", (value) => {
    expect(() => reasonCode(value)).toThrow(`no reason code: ${value}`);
  });

  it("has 0 reserved and 65535 last", () => {
    expect([RESERVED_CODE, LAST_CODE]).toEqual([0, 65535]);
  });
});
