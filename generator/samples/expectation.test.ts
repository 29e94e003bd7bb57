import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { extendedModel, ownModel } from "../../test/support/models.js";
import { readPayload } from "../decode/read-payload.js";
import type { DiagnosticFormat } from "../model/format.js";
import { encodePayload } from "../model/payload.js";
import {
  expectValues,
  expectWrongLength,
  formatExpectation,
  parseExpectation,
} from "./expectation.js";

const facts = {
  format: "diagnostic",
  status: "valid",
  problems: [],
  reasonCode: 14,
  pen: 0,
  numbers: {},
} as const;

describe("formatExpectation", () => {
  it.each([
    ["nothing", { sentence: "One." }, "One.\nmust see: nothing"],
    [
      "facts",
      { sentence: "One.", facts },
      'One.\nmust see: {"format":"diagnostic","status":"valid","problems":[],"reasonCode":14,"pen":0,"numbers":{}}',
    ],
    [
      "a tool that cannot see it",
      { sentence: "One.", blind: { tool: "tcpdump", why: "it: is so" } },
      "One.\nmust see: nothing\nnot seen by tcpdump: it: is so",
    ],
  ])("says what must be seen, a line each: %s", (_name, expectation, comment) => {
    expect(formatExpectation(expectation)).toBe(comment);
    expect(parseExpectation(comment)).toEqual(expectation);
  });
});

describe("parseExpectation", () => {
  it("gives back whatever words a registry has", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (reason, why) => {
        const oneLine = why.replace(/[\n\r\u2028\u2029]/g, " ");
        const blind = { tool: "tshark", why: oneLine };
        const expectation = { sentence: "One.", facts: { ...facts, reason }, blind };
        expect(parseExpectation(formatExpectation(expectation))).toEqual(expectation);
      }),
    );
  });

  it.each([
    ["no comment", undefined],
    ["an empty one", ""],
    ["a sentence alone", "must see: nothing"],
    ["other words", "One.\nmay see: nothing"],
  ])("throws where nothing is demanded: %s", (_name, comment) => {
    expect(() => parseExpectation(comment)).toThrow("does not say what must be seen");
  });

  it("throws for facts that are not JSON", () => {
    expect(() => parseExpectation("One.\nmust see: all")).toThrow(SyntaxError);
  });
});

const own = ownModel();
const extended = extendedModel();

function formatOf(model: typeof own, id: string): DiagnosticFormat {
  const format = model.diagnosticFormats.find((one) => one.id === id);
  if (!format) throw new Error(`no format ${id}`);
  return format;
}

const diagnostic = formatOf(own, "diagnostic");

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
