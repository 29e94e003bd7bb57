import { type Format, findOtherReadings, isDiagnostic, validValue } from "../../model/format.js";
import { type Model, TRUNCATED, type Vendor } from "../../model/model.js";
import { recordMember } from "../../model/record.js";
import { isUsable, type Registry, type RegistryRow } from "../../model/registry.js";
import { numbersOf } from "./format-schema.js";

type Example = Readonly<Record<string, unknown>>;

/** Whose code it is. */
type Owner = Pick<Vendor, "registry" | "organisation"> & { readonly pen: number };

/** Addresses of RFC 5737, so that no example points at anybody. */
const SIGHTING = {
  frame: 7,
  time: "2026-05-05T12:00:00.000001Z",
  source: { address: "192.0.2.1", port: 443 },
  destination: { address: "198.51.100.7", port: 49152 },
};

/** One record of each kind; each one satisfies the schema. */
export function recordExamples(model: Model): readonly Example[] {
  return model.formats.flatMap((format) => formatExamples(model, format));
}

function formatExamples(model: Model, format: Format): readonly Example[] {
  if (!isDiagnostic(format)) return [otherExample(format)];
  const known = firstCause(format.registry);
  const vendor = model.vendors.find(({ registry }) => firstCause(registry));
  const vendorRow = vendor && firstCause(vendor.registry);
  const base = { ...SIGHTING, format: format.id, standing: format.standing };
  const numbers = validNumbers(format);
  const malformed = { ...base, status: "malformed", problems: [format.length.problem] };
  return [
    ...(known ? [stated(base, { pen: 0, registry: format.registry }, known, numbers)] : []),
    ...(vendor && vendorRow ? [stated(base, vendor, vendorRow, numbers)] : []),
    malformed,
    { ...base, status: "truncated", problems: [TRUNCATED] },
  ];
}

/** A payload of a format without a PEN. */
function otherExample(format: Format): Example {
  const { id, standing, registry, reasonCode } = format;
  const cause = registry && firstCause(registry);
  const base = { ...SIGHTING, format: id, standing };
  const text = { ...(format.text && { text: "Connection closed by policy" }) };
  const numbers = validNumbers(format);
  if (!registry || !reasonCode || !cause) {
    return { ...base, status: "valid", ...numbers, ...text, problems: [] };
  }
  const { pen: _pen, ...reading } = stated(base, { pen: 0, registry }, cause, numbers);
  return { ...reading, ...text };
}

function firstCause({ rows }: Registry): RegistryRow | undefined {
  return rows.find(isUsable);
}

function stated(
  base: Example,
  { pen, organisation, registry }: Owner,
  { first: code, description, reference }: RegistryRow,
  numbers: Example,
): Example {
  const { id, revision } = registry;
  const otherReadings = findOtherReadings(registry, code);
  return {
    ...base,
    status: "valid",
    reasonCode: code,
    pen,
    ...numbers,
    ...(organisation !== undefined && { organisation }),
    registry: id,
    ...(revision !== undefined && { revision }),
    reason: description,
    ...(reference !== "" && { reference }),
    ...(otherReadings.length > 0 && { otherReadings }),
    problems: [],
  };
}

function validNumbers(format: Format): Example {
  return Object.fromEntries(
    numbersOf(format).map((field) => [recordMember(field.name), validValue(format, field)]),
  );
}
