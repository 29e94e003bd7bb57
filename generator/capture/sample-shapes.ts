import type { Format, PatternPart, TextPattern } from "../model/format.js";
import { type Model, TRUNCATED } from "../model/model.js";
import type { ExpectedFacts } from "./expectation.js";

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
