import { findOtherReadings, type OtherReading } from "../../model/other-readings.js";
import type { Registry, RegistryRow } from "../../model/registry.js";
import { forbid, type Schema } from "./keywords.js";

/** What a registry adds to a record; only where it is known who the code is from. */
export const REGISTRY_MEMBERS = [
  "registry",
  "revision",
  "reason",
  "reference",
  "otherReadings",
] as const;

/** A code of the registry carries that registry's words, any other code carries none. */
export function registrySchema(registry: Registry): Schema {
  const { title, id, revision, notes, rows } = registry;
  const strangers = codesOfOthersAlone(registry);
  const known = [...rows.map(({ code }) => code), ...strangers];
  return {
    title,
    description: [...(revision === undefined ? [] : [`Revision ${revision}.`]), ...notes].join(" "),
    required: ["registry", ...(revision === undefined ? [] : ["revision"])],
    properties: {
      registry: { const: id },
      revision: revision === undefined ? false : { const: revision },
    },
    oneOf: [
      ...rows.map((row) => rowSchema(row, findOtherReadings(registry, row.code))),
      ...strangers.map((code) => strangerSchema(code, findOtherReadings(registry, code))),
      {
        title: "A code that this registry does not know",
        properties: {
          // An enum has at least one value.
          ...(known.length > 0 && { reasonCode: { not: { enum: known } } }),
          ...forbid(["reason", "reference", "otherReadings"]),
        },
      },
    ],
  };
}

/** Codes that only other revisions know, in their order. */
function codesOfOthersAlone({ others, byCode }: Registry): readonly number[] {
  const codes = others.flatMap(({ rows }) => rows.map(({ code }) => code));
  return [...new Set(codes)].filter((code) => !byCode.has(code)).sort((a, b) => a - b);
}

function rowSchema(
  { code, description, reference }: RegistryRow,
  otherReadings: readonly OtherReading[],
): Schema {
  const stated = reference !== "";
  const ambiguous = otherReadings.length > 0;
  return {
    title: description,
    ...(stated && { description: reference }),
    required: ["reason", ...(stated ? ["reference"] : []), ...(ambiguous ? ["otherReadings"] : [])],
    properties: {
      reasonCode: { const: code, title: description },
      reason: { const: description },
      reference: stated ? { const: reference } : false,
      otherReadings: ambiguous ? { const: otherReadings } : false,
    },
  };
}

function strangerSchema(code: number, otherReadings: readonly OtherReading[]): Schema {
  const title = "A code that only other revisions know";
  return {
    title,
    required: ["otherReadings"],
    properties: {
      reasonCode: { const: code, title },
      ...forbid(["reason", "reference"]),
      otherReadings: { const: otherReadings },
    },
  };
}
