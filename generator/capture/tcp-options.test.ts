import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTcpOptions } from "./tcp-options.js";

const read = (...octets: readonly number[]) =>
  readTcpOptions(Buffer.from(octets), 0, octets.length);
const NOTHING = {
  windowScale: undefined,
  hasTimestamps: false,
  multipathReset: undefined,
  hasFastClose: false,
};
const TIMESTAMPS = [8, 10, 0, 0, 0, 1, 0, 0, 0, 2];

describe("readTcpOptions", () => {
  it.each([
    ["none", [], {}],
    ["a window scale", [1, 3, 3, 7], { windowScale: 7 }],
    ["a window scale beyond 14", [3, 3, 200], { windowScale: 14 }],
    ["timestamps behind others", [2, 4, 5, 180, 4, 2, ...TIMESTAMPS], { hasTimestamps: true }],
    ["MP_TCPRST", [30, 4, 0x80, 6], { multipathReset: { reason: 6, isTransient: false } }],
    [
      "a transient MP_TCPRST",
      [30, 4, 0x81, 2],
      { multipathReset: { reason: 2, isTransient: true } },
    ],
    ["MP_FASTCLOSE", [30, 12, 0x70, 0, 1, 2, 3, 4, 5, 6, 7, 8], { hasFastClose: true }],
    ["another MPTCP option", [30, 4, 0x60, 0], {}],
    ["nothing behind the end of the list", [0, 3, 3, 7], {}],
    ["nothing behind a length of 0", [8, 0, 3, 3, 7], {}],
    ["nothing behind a length beyond the end", [8, 40, 3, 3, 7], {}],
    ["a kind without a length", [1, 8], {}],
    ["timestamps of a wrong length", [8, 4, 0, 0], {}],
  ])("reads %s", (_name, octets, expected) => {
    expect(read(...octets)).toEqual({ ...NOTHING, ...expected });
  });

  it("never throws", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 40 }), (octets) => {
        expect(() => readTcpOptions(Buffer.from(octets), 0, octets.length)).not.toThrow();
      }),
    );
  });
});
