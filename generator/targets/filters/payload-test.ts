import { knownCodes } from "../../model/code-range.js";
import type { Field, Format, MalformedValue } from "../../model/format.js";
import type { CodeRange } from "../../model/registry.js";

/** Sizes that libpcap can load at once. */
export type LoadSize = 1 | 2 | 4;

/** What holds for some octets of a payload, read as a number. */
export interface NumberTest {
  readonly kind: "number";
  readonly offsetBytes: number;
  readonly sizeBytes: LoadSize;
  readonly relation: "=" | "!=" | ">=" | "<=";
  readonly value: number;
}

/** Octets that are asked for, by their offsets in the payload. */
export type WantedOctets = ReadonlyMap<number, number>;

/** The octets of a field with a value, in network byte order. */
function placeOctets({ offsetBytes, widthBits }: Field, value: number): WantedOctets {
  const octets = Buffer.alloc(widthBits / 8);
  octets.writeUIntBE(value, 0, octets.length);
  return new Map([...octets].map((octet, at) => [offsetBytes + at, octet]));
}

/** Tests for octets, neighbours taken together, 4, 2 or 1 of them. */
function equalTests(wanted: WantedOctets): readonly NumberTest[] {
  const tests: NumberTest[] = [];
  const end = Math.max(...wanted.keys()) + 1;
  let offsetBytes = 0;
  while (offsetBytes < end) {
    const sizeBytes = sizeAt(wanted, offsetBytes);
    if (sizeBytes) {
      const value = valueAt(wanted, offsetBytes, sizeBytes);
      tests.push({ kind: "number", offsetBytes, sizeBytes, relation: "=", value });
    }
    offsetBytes += sizeBytes ?? 1;
  }
  return tests;
}

function sizeAt(wanted: WantedOctets, offsetBytes: number): LoadSize | undefined {
  const sizes: readonly LoadSize[] = [4, 2, 1];
  return sizes.find((size) =>
    Array.from({ length: size }, (_, at) => offsetBytes + at).every((at) => wanted.has(at)),
  );
}

function valueAt(wanted: WantedOctets, offsetBytes: number, sizeBytes: LoadSize): number {
  const octets = Array.from({ length: sizeBytes }, (_, at) => wanted.get(offsetBytes + at) ?? 0);
  return Buffer.from(octets).readUIntBE(0, sizeBytes);
}

/** What holds for a payload, in terms that a capture filter can have. */
export type PayloadTest =
  | { readonly kind: "length"; readonly relation: "=" | "!=" | "<" | ">="; readonly octets: number }
  | NumberTest
  | { readonly kind: "all" | "any"; readonly tests: readonly PayloadTest[] };

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
  const { reasonCode, pen } = format;
  switch (wanted.kind) {
    case "format":
      return all([...shapeTests(format), ...(format.magic ? [] : knownCodeTests(format))]);
    case "reason": {
      const { codes } = wanted;
      const code = codes.first === codes.last ? codes.first : undefined;
      const range = code === undefined && reasonCode ? rangeTests(reasonCode, codes) : [];
      return all([...shapeTests(format, { code, pen: wanted.pen }), ...range]);
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

function shapeTests(format: Format, values: WantedValues = {}): readonly PayloadTest[] {
  const { least, most } = format.length;
  const relation = least === most ? "=" : ">=";
  return [{ kind: "length", relation, octets: least }, ...equalTests(octetsOf(format, values))];
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
  const { magic, length, text, malformedValues } = format;
  const { least, most } = length;
  const relation = least === most ? "!=" : "<";
  const magicOctets = magic ? magic.offsetBytes + magic.widthBits / 8 : 0;
  return all([
    { kind: "length", relation: ">=", octets: magicOctets },
    ...equalTests(octetsOf(format)),
    any([
      { kind: "length", relation, octets: least },
      ...(text ? [] : malformedValues.map(brokenBy)),
    ]),
  ]);
}

function brokenBy({ field, value, when }: MalformedValue): PayloadTest {
  return when === "is" ? all(equalTests(placeOctets(field, value))) : differs(field, value);
}

function all(tests: readonly PayloadTest[]): PayloadTest {
  return joined("all", tests);
}

function any(tests: readonly PayloadTest[]): PayloadTest {
  return joined("any", tests);
}

function joined(kind: "all" | "any", tests: readonly PayloadTest[]): PayloadTest {
  const [only] = tests;
  return only && tests.length === 1 ? only : { kind, tests };
}

interface WantedValues {
  readonly code?: number | undefined;
  readonly pen?: number | undefined;
}

function octetsOf(format: Format, values: WantedValues = {}): WantedOctets {
  return new Map([
    ...format.fields.flatMap((field) => {
      const value = wantedValue(field, values);
      return value === undefined ? [] : [...placeOctets(field, value)];
    }),
    ...(format.magic ? [] : zerosOf(format)),
  ]);
}

function zerosOf({ padding }: Format): readonly (readonly [offset: number, octet: number])[] {
  if (!padding) return [];
  const { offsetBytes, sizeBytes } = padding;
  const length = Math.min(sizeBytes, TESTED_PADDING_OCTETS);
  return Array.from({ length }, (_, at) => [offsetBytes + at, 0]);
}

function wantedValue(field: Field, { code, pen }: WantedValues): number | undefined {
  switch (field.kind) {
    case "magic":
      return field.value;
    case "reason-code":
      return code;
    case "pen":
      return pen;
    case "number":
      return undefined;
    default:
      return field satisfies never;
  }
}

function differs(field: Field, value: number): PayloadTest {
  return any(
    equalTests(placeOctets(field, value)).map((test) => ({ ...test, relation: "!=" as const })),
  );
}

/** A reason code has 8 bits or 16, which is one load. */
function rangeTests({ offsetBytes, widthBits }: Field, { first, last }: CodeRange): NumberTest[] {
  const code = { kind: "number", offsetBytes, sizeBytes: widthBits === 8 ? 1 : 2 } as const;
  if (first === last) return [{ ...code, relation: "=", value: first }];
  return [
    ...(first > 0 ? [{ ...code, relation: ">=" as const, value: first }] : []),
    ...(last < 2 ** widthBits - 1 ? [{ ...code, relation: "<=" as const, value: last }] : []),
  ];
}
