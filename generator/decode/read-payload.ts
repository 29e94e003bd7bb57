import { countOctets, octetAt } from "../capture/byte-order.js";
import { BoundedMap } from "../model/bounded-map.js";
import {
  type Field,
  type Format,
  findOtherReadings,
  type PatternPart,
  type TextPattern,
  TRUNCATED,
} from "../model/format.js";
import { pen, reasonCode } from "../model/identifiers.js";
import type { Model } from "../model/model.js";
import type { Reading } from "../model/record.js";
import { recordMember } from "../model/record-member.js";
import { findCause, type Registry } from "../model/registry.js";
import { type Payload, readPrintable } from "./printable-text.js";

/** The field's number, where all its octets were captured. Network byte order. */
function readField({ offsetBytes, widthBits }: Field, { octets }: Payload): number | undefined {
  let value = 0;
  for (let at = offsetBytes; at < offsetBytes + widthBits / 8; at += 1) {
    const octet = octetAt(octets, at);
    if (octet === undefined) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

/** The first format that a payload is of; an empty one, or one of which nothing was captured, is of none. */
export function findFormat(formats: readonly Format[], payload: Payload): Format | undefined {
  if (countOctets(payload.octets) === 0) return undefined;
  return formats.find((format) =>
    format.magic
      ? readField(format.magic, payload) === format.magic.value
      : fitsShape(format, payload),
  );
}

/** Whether all is there that tells a format without a magic number. */
function fitsShape(format: Format, payload: Payload): boolean {
  const { length, reasonCode, registry, padding, text } = format;
  const { octets, lengthBytes } = payload;
  if (lengthBytes < length.least || lengthBytes > length.most) return false;
  if (reasonCode && registry && !isKnown(registry, readField(reasonCode, payload))) return false;
  if (padding) {
    const { offsetBytes, sizeBytes } = padding;
    for (let at = offsetBytes; at < offsetBytes + sizeBytes; at += 1) {
      if ((octetAt(octets, at) ?? 0) !== 0) return false;
    }
  }
  // Of a text, at least as much was captured as the format's least length: less says nothing.
  return (
    !text ||
    (countOctets(octets) >= length.least && readPrintable(payload, text.offsetBytes) !== undefined)
  );
}

/** A sender of any revision must be recognised. */
function isKnown(registry: Registry, code: number | undefined): boolean {
  if (code === undefined) return false;
  return [registry, ...registry.others].some((one) => findCause(one, code) !== undefined);
}

/** Most RSTs of a capture state one of few things: the readings of short payloads are kept. */
const KEPT_OCTETS = 16;
const KEPT_READINGS = 1000;
const kept = new WeakMap<Model, BoundedMap<Reading>>();

/**
 * The reference reading of the payload of an RST segment. Gives nothing where there is none, or
 * where none of it was captured.
 */
export function readPayload(model: Model, payload: Payload): Reading | undefined {
  const { octets, lengthBytes } = payload;
  const count = countOctets(octets);
  if (count > KEPT_OCTETS) return readAnew(model, payload);
  const readings = kept.get(model) ?? new BoundedMap<Reading>(KEPT_READINGS);
  kept.set(model, readings);
  let key = `${lengthBytes}`;
  for (let at = 0; at < count; at += 1) key = `${key} ${octetAt(octets, at)}`;
  const reading = readings.get(key) ?? readAnew(model, payload);
  if (reading !== undefined) readings.set(key, reading);
  return reading;
}

function readAnew(model: Model, payload: Payload): Reading | undefined {
  const format = findFormat(model.formats, payload);
  if (!format) return undefined;
  const cut = countOctets(payload.octets) < payload.lengthBytes ? [TRUNCATED] : [];
  const { id, standing, length } = format;
  const { lengthBytes } = payload;
  const { least, most, problem } = length;
  if (problem !== undefined && (lengthBytes < least || lengthBytes > most)) {
    const problems = [problem, ...cut];
    return { format: id, standing, lengthBytes, status: "malformed", numbers: {}, problems };
  }
  const text = format.text && readPrintable(payload, format.text.offsetBytes);
  const noText = text === undefined ? format.text?.problem : undefined;
  const broken = [...brokenRules(format, payload), ...(noText === undefined ? [] : [noText])];
  return {
    format: id,
    standing,
    lengthBytes,
    status: broken.length > 0 ? "malformed" : cut.length > 0 ? "truncated" : "valid",
    ...stateCode(model, format, payload),
    ...(text ? { text, ...matchPattern(format.patterns, text) } : {}),
    numbers: numbersOf(format, payload),
    problems: [...broken, ...cut],
  };
}

function brokenRules(format: Format, payload: Payload): readonly string[] {
  const broken = format.malformedValues.filter(({ field, value, when }) => {
    const found = readField(field, payload);
    return found !== undefined && (found === value) === (when === "is");
  });
  return [...new Set(broken.map(({ problem }) => problem))];
}

function numbersOf(format: Format, payload: Payload): Readonly<Record<string, number>> {
  const numbers = format.fields.flatMap((field) => {
    const value = field.kind === "number" ? readField(field, payload) : undefined;
    return value === undefined ? [] : [[recordMember(field.name), value] as const];
  });
  return Object.fromEntries(numbers);
}

/** The code and, where it is known whose it is, its words. Without a PEN, it is of the format's registry. */
function stateCode(model: Model, format: Format, payload: Payload): Partial<Reading> {
  const code = format.reasonCode && readField(format.reasonCode, payload);
  const owner = format.pen && readField(format.pen, payload);
  const vendor = owner ? model.vendorByPen.get(owner) : undefined;
  const registry = !format.pen || owner === 0 ? format.registry : vendor?.registry;
  return {
    ...(code !== undefined && { reasonCode: reasonCode(code) }),
    ...(owner !== undefined && { pen: pen(owner) }),
    ...(code !== undefined &&
      vendor?.organisation !== undefined && { organisation: vendor.organisation }),
    ...(code !== undefined && registry && lookUp(registry, code)),
  };
}

function lookUp(registry: Registry, code: number): Partial<Reading> {
  const row = findCause(registry, code);
  const otherReadings = findOtherReadings(registry, code);
  return {
    registry: registry.id,
    ...(registry.revision !== undefined && { revision: registry.revision }),
    ...(row && { reason: row.description }),
    ...(row?.reference && { reference: row.reference }),
    ...(otherReadings.length > 0 && { otherReadings }),
  };
}

/** The first pattern that the whole text has, and the cause in the words of what wrote it. */
function matchPattern(patterns: readonly TextPattern[], text: string): Partial<Reading> {
  for (const { id, parts } of patterns) {
    const reason = matchParts(parts, text);
    if (reason !== undefined) return { pattern: id, reason };
  }
  return {};
}

/** The cause, which is the rest of the text behind all other parts; no part can match in two ways. */
function matchParts(parts: readonly PatternPart[], text: string): string | undefined {
  let rest = text;
  for (const part of parts) {
    if (part.kind === "reason") return rest === "" ? undefined : rest;
    const length = lengthOf(part, rest);
    if (length === undefined) return undefined;
    rest = rest.slice(length);
  }
  return undefined;
}

/** How much of the text a part takes; undefined where the text does not begin with it. */
function lengthOf(part: PatternPart, text: string): number | undefined {
  if (part.kind === "literal") return text.startsWith(part.text) ? part.text.length : undefined;
  if (part.kind === "optional") return text.startsWith(part.text) ? part.text.length : 0;
  const digits = part.kind === "decimal" ? DECIMAL : HEXADECIMAL;
  let length = 0;
  while (length < text.length && digits.includes(text.charAt(length))) length += 1;
  return length === 0 ? undefined : length;
}

const DECIMAL = "0123456789";
const HEXADECIMAL = "0123456789ABCDEFabcdef";
