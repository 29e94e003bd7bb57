import type { DiagnosticFormat } from "./format.js";

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
