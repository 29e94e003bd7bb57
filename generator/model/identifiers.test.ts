import { describe, expect, it } from "vitest";
import {
  IANA_PEN,
  LAST_CODE,
  LAST_VENDOR_PEN,
  pen,
  RESERVED_CODE,
  reasonCode,
} from "./identifiers.js";

describe("pen", () => {
  it.each([0, 1, 32473, 0xffffffff])("is any number of 32 bits: %d", (value) => {
    expect(pen(value)).toBe(value);
  });

  it.each([-1, 0x100000000, 1.5, Number.NaN, Number.POSITIVE_INFINITY])(
    "throws for %d",
    (value) => {
      expect(() => pen(value)).toThrow(`no private enterprise number: ${value}`);
    },
  );

  it("is IANA's where it is 0, and a vendor's below 4294967295", () => {
    expect(IANA_PEN).toBe(0);
    expect(LAST_VENDOR_PEN).toBe(4294967294);
  });
});

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
