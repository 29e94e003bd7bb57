import type { Definition, FieldData, FormatData } from "./definition.js";
import type { Mistake } from "./mistake.js";
import { TRUNCATED } from "./model.js";
import { RECORD_MEMBERS, RESERVED_MEMBERS, recordMember } from "./record.js";

/** One format and where it stands: rules look at it through this. */
interface FormatContext {
  readonly format: FormatData;
  readonly index: number;
  readonly definition: Definition;
}

type FormatRule = (context: FormatContext) => readonly Mistake[];

/** The kinds of field that every format has exactly once, and their widths on the wire. */
const KEY_FIELDS = [
  { kind: "magic", bits: 16 },
  { kind: "reason-code", bits: 16 },
  { kind: "pen", bits: 32 },
] as const;

/** The fields together are as long as SEG.LEN must be. */
export const fieldsFillLength: FormatRule = ({ format, index, definition }) => {
  const bits = format.fields.reduce((sum, field) => sum + field.bits, 0);
  const wanted = format.length.octets * 8;
  if (bits === wanted) return [];
  return [
    {
      place: definition.locate(["formats", index, "length"]),
      what: `the fields of "${format.id}" have ${bits} bits, but its length is ${wanted} bits`,
      remedy: `correct the fields, or make the length ${bits / 8} octets`,
    },
  ];
};

/** A format is recognised by its first octets, then has one cause and one PEN. */
export const keyFieldsAreThereOnce: FormatRule = ({ format, index, definition }) =>
  KEY_FIELDS.flatMap(({ kind, bits }) => {
    const having = format.fields.filter((field) => field.kind === kind);
    if (having.length === 1 && having[0]?.bits === bits) return [];
    const found = having.length === 1 ? `${having[0]?.bits} bits` : `${having.length} of them`;
    return {
      place: definition.locate(["formats", index, "fields"]),
      what: `"${format.id}" needs one field of kind ${kind} with ${bits} bits, it has ${found}`,
      remedy: "correct the fields",
    };
  });

/** The magic number comes first, so that the cut payload of a format can still be told. */
export const magicComesFirst: FormatRule = ({ format, index, definition }) => {
  const at = format.fields.findIndex((field) => field.kind === "magic");
  if (at <= 0) return [];
  return [
    {
      place: definition.locate(["formats", index, "fields", at]),
      what: `the magic number of "${format.id}" is not its first field`,
      remedy: "move it to the top",
    },
  ];
};

/** A magic number fits its field. */
export const magicFitsItsField: FormatRule = ({ format, index, definition }) =>
  format.fields.flatMap((field, at) => {
    if (field.kind !== "magic" || field.value < 2 ** field.bits) return [];
    return {
      place: definition.locate(["formats", index, "fields", at, "value"]),
      what: `the magic number ${field.value} needs more than ${field.bits} bits`,
      remedy: "correct the value or the bits",
    };
  });

/** Each field of a format has its own name. */
export const fieldNamesAreUnique: FormatRule = ({ format, index, definition }) =>
  format.fields.flatMap((field, at) => {
    const member = recordMember(field.name);
    const first = format.fields.findIndex((other) => recordMember(other.name) === member);
    if (first === at) return [];
    return {
      place: definition.locate(["formats", index, "fields", at, "name"]),
      what: `"${format.id}" has two fields "${field.name}"`,
      remedy: "rename one",
    };
  });

/** A number becomes a member of the record, so it cannot have the name of another one. */
export const numbersKeepTheRecord: FormatRule = ({ format, index, definition }) =>
  format.fields.flatMap((field, at) => {
    const member = recordMember(field.name);
    const taken = RECORD_MEMBERS.has(member) || RESERVED_MEMBERS.has(member);
    if (field.kind !== "number" || !taken) return [];
    return {
      place: definition.locate(["formats", index, "fields", at, "name"]),
      what: `the name "${member}" is taken in every record`,
      remedy: "rename the field",
    };
  });

/** The registry of a reason code is picked by the PEN. */
export const registryIsPickedByPen: FormatRule = ({ format, index, definition }) => {
  const picker = format.registry["picked-by"];
  if (findField(format, picker)?.kind === "pen") return [];
  return [
    {
      place: definition.locate(["formats", index, "registry", "picked-by"]),
      what: `"${picker}" is no field of kind pen`,
      remedy: "name the format's pen field",
    },
  ];
};

