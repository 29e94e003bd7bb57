import type { Mistake, Place } from "../model/mistake.js";
import type { Definition, DefinitionPath, FieldData, FormatData } from "./definition.js";

/** One format and where it stands: rules look at it through this. */
export interface FormatContext {
  readonly format: FormatData;
  readonly index: number;
  readonly definition: Definition;
}

export type FormatRule = (context: FormatContext) => readonly Mistake[];

/** Place of a value of the format. */
export function placeOf({ definition, index }: FormatContext, path: DefinitionPath): Place {
  return definition.locate(["formats", index, ...path]);
}

/** The field of a name. */
export function findField(format: FormatData, name: string): FieldData | undefined {
  return format.fields.find((field) => field.name === name);
}

/** Every target reads two octets to tell the formats apart. */
const MAGIC_BITS = 16;

/** The kinds of field that a format with a PEN has exactly once, and their widths on the wire. */
const KEY_FIELDS = [
  { kind: "magic", bits: MAGIC_BITS },
  { kind: "reason-code", bits: 16 },
  { kind: "pen", bits: 32 },
] as const;

/** A diagnostic payload is recognised by its first octets, then has one cause and one PEN. */
export const keyFieldsAreThereOnce: FormatRule = (context) => {
  const { format } = context;
  if (!format.registry || "always" in format.registry) return [];
  return KEY_FIELDS.flatMap(({ kind, bits }) => {
    const having = format.fields.filter((field) => field.kind === kind);
    const [only] = having;
    const width = only && "bits" in only ? only.bits : 0;
    if (having.length === 1 && width === bits) return [];
    const found = having.length === 1 ? `${width} bits` : `${having.length} of them`;
    return {
      place: placeOf(context, ["fields"]),
      what: `"${format.id}" needs one field of kind ${kind} with ${bits} bits, it has ${found}`,
      remedy: "correct the fields",
    };
  });
};

/** Of all but numbers, no format has two; a PEN has a registry to pick. */
export const otherFieldsAreThereOnce: FormatRule = (context) => {
  const { format } = context;
  const hasPen = format.registry !== undefined && "picked-by" in format.registry;
  const most = { magic: 1, "reason-code": 1, pen: hasPen ? 1 : 0, zero: 1, text: 1, number: 99 };
  return Object.entries(most).flatMap(([kind, many]) => {
    const having = format.fields.filter((field) => field.kind === kind);
    // The rule above says the same of a format with a PEN.
    if (having.length <= many || (hasPen && kind !== "zero" && kind !== "text")) return [];
    const allowed = many === 0 ? "no field" : "one field";
    return {
      place: placeOf(context, ["fields"]),
      what: `"${format.id}" can have ${allowed} of kind ${kind}, it has ${having.length}`,
      remedy: "correct the fields",
    };
  });
};

/** The magic number comes first, so that the cut payload of a format can still be told. */
export const magicComesFirst: FormatRule = (context) => {
  const at = context.format.fields.findIndex((field) => field.kind === "magic");
  if (at <= 0) return [];
  return [
    {
      place: placeOf(context, ["fields", at]),
      what: `the magic number of "${context.format.id}" is not its first field`,
      remedy: "move it to the top",
    },
  ];
};

/** A magic number fits its field, which is as wide as all others are. */
export const magicFitsItsField: FormatRule = (context) =>
  context.format.fields.flatMap((field, at) => {
    if (field.kind !== "magic") return [];
    if (field.value >= 2 ** field.bits) {
      return {
        place: placeOf(context, ["fields", at, "value"]),
        what: `the magic number ${field.value} needs more than ${field.bits} bits`,
        remedy: "correct the value or the bits",
      };
    }
    if (field.bits === MAGIC_BITS || context.format.registry) return [];
    return {
      place: placeOf(context, ["fields", at, "bits"]),
      what: `a magic number has ${MAGIC_BITS} bits, that of "${context.format.id}" ${field.bits}`,
      remedy: `make it ${MAGIC_BITS} bits`,
    };
  });

/** A reason code has 16 bits at most, and a registry; without one, there is none to have. */
export const reasonCodeHasRegistry: FormatRule = (context) => {
  const { format } = context;
  const code = format.fields.find(({ kind }) => kind === "reason-code");
  if (code && "bits" in code && code.bits > 16) {
    const what = `the reason code of "${format.id}" has ${code.bits} bits, more than 16`;
    return [{ place: placeOf(context, ["fields"]), what, remedy: "correct the bits" }];
  }
  if ((code !== undefined) === (format.registry !== undefined)) return [];
  const what = code
    ? `"${format.id}" has a reason code, but no registry`
    : `"${format.id}" has a registry, but no reason code`;
  return [{ place: placeOf(context, []), what, remedy: "add what is missing" }];
};

/** The registry of a reason code is picked by the PEN, or always the same. */
export const registryIsPickedByPen: FormatRule = (context) => {
  const { registry } = context.format;
  if (!registry || "always" in registry) return [];
  const picker = registry["picked-by"];
  if (findField(context.format, picker)?.kind === "pen") return [];
  return [
    {
      place: placeOf(context, ["registry", "picked-by"]),
      what: `"${picker}" is no field of kind pen`,
      remedy: "name the format's pen field",
    },
  ];
};

/** A registry that a format names is one of the definition's. */
export const registryIsKnown: FormatRule = (context) => {
  const { registry } = context.format;
  if (!registry) return [];
  const known = Object.keys(context.definition.data.registries);
  const [key, wanted] =
    "always" in registry ? ["always", registry.always] : ["zero", registry.zero];
  if (known.includes(wanted)) return [];
  return [
    {
      place: placeOf(context, ["registry", key]),
      what: `the registry "${wanted}" is unknown`,
      remedy: `use one of ${known.join(", ")}, or add it to the registries`,
    },
  ];
};

/**
 * With a magic number, a payload that does not fit is malformed, and has a problem. Without one it
 * is another format's, and has none.
 */
export const onlyMagicMakesMalformed: FormatRule = (context) => {
  const { format } = context;
  const hasMagic = format.fields.some(({ kind }) => kind === "magic");
  const problems = [
    { path: ["length"], name: format.length.otherwise },
    ...format.fields.flatMap((field, at) =>
      field.kind === "text" ? [{ path: ["fields", at], name: field.otherwise }] : [],
    ),
  ];
  const wrong = problems.flatMap(({ path, name }) => {
    if ((name !== undefined) === hasMagic) return [];
    const what = hasMagic
      ? `"${format.id}" has a magic number, so what does not fit needs a problem`
      : `"${format.id}" has no magic number, so what does not fit is of another format`;
    const remedy = hasMagic ? 'name it with the key "otherwise"' : 'remove the key "otherwise"';
    return { place: placeOf(context, path), what, remedy };
  });
  if (hasMagic || (format.malformed ?? []).length === 0) return wrong;
  const what = `"${format.id}" has no magic number, so no value makes it malformed`;
  return [...wrong, { place: placeOf(context, ["malformed"]), what, remedy: "remove the key" }];
};

/** What tells a format from others, and whose its codes are. */
export const KEY_RULES: readonly FormatRule[] = [
  keyFieldsAreThereOnce,
  otherFieldsAreThereOnce,
  magicComesFirst,
  magicFitsItsField,
  reasonCodeHasRegistry,
  registryIsPickedByPen,
  registryIsKnown,
  onlyMagicMakesMalformed,
];
