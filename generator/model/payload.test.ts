import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import type { DiagnosticFormat } from "./format.js";
import { encodePayload } from "./payload.js";

const own = ownModel();
const extended = extendedModel();

function formatOf(model: typeof own, id: string): DiagnosticFormat {
  const format = model.diagnosticFormats.find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format;
}

const diagnostic = formatOf(own, "diagnostic");
const second = formatOf(extended, "second-format");
const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

describe("encodePayload", () => {
  it.each([
    [
      "all fields in network byte order",
      diagnostic,
      { "reason-code": 1234, pen: 32473 },
      "33aa04d200007ed9",
    ],
    [
      "the largest values",
      diagnostic,
      { "reason-code": 0xffff, pen: 0xffffffff },
      "33aaffffffffffff",
    ],
    ["the least valid value for what is not named", diagnostic, {}, "33aa000100000000"],
    ["the value that a field must have", second, { "the-pen": 1 }, "33ab02000000000100000001"],
    [
      "another value where it is named",
      second,
      { "layout-version": 9 },
      "33ab09000000000100000000",
    ],
    ["a magic number that cannot be named", diagnostic, { magic: 1 }, "33aa000100000000"],
  ])("writes %s", (_name, format, values, octets) => {
    expect(hex(encodePayload(format, values))).toBe(octets);
  });

  it("writes its first octets, or zeros behind its fields", () => {
    expect(hex(encodePayload(diagnostic, {}, 3))).toBe("33aa00");
    expect(hex(encodePayload(diagnostic, {}, 10))).toBe("33aa0001000000000000");
  });

  it("throws for a value beyond its field", () => {
    expect(() => encodePayload(diagnostic, { "reason-code": 65_536 })).toThrow(RangeError);
  });
});