/** A registry that a format names is one of the definition's. */
export const registryIsKnown: FormatRule = ({ format, index, definition }) => {
  const known = Object.keys(definition.data.registries);
  if (known.includes(format.registry.zero)) return [];
  return [
    {
      place: definition.locate(["formats", index, "registry", "zero"]),
      what: `the registry "${format.registry.zero}" is unknown`,
      remedy: `use one of ${known.join(", ")}, or add it to the registries`,
    },
  ];
};

/** What is malformed is said of a field of the format, with a value that it can have. */
export const malformedValuesAreOfFields: FormatRule = ({ format, index, definition }) =>
  format.malformed.flatMap((rule, at) => {
    const field = findField(format, rule.field);
    const value = "is" in rule ? rule.is : rule["is-not"];
    const place = definition.locate(["formats", index, "malformed", at, "field"]);
    if (!field) {
      const what = `"${format.id}" has no field "${rule.field}"`;
      return { place, what, remedy: "name one of its fields" };
    }
    if (value < 2 ** field.bits) return [];
    return { place, what: `"${rule.field}" cannot be ${value}`, remedy: "correct the value" };
  });

/** A capture that was cut is no fault of the sender, so no problem has that name. */
export const problemsAreNotTruncation: FormatRule = ({ format, index, definition }) => {
  const named = [
    { problem: format.length.otherwise, path: ["length", "otherwise"] },
    ...format.malformed.map(({ problem }, at) => ({ problem, path: ["malformed", at, "problem"] })),
  ];
  return named.flatMap(({ problem, path }) => {
    if (problem !== TRUNCATED) return [];
    return {
      place: definition.locate(["formats", index, ...path]),
      what: `"${TRUNCATED}" says that the capture was cut`,
      remedy: "use another name for the problem",
    };
  });
};

/** A payload of a wrong length has no fields, so no field can have its problem. */
export const problemsTellLengthFromValues: FormatRule = ({ format, index, definition }) =>
  format.malformed.flatMap(({ problem }, at) => {
    if (problem !== format.length.otherwise) return [];
    return {
      place: definition.locate(["formats", index, "malformed", at, "problem"]),
      what: `"${problem}" is the problem of a wrong length`,
      remedy: "use another name for the problem",
    };
  });

/** An example has the octets that its values give: an error in the fields' order shows here. */
export const examplesHoldTheirValues: FormatRule = ({ format, index, definition }) =>
  (format.examples ?? []).flatMap((example, at) => {
    const found = example.octets.replaceAll(" ", "").toLowerCase();
    const wanted = format.fields.map((field) => octetsOf(field, example.fields)).join("");
    if (found === wanted) return [];
    return {
      place: definition.locate(["formats", index, "examples", at, "octets"]),
      what: `the example's octets are ${found}, but its values give ${wanted}`,
      remedy: "correct the octets, the values or the fields",
    };
  });

/** Values of an example are those of fields. */
export const examplesNameFields: FormatRule = ({ format, index, definition }) =>
  (format.examples ?? []).flatMap((example, at) =>
    Object.keys(example.fields).flatMap((name) => {
      const field = findField(format, name);
      if (field && field.kind !== "magic") return [];
      return {
        place: definition.locate(["formats", index, "examples", at, "fields", name]),
        what: `"${name}" is no field of "${format.id}" that has a value of its own`,
        remedy: "name one of its fields",
      };
    }),
  );

export const FORMAT_RULES: readonly FormatRule[] = [
  fieldsFillLength,
  keyFieldsAreThereOnce,
  magicComesFirst,
  magicFitsItsField,
  fieldNamesAreUnique,
  numbersKeepTheRecord,
  registryIsPickedByPen,
  registryIsKnown,
  malformedValuesAreOfFields,
  problemsAreNotTruncation,
  problemsTellLengthFromValues,
  examplesNameFields,
  examplesHoldTheirValues,
];

function findField(format: FormatData, name: string): FieldData | undefined {
  return format.fields.find((field) => field.name === name);
}

function octetsOf(field: FieldData, values: Readonly<Record<string, number>>): string {
  const stated = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const value = field.kind === "magic" ? field.value : (stated ?? 0);
  return value.toString(16).padStart(field.bits / 4, "0");
}
