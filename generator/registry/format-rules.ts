import { TRUNCATED } from "../model/model.js";
import { RECORD_MEMBERS, RESERVED_MEMBERS, recordMember } from "../model/record.js";
import {
  bitsOf,
  type DefinitionData,
  type DefinitionPath,
  type FieldData,
  type FormatData,
  isNumeric,
} from "./definition.js";

/** What is wrong with a value, by its path from the rule's subject, and what to do about it. */
export type Fault = readonly [path: DefinitionPath, what: string, remedy: string];

type FormatRule = (format: FormatData, definition: DefinitionData) => readonly Fault[];

/** Every target reads two octets to tell the formats apart. */
const MAGIC_BITS = 16;

/** The kinds of field that a format with a PEN has exactly once, and their widths on the wire. */
const KEY_FIELDS = [
  { kind: "magic", bits: MAGIC_BITS },
  { kind: "reason-code", bits: 16 },
  { kind: "pen", bits: 32 },
] as const;

/** A diagnostic payload is recognised by its first octets, then has one cause and one PEN. */
const keyFieldsAreThereOnce: FormatRule = (format) => {
  if (!hasPen(format)) return [];
  return KEY_FIELDS.flatMap(({ kind, bits }): readonly Fault[] => {
    const having = format.fields.filter((field) => field.kind === kind);
    const [only] = having;
    const width = only && "bits" in only ? only.bits : 0;
    if (having.length === 1 && width === bits) return [];
    const found = having.length === 1 ? `${width} bits` : `${having.length} of them`;
    const what = `"${format.id}" needs one field of kind ${kind} with ${bits} bits, it has ${found}`;
    return [[["fields"], what, "correct the fields"]];
  });
};

/** Of all but numbers, no format has two; a PEN has a registry to pick. */
const otherFieldsAreThereOnce: FormatRule = (format) => {
  // The rule above says the same of a format with a PEN.
  const keys = hasPen(format) ? {} : { magic: 1, "reason-code": 1, pen: 0 };
  return Object.entries({ ...keys, zero: 1, text: 1 }).flatMap(([kind, most]): readonly Fault[] => {
    const { length } = format.fields.filter((field) => field.kind === kind);
    if (length <= most) return [];
    const allowed = most === 0 ? "no field" : "one field";
    const what = `"${format.id}" can have ${allowed} of kind ${kind}, it has ${length}`;
    return [[["fields"], what, "correct the fields"]];
  });
};

/** The magic number comes first, so that the cut payload of a format can still be told. */
const magicComesFirst: FormatRule = ({ id, fields }) => {
  const at = fields.findIndex(({ kind }) => kind === "magic");
  const what = `the magic number of "${id}" is not its first field`;
  return at <= 0 ? [] : [[["fields", at], what, "move it to the top"]];
};

/** A magic number fits its field, which is as wide as all others are. */
const magicFitsItsField: FormatRule = ({ id, fields, registry }) =>
  fields.flatMap((field, at): readonly Fault[] => {
    if (field.kind !== "magic") return [];
    const { value, bits } = field;
    if (value >= 2 ** bits) {
      const what = `the magic number ${value} needs more than ${bits} bits`;
      return [[["fields", at, "value"], what, "correct the value or the bits"]];
    }
    if (bits === MAGIC_BITS || registry) return [];
    const what = `a magic number has ${MAGIC_BITS} bits, that of "${id}" ${bits}`;
    return [[["fields", at, "bits"], what, `make it ${MAGIC_BITS} bits`]];
  });

/** A reason code has 16 bits at most, and a registry; without one, there is none to have. */
const reasonCodeHasRegistry: FormatRule = ({ id, fields, registry }) => {
  const code = fields.find(({ kind }) => kind === "reason-code");
  if (code && "bits" in code && code.bits > 16) {
    const what = `the reason code of "${id}" has ${code.bits} bits, more than 16`;
    return [[["fields"], what, "correct the bits"]];
  }
  if ((code !== undefined) === (registry !== undefined)) return [];
  const what = code
    ? `"${id}" has a reason code, but no registry`
    : `"${id}" has a registry, but no reason code`;
  return [[[], what, "add what is missing"]];
};

/** The registry of a reason code is picked by the PEN, or always the same. */
const registryIsPickedByPen: FormatRule = (format) => {
  const { registry } = format;
  if (!registry || "always" in registry) return [];
  const picker = registry["picked-by"];
  if (findField(format, picker)?.kind === "pen") return [];
  const what = `"${picker}" is not a field of kind pen`;
  return [[["registry", "picked-by"], what, "name the format's pen field"]];
};

