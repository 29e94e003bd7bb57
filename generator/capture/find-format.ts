import type { Format } from "../model/format.js";
import { findCause, type Registry } from "../model/registry.js";
import { readPlainText } from "./plain-text.js";
import { type Payload, readField } from "./read-field.js";

/** The first format that a payload is of; an empty one, or one of which nothing was captured, is of none. */
export function findFormat(formats: readonly Format[], payload: Payload): Format | undefined {
  if (payload.octets.length === 0) return undefined;
  return formats.find((format) =>
    format.magic
      ? readField(format.magic, payload) === format.magic.value
      : fitsShape(format, payload),
  );
}

/** Whether all is there that tells a format without a magic number. */
function fitsShape(format: Format, payload: Payload): boolean {
  const { least, most } = format.length;
  const { lengthBytes } = payload;
  return (
    lengthBytes >= least &&
    lengthBytes <= most &&
    fitsCode(format, payload) &&
    fitsPadding(format, payload) &&
    fitsText(format, payload)
  );
}

function fitsCode({ reasonCode, registry }: Format, payload: Payload): boolean {
  if (!reasonCode || !registry) return true;
  const code = readField(reasonCode, payload);
  return code !== undefined && isKnown(registry, code);
}

/** A sender of any revision must be recognised. */
function isKnown(registry: Registry, code: number): boolean {
  return [registry, ...registry.others].some((one) => findCause(one, code) !== undefined);
}

function fitsPadding({ padding }: Format, { octets }: Payload): boolean {
  if (!padding) return true;
  const end = padding.offsetBytes + padding.sizeBytes;
  return octets.subarray(padding.offsetBytes, end).every((octet) => octet === 0);
}

/** Of a text, at least as much was captured as the format's least length: less says nothing. */
function fitsText({ text, length }: Format, payload: Payload): boolean {
  if (!text) return true;
  if (payload.octets.length < length.least) return false;
  return textOf(text.offsetBytes, payload) !== undefined;
}

/** The text from an offset on, where it is one. */
export function textOf(offsetBytes: number, { octets, lengthBytes }: Payload): string | undefined {
  return readPlainText(octets.subarray(offsetBytes), octets.length < lengthBytes);
}
