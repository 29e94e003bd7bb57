import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { readPayload } from "../decode/read-payload.js";
import type { DiagnosticFormat } from "../model/format.js";
import { encodePayload, expectValues, expectWrongLength } from "./sample-payload.js";

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

  it("throws for a value beyond its field", () => {
    expect(() => encodePayload(diagnostic, { "reason-code": 65_536 })).toThrow(RangeError);
  });
});

describe("expectValues", () => {
  it.each([
    [
      "a known code",
      { "reason-code": 14 },
      8,
      {
        status: "valid",
        problems: [],
        reasonCode: 14,
        pen: 0,
        reason: "Connection timeout",
        otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
      },
    ],
    [
      "an unknown code",
      { "reason-code": 0xffff },
      8,
      { status: "valid", problems: [], reasonCode: 0xffff, pen: 0 },
    ],
    [
      "an unknown vendor",
      { "reason-code": 14, pen: 0xffffffff },
      8,
      { status: "valid", problems: [], reasonCode: 14, pen: 0xffffffff },
    ],
    [
      "the reserved code",
      { "reason-code": 0 },
      8,
      {
        status: "malformed",
        problems: ["reserved-code"],
        reasonCode: 0,
        pen: 0,
        reason: "Reserved",
      },
    ],
    [
      "the reserved code, then a cut",
      { "reason-code": 0 },
      4,
      { status: "malformed", problems: ["reserved-code", "truncated"], reasonCode: 0 },
    ],
    [
      "a cut behind the code",
      { "reason-code": 14 },
      7,
      { status: "truncated", problems: ["truncated"], reasonCode: 14 },
    ],
    [
      "a cut behind the magic number",
      { "reason-code": 14 },
      3,
      { status: "truncated", problems: ["truncated"] },
    ],
  ])("says what must be seen of %s", (_name, values, captured, facts) => {
    expect(expectValues(own, diagnostic, values, captured)).toEqual({
      format: "diagnostic",
      ...facts,
      numbers: {},
    });
  });

  it.each([own, extended])("agrees with the decoder on any values and cut", (model) => {
    const anyPen = fc.constantFrom(0, 1, 32473, 0xffffffff);
    fc.assert(
      fc.property(
        fc.constantFrom(...model.diagnosticFormats),
        fc.nat(20),
        anyPen,
        fc.nat(12),
        fc.nat(3),
        (format, code, pen, cut, number) => {
          const numbers = format.fields.filter(({ kind }) => kind === "number");
          const values = {
            ...Object.fromEntries(numbers.map(({ name }) => [name, number])),
            [format.reasonCode.name]: code,
            [format.pen.name]: pen,
          };
          const { octets: lengthBytes } = format.length;
          const captured = Math.max(2, lengthBytes - cut);
          const octets = encodePayload(format, values).subarray(0, captured);
          const {
            standing: _standing,
            lengthBytes: _length,
            organisation: _organisation,
            registry: _registry,
            revision: _revision,
            reference: _reference,
            ...seen
          } = readPayload(model, { octets, lengthBytes }) ?? {};
          expect(expectValues(model, format, values, captured)).toEqual(seen);
        },
      ),
    );
  });
});

describe("expectWrongLength", () => {
  it("demands no value, and says where the rest was cut", () => {
    const malformed = { format: "diagnostic", status: "malformed", numbers: {} };
    expect(expectWrongLength(diagnostic, false)).toEqual({
      ...malformed,
      problems: ["wrong-length"],
    });
    expect(expectWrongLength(diagnostic, true)).toEqual({
      ...malformed,
      problems: ["wrong-length", "truncated"],
    });
  });
});
