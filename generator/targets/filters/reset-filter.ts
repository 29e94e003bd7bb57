import { knownCodes } from "../../model/code-range.js";
import type { Field, Format, TextField } from "../../model/format.js";
import { IANA_PEN } from "../../model/identifiers.js";
import type { Model } from "../../model/model.js";
import type { CodeRange, Registry } from "../../model/registry.js";
import { hex } from "../rendering/layout.js";
import {
  all,
  any,
  type CaptureForm,
  captureFilter,
  type PayloadTest,
  testLength,
  testNumber,
} from "./capture-filter.js";

/**
 * Filter names that Wireshark's development branch uses too. All that is ours alone is
 * below `rstdiag.`, so that no filter changes its meaning with an upgrade.
 */
const UPSTREAM = "tcp.rst_diagnostic";

/** The magic number, where the length is right. */
export const MAGIC_FILTER = `${UPSTREAM}.magic`;
/** Whose registry the code is from. */
const PEN_FILTER = `${UPSTREAM}.pen`;
/** The reason code where the PEN is 0. */
export const REASON_CODE_FILTER = `${UPSTREAM}.reason_code`;
/** The reason code where the PEN is not 0. */
export const VENDOR_CODE_FILTER = `${UPSTREAM}.vendor_reason_code`;

/**
 * The display filter name of a field of a format: upstream's, but for a number that only our
 * definition has, and in a format without a magic number, which is a guess.
 */
export function fieldFilter({ magic, pen }: Format, field: Field | TextField): string {
  const kind = "kind" in field ? field.kind : "text";
  const isNamedByKind = kind === "magic" || kind === "pen" || (kind === "reason-code" && pen);
  const word = (isNamedByKind ? kind : field.name).replaceAll("-", "_");
  return `${magic && kind !== "number" ? UPSTREAM : "rstdiag"}.${word}`;
}

/** What a filter finds: payloads of formats, by their ids. */
export type Finding = Wanted & { readonly formats: readonly string[] };

/** How to find some of the resets: in Wireshark, and with libpcap while capturing. */
export interface ResetFilter {
  readonly finds: Finding;
  readonly display: string;
  readonly capture: (form: CaptureForm) => string;
}

/**
 * Finds what is wanted of some formats. Where none are given: the malformed payloads of those with
 * a magic number, since no others have any, and else the diagnostic payloads.
 */
export function resetFilter(
  model: Model,
  wanted: Wanted,
  formats: readonly Format[] = wanted.kind === "malformed"
    ? model.formats.filter(({ magic }) => magic)
    : model.diagnosticFormats,
): ResetFilter {
  const tests = formats.map((format) => payloadTest(format, wanted));
  return {
    finds: { ...wanted, formats: formats.map(({ id }) => id) },
    display: displayFilter(model, wanted, formats),
    capture: (form) => captureFilter(tests, form),
  };
}

/** Finds a format; none where no capture filter can. */
export function formatFilter(model: Model, format: Format): ResetFilter | undefined {
  return isTestable(format) ? resetFilter(model, { kind: "format" }, [format]) : undefined;
}

/**
 * Finds a reason of a registry: of IANA's and vendors', by the PEN, and of those that a format has
 * without a PEN. None where no format carries the codes of the registry.
 */
export function reasonFilter(
  model: Model,
  registry: Registry,
  { codes, pen }: { readonly codes: CodeRange; readonly pen?: number | undefined },
): ResetFilter | undefined {
  const carries = (format: Format) => format.registry?.id === registry.id;
  const formats =
    pen === undefined
      ? model.formats.filter((one) => !one.pen && isTestable(one) && carries(one))
      : model.diagnosticFormats.filter((one) => pen !== IANA_PEN || carries(one));
  if (formats.length === 0) return undefined;
  const { first, last } = codes;
  const reason = { kind: "reason", codes: { first, last } } as const;
  return resetFilter(model, pen === undefined ? reason : { ...reason, pen }, formats);
}

/** The display filter of formats: by their magic numbers, else by their ids. */
export function displayFormats(formats: readonly Format[]): string {
  const magics = formats.flatMap(({ magic }) => (magic ? [hex(magic.value, magic.widthBits)] : []));
  return magics.length === formats.length
    ? isOneOf(MAGIC_FILTER, magics)
    : isOneOf(
        "rstdiag.format",
        formats.map(({ id }) => `"${id}"`),
      );
}

function displayFilter(model: Model, wanted: Wanted, formats: readonly Format[]): string {
  // The same number means something else in a format with another registry.
  const magic =
    formats.length < model.diagnosticFormats.length ? ` && ${displayFormats(formats)}` : "";
  switch (wanted.kind) {
    case "format":
      return displayFormats(formats);
    case "reason": {
      const { codes, pen } = wanted;
      if (pen === undefined) return plainCodeFilter(codes, formats);
      if (pen === IANA_PEN) return `${isIn(REASON_CODE_FILTER, codes)}${magic}`;
      return `${isIn(VENDOR_CODE_FILTER, codes)} && ${PEN_FILTER} == ${pen}${magic}`;
    }
    case "pen":
      return `${PEN_FILTER} == ${wanted.pen}${magic}`;
    case "vendor":
      return `${PEN_FILTER} != 0${magic}`;
    case "malformed":
      return malformedFilter(formats);
    default:
      return wanted satisfies never;
  }
}

/** Formats without a PEN have names of their own for their codes. */
function plainCodeFilter(codes: CodeRange, formats: readonly Format[]): string {
  const names = formats.flatMap((one) =>
    one.reasonCode ? [fieldFilter(one, one.reasonCode)] : [],
  );
  return [...new Set(names)].map((name) => isIn(name, codes)).join(" || ");
}

/** Of a text, a capture filter tests the length alone, and where that is right is the magic number. */
function malformedFilter(formats: readonly Format[]): string {
  const texts = formats.filter(({ text }) => text);
  const exception = texts.length === 0 ? "" : ` && !(${displayFormats(texts)})`;
  return `rstdiag.malformed${exception}`;
}

function isIn(name: string, { first, last }: CodeRange): string {
  return `${name} ${first === last ? `== ${first}` : `in {${first}..${last}}`}`;
}

/** Holds where a field of Wireshark's has one of some values, as these are written there. */
export function isOneOf(name: string, values: readonly string[]): string {
  return values.length === 1 ? `${name} == ${values[0]}` : `${name} in {${values.join(", ")}}`;
}

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
