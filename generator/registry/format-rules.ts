import { TRUNCATED } from "../model/model.js";
import { RECORD_MEMBERS, RESERVED_MEMBERS, recordMember } from "../model/record.js";
import { isNumeric } from "./build-format.js";
import type { FieldData, FormatData } from "./definition.js";
import { type FormatRule, findField, KEY_RULES, placeOf } from "./format-key-rules.js";

/** Numbers and zeros are as long as SEG.LEN must be; a text has at least one octet of its own. */
export const fieldsFillLength: FormatRule = ({ format, index, definition }) => {
  const bits = format.fields.reduce((sum, field) => sum + bitsOf(field), 0);
  const place = definition.locate(["formats", index, "length"]);
  if ("least" in format.length) {
    const wanted = bits / 8 + 1;
    if (!hasText(format) || format.length.least >= wanted) return [];
    const what = `the text of "${format.id}" needs a least length of ${wanted} octets`;
    return [{ place, what, remedy: "correct the length" }];
  }
  const wanted = format.length.octets * 8;
  if (bits === wanted && !hasText(format)) return [];
  return [
    {
      place,
      what: `the fields of "${format.id}" have ${bits} bits, but its length is ${wanted} bits`,
      remedy: `correct the fields, or make the length ${bits / 8} octets`,
    },
  ];
};

/** A text goes on to the end of the payload, so nothing can be behind it. */
export const textComesLast: FormatRule = ({ format, index, definition }) =>
  format.fields.flatMap((field, at) => {
    if (field.kind !== "text" || at === format.fields.length - 1) return [];
    return {
      place: definition.locate(["formats", index, "fields", at]),
      what: `the text of "${format.id}" is not its last field`,
      remedy: "move it to the end",
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

/** What is malformed is said of a number of the format, with a value that it can have. */
export const malformedValuesAreOfFields: FormatRule = ({ format, index, definition }) =>
  (format.malformed ?? []).flatMap((rule, at) => {
    const field = findField(format, rule.field);
    const value = "is" in rule ? rule.is : rule["is-not"];
    const place = definition.locate(["formats", index, "malformed", at, "field"]);
    if (!field || !isNumeric(field)) {
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
    ...(format.malformed ?? []).map(({ problem }, at) => ({
      problem,
      path: ["malformed", at, "problem"],
    })),
    ...format.fields.map((field, at) => ({
      problem: field.kind === "text" ? field.otherwise : undefined,
      path: ["fields", at, "otherwise"],
    })),
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
  (format.malformed ?? []).flatMap(({ problem }, at) => {
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
      if (field && isNumeric(field) && field.kind !== "magic") return [];
      return {
        place: definition.locate(["formats", index, "examples", at, "fields", name]),
        what: `"${name}" is no field of "${format.id}" that has a value of its own`,
        remedy: "name one of its fields",
      };
    }),
  );

/** The cause is the rest of a text, so a pattern has one, and it is the last part. */
export const patternsEndInTheirReason: FormatRule = (context) =>
  (context.format.patterns ?? []).flatMap(({ id, parts }, at) => {
    const place = placeOf(context, ["patterns", at]);
    const what = `the pattern "${id}" does not end in its only reason`;
    const isRight = parts.indexOf("reason") === parts.length - 1;
    if (!isRight) return { place, what, remedy: 'make "reason" its last part' };
    if (hasText(context.format)) return [];
    return {
      place,
      what: `"${context.format.id}" has a pattern, but no text`,
      remedy: "remove the pattern, or add a field of kind text",
    };
  });

export const FORMAT_RULES: readonly FormatRule[] = [
  ...KEY_RULES,
  fieldsFillLength,
  textComesLast,
  fieldNamesAreUnique,
  numbersKeepTheRecord,
  malformedValuesAreOfFields,
  problemsAreNotTruncation,
  problemsTellLengthFromValues,
  examplesNameFields,
  examplesHoldTheirValues,
  patternsEndInTheirReason,
];

function hasText({ fields }: FormatData): boolean {
  return fields.some(({ kind }) => kind === "text");
}

function bitsOf(field: FieldData): number {
  if (isNumeric(field)) return field.bits;
  return field.kind === "zero" ? field.octets * 8 : 0;
}

function octetsOf(field: FieldData, values: Readonly<Record<string, number>>): string {
  if (!isNumeric(field)) return "";
  const stated = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const value = field.kind === "magic" ? field.value : (stated ?? 0);
  return value.toString(16).padStart(field.bits / 4, "0");
}
