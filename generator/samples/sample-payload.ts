import {
  type DiagnosticFormat,
  type Field,
  type Format,
  type PatternPart,
  type TextPattern,
  validValue,
} from "../model/format.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { recordMember } from "../model/record.js";
import { findCause, type Registry } from "../model/registry.js";
import type { ExpectedFacts } from "./expectation.js";

/** Values for the fields of a format, by name; what is not named is the least that is valid. */
export type FieldValues = Readonly<Record<string, number>>;

/** The octets of a payload with these values. */
export function encodePayload(format: DiagnosticFormat, values: FieldValues): Uint8Array {
  const octets = Buffer.alloc(format.length.octets);
  for (const field of format.fields) {
    octets.writeUIntBE(valueIn(format, field, values), field.offsetBytes, field.widthBits / 8);
  }
  return octets;
}

/** What a payload with these values states, its first `captured` octets being in the capture. */
export function expectValues(
  model: Model,
  format: DiagnosticFormat,
  values: FieldValues,
  captured = format.length.octets,
): ExpectedFacts {
  const seen = new Map(
    format.fields
      .filter(({ offsetBytes, widthBits }) => offsetBytes + widthBits / 8 <= captured)
      .map((field) => [field.name, valueIn(format, field, values)]),
  );
  const broken = format.malformedValues
    .filter(({ field, value, when }) => {
      const found = seen.get(field.name);
      return found !== undefined && (when === "is" ? found === value : found !== value);
    })
    .map(({ problem }) => problem);
  const cut = captured < format.length.octets;
  const reasonCode = seen.get(format.reasonCode.name);
  const pen = seen.get(format.pen.name);
  return {
    format: format.id,
    status: broken.length > 0 ? "malformed" : cut ? "truncated" : "valid",
    problems: [...new Set(broken), ...(cut ? [TRUNCATED] : [])],
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...knownWords(model, format, reasonCode, pen),
    numbers: Object.fromEntries(
      format.fields
        .filter(({ kind, name }) => kind === "number" && seen.has(name))
        .map(({ name }) => [recordMember(name), seen.get(name) ?? 0]),
    ),
  };
}

/** What a payload of a wrong length states. */
export function expectWrongLength(format: DiagnosticFormat, cut: boolean): ExpectedFacts {
  const problems = [format.length.problem, ...(cut ? [TRUNCATED] : [])];
  return { format: format.id, status: "malformed", problems, numbers: {} };
}

function valueIn(format: DiagnosticFormat, field: Field, values: FieldValues): number {
  if (field.kind === "magic") return field.value;
  return values[field.name] ?? validValue(format, field);
}

/** The words of the code's registry, and those that its other revisions have for the code. */
function knownWords(
  model: Model,
  format: DiagnosticFormat,
  code: number | undefined,
  pen: number | undefined,
): Pick<ExpectedFacts, "reason" | "otherReadings"> {
  if (code === undefined || pen === undefined) return {};
  const registry = pen === 0 ? format.registry : model.vendorByPen.get(pen)?.registry;
  const wordsIn = (revision: Registry | undefined) =>
    revision && findCause(revision, code)?.description;
  const reason = wordsIn(registry);
  const otherReadings = (registry?.others ?? [])
    .map((other) => ({ revision: other.revision ?? "", reason: wordsIn(other) ?? "" }))
    .filter((other) => other.reason !== "" && other.reason !== reason);
  return {
    ...(reason !== undefined && { reason }),
    ...(otherReadings.length > 0 && { otherReadings }),
  };
}

/** What must be seen of a payload that is of no format with anything in it, cut or not. */
export function expectOpaque({ formats }: Model, isCut = false): { facts?: ExpectedFacts } {
  const open = formats.find(({ fields, text }) => fields.length === 0 && !text);
  return open ? { facts: wholeOf(open, isCut) } : {};
}

/** What must be seen of a printable text that is long enough to be one. */
export function expectText(model: Model, text: string, isCut = false): { facts?: ExpectedFacts } {
  const format = model.formats.find((one) => one.text && !one.magic);
  if (!format) return expectOpaque(model, isCut);
  return { facts: { ...wholeOf(format, isCut), text } };
}

/** Whether a payload is of a format with a magic number, whatever else it looks like. */
export function beginsWithMagic(
  { diagnosticFormats: formats }: Model,
  payload: Uint8Array,
): boolean {
  const first = Buffer.from(payload).toString("hex");
  return formats.some(({ magic }) =>
    first.startsWith(magic.value.toString(16).padStart(magic.widthBits / 4, "0")),
  );
}

/** The facts of a payload whose status depends on the capture alone. */
export function wholeOf({ id }: Format, isCut: boolean): ExpectedFacts {
  return {
    format: id,
    status: isCut ? "truncated" : "valid",
    problems: isCut ? [TRUNCATED] : [],
    numbers: {},
  };
}

/** A text that has the pattern, with all optional parts or without, and states the reason. */
export function writePattern({ parts }: TextPattern, reason: string, hasOptional: boolean): string {
  return parts.map((part) => writePart(part, reason, hasOptional)).join("");
}

function writePart(part: PatternPart, reason: string, hasOptional: boolean): string {
  switch (part.kind) {
    case "literal":
      return part.text;
    case "optional":
      return hasOptional ? part.text : "";
    case "decimal":
      return "3045";
    case "hexadecimal":
      return "11c5672";
    case "reason":
      return reason;
    default:
      return part satisfies never;
  }
}
