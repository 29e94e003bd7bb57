import { type CodeSegment, codeSegments } from "../../model/code-range.js";
import { type Registry, statesCause } from "../../model/registry.js";
import { forbid, type Schema } from "./keywords.js";

/** What a registry adds to a record; only where it is known who the code is from. */
export const REGISTRY_MEMBERS = [
  "organisation",
  "registry",
  "revision",
  "reason",
  "reference",
  "otherReadings",
] as const;

/** A code of the registry carries that registry's words and owner, any other code no words. */
export function registrySchema(registry: Registry, organisation?: string): Schema {
  const { title, id, revision, notes } = registry;
  const segments = codeSegments(registry);
  return {
    title,
    description: [...(revision === undefined ? [] : [`Revision ${revision}.`]), ...notes].join(" "),
    required: [
      ...(organisation === undefined ? [] : ["organisation"]),
      "registry",
      ...(revision === undefined ? [] : ["revision"]),
    ],
    properties: {
      organisation: organisation === undefined ? false : { const: organisation },
      registry: { const: id },
      revision: revision === undefined ? false : { const: revision },
    },
    oneOf: [
      ...segments.map(segmentSchema),
      {
        title: "A code that this registry does not know",
        properties: {
          // An enum has at least one value.
          ...(segments.length > 0 && { reasonCode: { not: oneOfCodes(segments) } }),
          ...forbid(["reason", "reference", "otherReadings"]),
        },
      },
    ],
  };
}

/** Any of the codes: single ones in one list, each range with its ends. */
function oneOfCodes(segments: readonly CodeSegment[]): Schema {
  const singles = segments.filter(isSingle).map(({ first }) => first);
  const ranges = segments.filter((segment) => !isSingle(segment)).map(codesSchema);
  const list = singles.length > 0 ? [{ enum: singles }] : [];
  const [only, ...others] = [...list, ...ranges];
  return only && others.length === 0 ? only : { anyOf: [...list, ...ranges] };
}

function isSingle({ first, last }: CodeSegment): boolean {
  return first === last;
}

function codesSchema({ first, last }: CodeSegment): Schema {
  return first === last ? { const: first } : { minimum: first, maximum: last };
}

function segmentSchema(segment: CodeSegment): Schema {
  const { row, otherReadings } = segment;
  const cause = row && statesCause(row) ? row : undefined;
  const reference = cause?.reference ? cause.reference : undefined;
  const isAmbiguous = otherReadings.length > 0;
  const title = row?.description ?? "A code that only other revisions know";
  return {
    title,
    ...(reference !== undefined && { description: reference }),
    required: [
      ...(cause ? ["reason"] : []),
      ...(reference === undefined ? [] : ["reference"]),
      ...(isAmbiguous ? ["otherReadings"] : []),
    ],
    properties: {
      reasonCode: { ...codesSchema(segment), title },
      reason: cause ? { const: cause.description } : false,
      reference: reference === undefined ? false : { const: reference },
      otherReadings: isAmbiguous ? { const: otherReadings } : false,
    },
  };
}
