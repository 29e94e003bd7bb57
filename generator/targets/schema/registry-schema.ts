import type { Registry, RegistryRow } from "../../model/registry.js";
import { forbid, type Schema } from "./keywords.js";

/** What a registry adds to a record; only where it is known who the code is from. */
export const REGISTRY_MEMBERS = ["registry", "revision", "reason", "reference"] as const;

/** A code of the registry carries that registry's words, any other code carries none. */
export function registrySchema({ title, id, revision, notes, rows }: Registry): Schema {
  const known = rows.map(({ code }) => code);
  return {
    title,
    description: [...(revision === undefined ? [] : [`Revision ${revision}.`]), ...notes].join(" "),
    required: ["registry", ...(revision === undefined ? [] : ["revision"])],
    properties: {
      registry: { const: id },
      revision: revision === undefined ? false : { const: revision },
    },
    oneOf: [
      ...rows.map(rowSchema),
      {
        title: "A code that this registry does not know",
        properties: {
          // An enum has at least one value.
          ...(known.length > 0 && { reasonCode: { not: { enum: known } } }),
          ...forbid(["reason", "reference"]),
        },
      },
    ],
  };
}

function rowSchema({ code, description, reference }: RegistryRow): Schema {
  const stated = reference !== "";
  return {
    title: description,
    ...(stated && { description: reference }),
    required: ["reason", ...(stated ? ["reference"] : [])],
    properties: {
      reasonCode: { const: code, title: description },
      reason: { const: description },
      reference: stated ? { const: reference } : false,
    },
  };
}
