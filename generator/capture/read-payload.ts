import type { Format } from "../model/format.js";
import { type Model, TRUNCATED } from "../model/model.js";
import { findOtherReadings } from "../model/other-readings.js";
import { pen } from "../model/pen.js";
import { reasonCode } from "../model/reason-code.js";
import { type Reading, recordMember, type Status } from "../model/record.js";
import { findCause, type Registry } from "../model/registry.js";
import { findFormat, textOf } from "./find-format.js";
import { type Payload, readField } from "./read-field.js";
import { matchPattern } from "./text-pattern.js";

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