/** A registry that a format names is one of the definition's. */
const registryIsKnown: FormatRule = ({ registry }, { registries }) => {
  if (!registry) return [];
  const known = Object.keys(registries);
  const [key, wanted] =
    "always" in registry ? ["always", registry.always] : ["zero", registry.zero];
  if (known.includes(wanted)) return [];
  const remedy = `use one of ${known.join(", ")}, or add it to the registries`;
  return [[["registry", key], `the registry "${wanted}" is unknown`, remedy]];
};

/** The problems that payloads which do not fit have, and where they are named or should be. */
function problemsOf({ length, fields }: FormatData) {
  const texts = fields.flatMap((field, at) =>
    field.kind === "text" ? [{ path: ["fields", at], problem: field.otherwise }] : [],
  );
  return [{ path: ["length"], problem: length.otherwise }, ...texts];
}

/**
 * With a magic number, a payload that does not fit is malformed, and has a problem. Without one it
 * is another format's, and has none.
 */
const onlyMagicMakesMalformed: FormatRule = (format) => {
  const { id, fields, malformed = [] } = format;
  const hasMagic = fields.some(({ kind }) => kind === "magic");
  const what = hasMagic
    ? `"${id}" has a magic number, so what does not fit needs a problem`
    : `"${id}" has no magic number, so what does not fit is of another format`;
  const remedy = hasMagic ? 'name it with the key "otherwise"' : 'remove the key "otherwise"';
  const wrong = problemsOf(format)
    .filter(({ problem }) => (problem !== undefined) !== hasMagic)
    .map(({ path }): Fault => [path, what, remedy]);
  if (hasMagic || malformed.length === 0) return wrong;
  const without = `"${id}" has no magic number, so no value makes it malformed`;
  return [...wrong, [["malformed"], without, "remove the key"]];
};

/** Numbers and zeros are as long as SEG.LEN must be; a text has at least one octet of its own. */
const fieldsFillLength: FormatRule = (format) => {
  const { id, length, fields } = format;
  const bits = fields.reduce((sum, field) => sum + bitsOf(field), 0);
  if ("least" in length) {
    const wanted = bits / 8 + 1;
    if (!hasText(format) || length.least >= wanted) return [];
    const what = `the text of "${id}" needs a least length of ${wanted} octets`;
    return [[["length"], what, "correct the length"]];
  }
  const wanted = length.octets * 8;
  if (bits === wanted && !hasText(format)) return [];
  const what = `the fields of "${id}" have ${bits} bits, but its length is ${wanted} bits`;
  return [[["length"], what, `correct the fields, or make the length ${bits / 8} octets`]];
};

/** A text goes on to the end of the payload, so nothing can be behind it. */
const textComesLast: FormatRule = ({ id, fields }) =>
  fields.slice(0, -1).flatMap(({ kind }, at): readonly Fault[] => {
    const what = `the text of "${id}" is not its last field`;
    return kind === "text" ? [[["fields", at], what, "move it to the end"]] : [];
  });

/** Each field of a format has its own name. */
const fieldNamesAreUnique: FormatRule = ({ id, fields }) =>
  fields.flatMap(({ name }, at): readonly Fault[] => {
    const member = recordMember(name);
    const first = fields.findIndex((other) => recordMember(other.name) === member);
    if (first === at) return [];
    return [[["fields", at, "name"], `"${id}" has two fields "${name}"`, "rename one"]];
  });

/** A number becomes a member of the record, so it cannot have the name of another one. */
const numbersKeepTheRecord: FormatRule = ({ fields }) =>
  fields.flatMap(({ kind, name }, at): readonly Fault[] => {
    const member = recordMember(name);
    const isTaken = RECORD_MEMBERS.has(member) || RESERVED_MEMBERS.has(member);
    if (kind !== "number" || !isTaken) return [];
    const what = `the name "${member}" is taken in every record`;
    return [[["fields", at, "name"], what, "rename the field"]];
  });

