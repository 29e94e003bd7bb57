import { type Field, type Format, findOtherReadings } from "../model/format.js";
import { pen, reasonCode } from "../model/identifiers.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { type Reading, recordMember, type Status } from "../model/record.js";
import { findCause, type Registry } from "../model/registry.js";
import { findUnprintable } from "../model/text.js";
import { matchPattern } from "./text-pattern.js";

/** What may stand in a text besides printable characters. */
const LAYOUT = /[\t\n\r]/g;

/**
 * Octets as the text that they are, where they are printable UTF-8 from their first to their last
 * octet. Where the snapshot length cut them, the last character may be incomplete: it is left out.
 */
function readPlainText(octets: Uint8Array, isCut: boolean): string | undefined {
  // A byte order mark is no text here, so it has to stay and be seen.
  const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
  let text: string;
  try {
    text = decoder.decode(octets, { stream: isCut });
  } catch (error) {
    if (error instanceof TypeError) return undefined;
    throw error;
  }
  return findUnprintable(text.replace(LAYOUT, "")) === undefined ? text : undefined;
}

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
function textOf(offsetBytes: number, { octets, lengthBytes }: Payload): string | undefined {
  return readPlainText(octets.subarray(offsetBytes), octets.length < lengthBytes);
}

/** What a format's fields say, before anything is said of the payload as a whole. */
type Stated = Pick<
  Reading,
  | "reasonCode"
  | "pen"
  | "organisation"
  | "registry"
  | "revision"
  | "reason"
  | "reference"
  | "otherReadings"
> &
  Pick<Reading, "text" | "pattern">;

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
  const text = format.text && textOf(format.text.offsetBytes, payload);
  const broken = [...brokenRules(format, payload), ...brokenText(format, text)];
  return {
    ...base,
    status: statusOf(broken, cut),
    ...stateCode(model, format, payload),
    ...(text ? { text, ...matchPattern(format.patterns, text) } : {}),
    numbers: numbersOf(format, payload),
    problems: [...broken, ...cut],
  };
}

function statusOf(broken: readonly string[], cut: readonly string[]): Status {
  if (broken.length > 0) return "malformed";
  return cut.length > 0 ? "truncated" : "valid";
}

function brokenRules(format: Format, payload: Payload): readonly string[] {
  const broken = format.malformedValues.filter(({ field, value, when }) => {
    const found = readField(field, payload);
    return found !== undefined && (found === value) === (when === "is");
  });
  return [...new Set(broken.map(({ problem }) => problem))];
}

function brokenText(format: Format, text: string | undefined): readonly string[] {
  const problem = format.text?.problem;
  return problem === undefined || text !== undefined ? [] : [problem];
}

function numbersOf(format: Format, payload: Payload): Readonly<Record<string, number>> {
  const numbers = format.fields.flatMap((field) => {
    const value = field.kind === "number" ? readField(field, payload) : undefined;
    return value === undefined ? [] : [[recordMember(field.name), value] as const];
  });
  return Object.fromEntries(numbers);
}

/** The code and, where it is known whose it is, its words. Without a PEN, it is of the format's registry. */
function stateCode(model: Model, format: Format, payload: Payload): Stated {
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

function lookUp(registry: Registry, code: number): Stated {
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
