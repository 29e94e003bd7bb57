import { knownCodes } from "../../model/code-range.js";
import type { Field, Format } from "../../model/format.js";
import type { CodeRange } from "../../model/registry.js";
import { all, any, type PayloadTest, testLength, testNumber } from "./capture-filter.js";

/** Which payloads of a format are looked for. */
export type Wanted =
  | { readonly kind: "format" }
  /** Without a PEN, in formats that have none. */
  | { readonly kind: "reason"; readonly codes: CodeRange; readonly pen?: number }
  | { readonly kind: "pen"; readonly pen: number }
  | { readonly kind: "vendor" }
  | { readonly kind: "malformed" };

/** A test of all zeros of a padding could be hundreds of loads: this many octets must do. */
const TESTED_PADDING_OCTETS = 4;

/** Whether a capture filter can tell a format: by its magic number, or by the one length it has. */
export function isTestable({ magic, length }: Format): boolean {
  return magic !== undefined || length.least === length.most;
}

/** Tests of the payloads that are wanted, the length first, as it excludes most of them. */
export function payloadTest(format: Format, wanted: Wanted): PayloadTest {
  const { magic, reasonCode, pen } = format;
  switch (wanted.kind) {
    case "format":
      return all([...shapeTests(format), ...(magic ? [] : knownCodeTests(format))]);
    case "reason": {
      const { first, last } = wanted.codes;
      if (first === last) return all(shapeTests(format, { code: first, pen: wanted.pen }));
      const range = reasonCode ? rangeTests(reasonCode, wanted.codes) : [];
      return all([...shapeTests(format, { pen: wanted.pen }), ...range]);
    }
    case "pen":
      return all(shapeTests(format, { pen: wanted.pen }));
    case "vendor":
      return all([...shapeTests(format), ...(pen ? [differs(pen, 0)] : [])]);
    case "malformed":
      return malformedTest(format);
    default:
      return wanted satisfies never;
  }
}

interface WantedValues {
  readonly code?: number | undefined;
  readonly pen?: number | undefined;
}

function shapeTests(format: Format, values: WantedValues = {}): readonly PayloadTest[] {
  const { least, most } = format.length;
  return [testLength(least === most ? "=" : ">=", least), ...equalTests(octetsOf(format, values))];
}

/** Where no magic number tells the format, the code must be one that some revision has. */
function knownCodeTests({ reasonCode, registry }: Format): readonly PayloadTest[] {
  if (!reasonCode || !registry) return [];
  const ranges = knownCodes(registry).map((codes) => rangeTests(reasonCode, codes));
  // Where every code is known, there is nothing to test.
  return ranges.some(({ length }) => length === 0) ? [] : [any(ranges.map(all))];
}

/**
 * A shorter payload could show the magic number in what follows the segment in its frame. What
 * makes a text malformed is beyond a capture filter, so that of a text only the length is tested.
 */
function malformedTest(format: Format): PayloadTest {
  const { magic, length, text } = format;
  const broken = format.malformedValues.map(({ field, value, when }) =>
    when === "is" ? all(equalTests(placeOctets(field, value))) : differs(field, value),
  );
  return all([
    testLength(">=", magic ? magic.offsetBytes + magic.widthBits / 8 : 0),
    ...equalTests(octetsOf(format)),
    any([
      testLength(length.least === length.most ? "!=" : "<", length.least),
      ...(text ? [] : broken),
    ]),
  ]);
}

function differs(field: Field, value: number): PayloadTest {
  return any(equalTests(placeOctets(field, value), "!="));
}

/** The beginning of a payload in hexadecimal, two dots for an octet that may be any. */
function octetsOf(format: Format, { code, pen }: WantedValues = {}): string {
  const { fields, magic, padding } = format;
  const values = { "reason-code": code, pen, number: undefined };
  const octets = fields
    .map((field) => digitsOf(field, field.kind === "magic" ? field.value : values[field.kind]))
    .join("");
  if (magic || !padding) return octets;
  const zeros = "00".repeat(Math.min(padding.sizeBytes, TESTED_PADDING_OCTETS));
  return octets.padEnd(padding.offsetBytes * 2, ".") + zeros;
}

function placeOctets(field: Field, value: number): string {
  return "..".repeat(field.offsetBytes) + digitsOf(field, value);
}

function digitsOf({ widthBits }: Field, value: number | undefined): string {
  const digits = widthBits / 4;
  return value === undefined ? ".".repeat(digits) : value.toString(16).padStart(digits, "0");
}

/** Tests for octets, neighbours taken together: libpcap can load 4, 2 or 1 of them at once. */
function equalTests(octets: string, operator = "="): readonly PayloadTest[] {
  return [...octets.matchAll(/[\da-f]{8}|[\da-f]{4}|[\da-f]{2}/g)].map(({ 0: digits, index }) => {
    const value = /^0+$/.test(digits) ? "0" : `0x${digits}`;
    return testNumber(index / 2, digits.length / 2, `${operator} ${value}`);
  });
}

/** A reason code has 8 bits or 16, which is one load. */
function rangeTests(field: Field, { first, last }: CodeRange): readonly PayloadTest[] {
  if (first === last) return equalTests(placeOctets(field, first));
  const test = (relation: string) => testNumber(field.offsetBytes, field.widthBits / 8, relation);
  return [
    ...(first > 0 ? [test(`>= ${first}`)] : []),
    ...(last < 2 ** field.widthBits - 1 ? [test(`<= ${last}`)] : []),
  ];
}