/** What is malformed is said of a number of the format, with a value that it can have. */
const malformedValuesAreOfFields: FormatRule = (format) =>
  (format.malformed ?? []).flatMap((rule, at): readonly Fault[] => {
    const path = ["malformed", at, "field"];
    const field = findField(format, rule.field);
    const value = "is" in rule ? rule.is : rule["is-not"];
    if (!field || !isNumeric(field)) {
      const what = `"${format.id}" has no field "${rule.field}"`;
      return [[path, what, "name one of its fields"]];
    }
    if (value < 2 ** field.bits) return [];
    return [[path, `"${rule.field}" cannot be ${value}`, "correct the value"]];
  });

/** A problem names one fault of the sender: no cut capture, and no value of a field that is not there. */
const problemsAreTheirOwn: FormatRule = (format) => {
  const { length, malformed = [] } = format;
  const remedy = "use another name for the problem";
  const values = malformed.map(({ problem }, at) => ({
    path: ["malformed", at, "problem"],
    problem,
  }));
  const others = problemsOf(format).map(({ path, problem }) => ({
    path: [...path, "otherwise"],
    problem,
  }));
  return [
    ...[...others, ...values]
      .filter(({ problem }) => problem === TRUNCATED)
      .map(({ path }): Fault => [path, `"${TRUNCATED}" says that the capture was cut`, remedy]),
    // A payload of a wrong length has no fields.
    ...values
      .filter(({ problem }) => problem === length.otherwise)
      .map(
        ({ path, problem }): Fault => [
          path,
          `"${problem}" is the problem of a wrong length`,
          remedy,
        ],
      ),
  ];
};

/** An example has the octets that its values give: an error in the fields' order shows here. */
const examplesHoldTheirValues: FormatRule = ({ examples = [], fields }) =>
  examples.flatMap((example, at): readonly Fault[] => {
    const found = example.octets.replaceAll(" ", "").toLowerCase();
    const wanted = fields.map((field) => octetsOf(field, example.fields)).join("");
    if (found === wanted) return [];
    const what = `the example's octets are ${found}, but its values give ${wanted}`;
    return [[["examples", at, "octets"], what, "correct the octets, the values or the fields"]];
  });

/** Values of an example are those of fields. */
const examplesNameFields: FormatRule = (format) =>
  (format.examples ?? []).flatMap((example, at) =>
    Object.keys(example.fields).flatMap((name): readonly Fault[] => {
      const field = findField(format, name);
      if (field && isNumeric(field) && field.kind !== "magic") return [];
      const what = `"${name}" is not a field of "${format.id}" with a value of its own`;
      return [[["examples", at, "fields", name], what, "name one of its fields"]];
    }),
  );

/** The cause is the rest of a text, so a pattern has one, and it is the last part. */
const patternsEndInTheirReason: FormatRule = (format) =>
  (format.patterns ?? []).flatMap(({ id, parts }, at): readonly Fault[] => {
    const path = ["patterns", at];
    if (parts.indexOf("reason") !== parts.length - 1) {
      const what = `the pattern "${id}" does not end in its only reason`;
      return [[path, what, 'make "reason" its last part']];
    }
    if (hasText(format)) return [];
    const what = `"${format.id}" has a pattern, but no text`;
    return [[path, what, "remove the pattern, or add a field of kind text"]];
  });

/** What must hold for each format by itself. */
export const FORMAT_RULES: readonly FormatRule[] = [
  keyFieldsAreThereOnce,
  otherFieldsAreThereOnce,
  magicComesFirst,
  magicFitsItsField,
  reasonCodeHasRegistry,
  registryIsPickedByPen,
  registryIsKnown,
  onlyMagicMakesMalformed,
  fieldsFillLength,
  textComesLast,
  fieldNamesAreUnique,
  numbersKeepTheRecord,
  malformedValuesAreOfFields,
  problemsAreTheirOwn,
  examplesNameFields,
  examplesHoldTheirValues,
  patternsEndInTheirReason,
];

/** Whether a PEN picks the registry, as in the diagnostic payload. */
function hasPen({ registry }: FormatData): boolean {
  return registry !== undefined && "picked-by" in registry;
}

function findField({ fields }: FormatData, name: string): FieldData | undefined {
  return fields.find((field) => field.name === name);
}

function hasText({ fields }: FormatData): boolean {
  return fields.some(({ kind }) => kind === "text");
}

function octetsOf(field: FieldData, values: Readonly<Record<string, number>>): string {
  if (!isNumeric(field)) return "";
  const stated = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const value = field.kind === "magic" ? field.value : (stated ?? 0);
  return value.toString(16).padStart(field.bits / 4, "0");
}
