import type { Field, Format } from "../model/format.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { findOtherReadings } from "../model/other-readings.js";
import { type Pen, pen } from "../model/pen.js";
import { type ReasonCode, reasonCode } from "../model/reason-code.js";
import { type Reading, recordMember, type Status } from "../model/record.js";
import { findCause } from "../model/registry.js";

/** What was captured of a payload, and how long it was on the wire. */
export interface Payload {
  /** The captured octets, `lengthBytes` of them or fewer. */
  readonly octets: Uint8Array;
  /** SEG.LEN. */
  readonly lengthBytes: number;
}

/**
 * The reference reading of the payload of an RST segment. Gives nothing where no format's
 * magic number is there: it needs both its octets captured.
 */
export function readPayload(model: Model, payload: Payload): Reading | undefined {
  const format = model.formats.find(({ magic }) => readField(magic, payload) === magic.value);
  if (!format) return undefined;
  const cut = payload.octets.length < payload.lengthBytes ? [TRUNCATED] : [];
  if (payload.lengthBytes !== format.length.octets) {
    return {
      format: format.id,
      status: "malformed",
      lengthBytes: payload.lengthBytes,
      numbers: {},
      problems: [format.length.problem, ...cut],
    };
  }
  const broken = brokenRules(format, payload);
  const code = readField(format.reasonCode, payload);
  const number = readField(format.pen, payload);
  return {
    format: format.id,
    status: statusOf(broken, cut),
    lengthBytes: payload.lengthBytes,
    ...(code !== undefined && { reasonCode: reasonCode(code) }),
    ...(number !== undefined && { pen: pen(number) }),
    numbers: numbersOf(format, payload),
    ...(code !== undefined &&
      number !== undefined &&
      lookUp(model, format, reasonCode(code), pen(number))),
    problems: [...broken, ...cut],
  };
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

function numbersOf(format: Format, payload: Payload): Readonly<Record<string, number>> {
  const numbers = format.fields.flatMap((field) => {
    const value = field.kind === "number" ? readField(field, payload) : undefined;
    return value === undefined ? [] : [[recordMember(field.name), value] as const];
  });
  return Object.fromEntries(numbers);
}

/** PEN 0 is the format's registry, any other one the vendor's, if it is known. */
function lookUp(
  model: Model,
  format: Format,
  code: ReasonCode,
  owner: Pen,
): Pick<Reading, "registry" | "revision" | "reason" | "reference" | "otherReadings"> {
  const registry = owner === 0 ? format.registry : model.vendorByPen.get(owner);
  if (!registry) return {};
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
