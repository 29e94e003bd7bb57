import {
  type Field,
  type Format,
  findOtherReadings,
  type PatternPart,
  type TextField,
  type TextPattern,
} from "../model/format.js";
import { pen, reasonCode } from "../model/identifiers.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { type Reading, recordMember } from "../model/record.js";
import { findCause, type Registry } from "../model/registry.js";
import { findUnprintable } from "../model/text.js";

/** What may stand in a text besides printable characters. */
const LAYOUT = /[\t\n\r]/g;

/** What was captured of a payload, and how long it was on the wire. */
export interface Payload {
  /** The captured octets, `lengthBytes` of them or fewer. */
  readonly octets: Uint8Array;
  /** SEG.LEN. */
  readonly lengthBytes: number;
}

/** The field's number, where all its octets were captured. Network byte order. */
function readField({ offsetBytes, widthBits }: Field, { octets }: Payload): number | undefined {
  let value = 0;
  for (let at = offsetBytes; at < offsetBytes + widthBits / 8; at += 1) {
    const octet = octets[at];
    if (octet === undefined) return undefined;
    value = value * 256 + octet;
  }
  return value;
}

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
  const { length, reasonCode, registry, padding, text } = format;
  const { octets, lengthBytes } = payload;
  if (lengthBytes < length.least || lengthBytes > length.most) return false;
  if (reasonCode && registry && !isKnown(registry, readField(reasonCode, payload))) return false;
  if (padding) {
    const { offsetBytes, sizeBytes } = padding;
    const zeros = octets.subarray(offsetBytes, offsetBytes + sizeBytes);
    if (!zeros.every((octet) => octet === 0)) return false;
  }
  // Of a text, at least as much was captured as the format's least length: less says nothing.
  return !text || (octets.length >= length.least && readText(text, payload) !== undefined);
}

/** A sender of any revision must be recognised. */
function isKnown(registry: Registry, code: number | undefined): boolean {
  if (code === undefined) return false;
  return [registry, ...registry.others].some((one) => findCause(one, code) !== undefined);
}

/**
 * The payload from a text's first octet on, where it is printable UTF-8 up to the last octet. Where
 * the snapshot length cut it, the last character may be incomplete: it is left out.
 */
function readText(field: TextField, { octets, lengthBytes }: Payload): string | undefined {
  // A byte order mark is no text here, so it has to stay and be seen.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  const stream = octets.length < lengthBytes;
  let text: string;
  try {
    text = decoder.decode(octets.subarray(field.offsetBytes), { stream });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return findUnprintable(text.replace(LAYOUT, "")) === undefined ? text : undefined;
}

/**
 * The reference reading of the payload of an RST segment. Gives nothing where there is none, or
 * where none of it was captured.
 */
export function readPayload(model: Model, payload: Payload): Reading | undefined {
  const format = findFormat(model.formats, payload);
  if (!format) return undefined;
  const cut = payload.octets.length < payload.lengthBytes ? [TRUNCATED] : [];
  const base = { format: format.id, standing: format.standing, lengthBytes: payload.lengthBytes };
  const { least, most, problem } = format.length;
  if (problem !== undefined && (payload.lengthBytes < least || payload.lengthBytes > most)) {
    return { ...base, status: "malformed", numbers: {}, problems: [problem, ...cut] };
  }
  const text = format.text && readText(format.text, payload);
  const noText = text === undefined ? format.text?.problem : undefined;
  const broken = [...brokenRules(format, payload), ...(noText === undefined ? [] : [noText])];
  return {
    ...base,
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

const EXPRESSIONS = new WeakMap<TextPattern, RegExp>();

/** The first pattern that the whole text has, and the cause in the words of what wrote it. */
function matchPattern(patterns: readonly TextPattern[], text: string): Partial<Reading> {
  for (const pattern of patterns) {
    const reason = expressionOf(pattern).exec(text)?.groups?.["reason"];
    if (reason !== undefined) return { pattern: pattern.id, reason };
  }
  return {};
}

function expressionOf(pattern: TextPattern): RegExp {
  const known = EXPRESSIONS.get(pattern);
  if (known) return known;
  const expression = new RegExp(`^${pattern.parts.map(sourceOf).join("")}$`, "s");
  EXPRESSIONS.set(pattern, expression);
  return expression;
}

const SOURCES = { decimal: "[0-9]+", hexadecimal: "[0-9A-Fa-f]+", reason: "(?<reason>.+)" };

/** No part can match in two ways, so no text takes long. */
function sourceOf(part: PatternPart): string {
  if (part.kind === "literal") return escapeExpression(part.text);
  if (part.kind === "optional") return `(?:${escapeExpression(part.text)})?`;
  return SOURCES[part.kind];
}

function escapeExpression(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, "\\$&");
}
