import {
  type DiagnosticFormat,
  type Field,
  type Format,
  type PaddingField,
  type ReasonCodeField,
  validValue,
} from "./format.js";
import type { Registry } from "./registry.js";

/** Values for the fields of a format, by name; what is not named is the least that is valid. */
export type FieldValues = Readonly<Record<string, number>>;

/** The value that a field has in a payload with these values. */
export function fieldValue(format: Format, field: Field, values: FieldValues): number {
  if (field.kind === "magic") return field.value;
  return values[field.name] ?? validValue(format, field);
}

/**
 * The first octets of a payload with these values; what is behind its fields is zero. Throws
 * `RangeError` where a value does not fit its field.
 */
export function encodePayload(
  format: Format,
  values: FieldValues,
  lengthBytes = format.length.least,
): Uint8Array {
  const octets = new Uint8Array(Math.max(lengthBytes, format.length.least));
  for (const field of format.fields) {
    let value = fieldValue(format, field, values);
    const end = field.offsetBytes + field.widthBits / 8;
    for (let at = end - 1; at >= field.offsetBytes; at -= 1) {
      octets[at] = value;
      value = Math.floor(value / 256);
    }
    if (value !== 0) throw new RangeError(`${field.name} has a value beyond its field`);
  }
  return octets.subarray(0, lengthBytes);
}

/**
 * A format that nothing but its shape speaks for, with a number in it: the experiment of the
 * draft's appendix A with Linux. tcpdump has no place for a label, so it is read only on request.
 */
export interface ShapeFormat extends Format {
  readonly reasonCode: ReasonCodeField;
  readonly registry: Registry;
  readonly padding: PaddingField;
}

/** Whether nothing but its shape speaks for a format. */
export function isShape(format: Format): format is ShapeFormat {
  const { magic, reasonCode, registry, padding, text, length } = format;
  const isFixed = length.least === length.most;
  return isFixed && !magic && !text && Boolean(reasonCode && registry && padding);
}

/** A reason code and its PEN as values of a format. */
export function codeValues(
  { reasonCode, pen }: DiagnosticFormat,
  code: number,
  owner: number,
): FieldValues {
  return { [reasonCode.name]: code, [pen.name]: owner };
}

/** Whether it is the payload that the development branches of tcpdump and Wireshark read themselves. */
export function isUpstreamPayload(format: DiagnosticFormat): boolean {
  return format.magic.value === 0x33aa && hasUpstreamLayout(format);
}

/**
 * Whether it is that payload but for its magic number: 8 octets, no further number, and malformed with
 * reason code 0 alone.
 */
export function hasUpstreamLayout(format: DiagnosticFormat): boolean {
  const { magic, length, reasonCode, pen, fields, malformedValues } = format;
  const [rule, ...others] = malformedValues;
  return (
    magic.widthBits === 16 &&
    length.octets === 8 &&
    isAt(reasonCode, 2, 16) &&
    isAt(pen, 4, 32) &&
    fields.every(({ kind }) => kind !== "number") &&
    rule?.field.name === reasonCode.name &&
    rule.when === "is" &&
    rule.value === 0 &&
    others.length === 0
  );
}

function isAt(
  field: Readonly<Record<"offsetBytes" | "widthBits", number>>,
  offsetBytes: number,
  widthBits: number,
): boolean {
  return field.offsetBytes === offsetBytes && field.widthBits === widthBits;
}
