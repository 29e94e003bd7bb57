import type { Field, Format, TextField } from "../../model/format.js";
import { IANA_PEN } from "../../model/identifiers.js";
import type { Model } from "../../model/model.js";
import type { CodeRange, Registry } from "../../model/registry.js";
import { hex } from "../rendering/layout.js";
import { type CaptureForm, captureFilter } from "./capture-filter.js";
import { isTestable, payloadTest, type Wanted } from "./payload-test.js";

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
