import type { Mistake } from "../model/mistake.js";
import { RECORD_MEMBERS, RESERVED_MEMBERS } from "../model/record.js";
import { recordMember } from "../model/record-member.js";
import {
  bitsOf,
  type Definition,
  type DefinitionData,
  type Fault,
  type FieldData,
  type FormatData,
  isNumeric,
  type NumericFieldData,
} from "./definition.js";
import { checkText, type SourceRegistry } from "./source-registry.js";

/** All that is wrong with a definition whose shape is right. */
export function checkDefinition({ data, locate }: Definition): readonly Mistake[] {
  const ofFormats = data.formats.flatMap((format, index) =>
    checkFormat(format, data).map(
      ([path, what, remedy]): Fault => [["formats", index, ...path], what, remedy],
    ),
  );
  const faults = [...RULES.flatMap((rule) => [...rule(data)]), ...ofFormats];
  return [
    ...faults.map(([path, what, remedy]) => ({ place: locate(path), what, remedy })),
    ...textsOf(data).flatMap(({ text, path }) => checkText({ text, place: locate(path) })),
  ];
}

/** A cause of a group that nobody describes would have no colour and no place in a menu. */
export function groupsAreKnown(
  { data: { groups = {} } }: Definition,
  { rows }: SourceRegistry,
): readonly Mistake[] {
  const known = Object.keys(groups);
  const choice = known.length === 0 ? "or remove it" : `or use one of ${known.join(", ")}`;
  return rows.flatMap(({ group }) => {
    if (!group || known.includes(group.text)) return [];
    const what = `the group ${JSON.stringify(group.text)} is not in the definition`;
    return { place: group.place, what, remedy: `add it to groups, ${choice}` };
  });
}

/** A revision that is asked for is one of some registry. */
export function revisionIsKnown(
  { data, locate }: Definition,
  revision: string | undefined,
): readonly Mistake[] {
  const registries = Object.values(data.registries);
  const known = new Set(registries.flatMap(({ revisions }) => Object.keys(revisions)));
  if (revision === undefined || known.has(revision)) return [];
  const what = `no registry has the revision ${JSON.stringify(revision)}`;
  const remedy = `ask for one of ${[...known].join(", ")}`;
  return [{ place: locate(["registries"]), what, remedy }];
}

const RULES: readonly ((data: DefinitionData) => Iterable<Fault>)[] = [
  formatIdsAreUnique,
  magicNumbersAreUnique,
  openFormatComesLast,
  numbersKeepTheirWidth,
  defaultRevisionIsListed,
];

/** Records name a format by its id. */
function* formatIdsAreUnique({ formats }: DefinitionData): Iterable<Fault> {
  const ids = formats.map(({ id }) => id);
  for (const [index, id] of ids.entries()) {
    if (ids.indexOf(id) === index) continue;
    yield [["formats", index, "id"], `two formats have the id "${id}"`, "rename one"];
  }
}

function fieldsOf({ formats }: DefinitionData) {
  return formats.flatMap(({ id, fields }, index) =>
    fields.map((field, at) => ({ id, field, path: ["formats", index, "fields", at] })),
  );
}

/** Two formats with one magic number could not be told apart. */
function* magicNumbersAreUnique(data: DefinitionData): Iterable<Fault> {
  const first = new Map<number, string>();
  for (const { id, field, path } of fieldsOf(data)) {
    if (field.kind !== "magic") continue;
    const owner = first.get(field.value) ?? id;
    first.set(field.value, owner);
    const what = `"${id}" has the magic number of "${owner}"`;
    if (owner !== id) yield [[...path, "value"], what, "give each format its own"];
  }
}

/** Everything is of a format that demands nothing, so no format behind it is ever tried. */
function* openFormatComesLast({ formats }: DefinitionData): Iterable<Fault> {
  for (const [index, { id, fields }] of formats.slice(0, -1).entries()) {
    const what = `every payload is of the format "${id}", so those behind it are never seen`;
    if (fields.length === 0) yield [["formats", index], what, "move it to the end"];
  }
}

/** A number of one name is one filter field and one record member, so it has one width. */
function* numbersKeepTheirWidth(data: DefinitionData): Iterable<Fault> {
  const first = new Map<string, NumericFieldData>();
  for (const { field, path } of fieldsOf(data)) {
    if (field.kind !== "number") continue;
    const { name, bits } = field;
    const other = first.get(recordMember(name)) ?? field;
    first.set(recordMember(name), other);
    if (other.bits === bits) continue;
    const what = `"${name}" has ${bits} bits here and ${other.bits} in another format`;
    yield [[...path, "bits"], what, "rename one, or make the widths equal"];
  }
}

/** The revision that is used is one of those listed. */
function* defaultRevisionIsListed({ registries }: DefinitionData): Iterable<Fault> {
  for (const [id, { default: usual, revisions }] of Object.entries(registries)) {
    if (Object.hasOwn(revisions, usual)) continue;
    const what = `the revision "${usual}" of "${id}" is not listed`;
    const remedy = `use one of ${Object.keys(revisions).join(", ")}`;
    yield [["registries", id, "default"], what, remedy];
  }
}

/** Texts of the definition end in the same outputs as those of a registry. */
function textsOf(data: DefinitionData) {
  const titled = data.formats.flatMap(({ title, examples = [], patterns = [] }, index) => [
    { text: title, path: ["formats", index, "title"] },
    ...Object.entries({ examples, patterns }).flatMap(([key, items]) =>
      items.map((item, at) => ({ text: item.title, path: ["formats", index, key, at, "title"] })),
    ),
  ]);
  const meanings = fieldsOf(data).map(({ field, path }) => ({
    text: field.meaning,
    path: [...path, "meaning"],
  }));
  return [{ text: data.title, path: ["title"] }, ...titled, ...meanings];
}

/** All that is wrong with one format by itself. */
export function checkFormat(format: FormatData, definition: DefinitionData): readonly Fault[] {
  return FORMAT_RULES.flatMap((rule) => [...rule(format, definition)]);
}

const FORMAT_RULES: readonly ((
  format: FormatData,
  definition: DefinitionData,
) => Iterable<Fault>)[] = [
  kindsAreThereOnce,
  magicComesFirst,
  codeOfPenIsWhole,
  registryIsKnown,
  fieldsFillLength,
  textComesLast,
  fieldNamesAreUnique,
  malformedValuesAreOfFields,
  examplesHoldTheirValues,
  patternsEndInTheirReason,
];

/** How many fields of a kind a format has, at least and at most; of numbers, as many as it likes. */
const COUNTS = { magic: [0, 1], "reason-code": [0, 1], pen: [0, 0], zero: [0, 1], text: [0, 1] };

/** A diagnostic payload is recognised by its first octets, then has one cause and one PEN. */
const COUNTS_WITH_PEN = { ...COUNTS, magic: [1, 1], "reason-code": [1, 1], pen: [1, 1] };

function* kindsAreThereOnce({ id, fields, registry }: FormatData): Iterable<Fault> {
  const counts = registry && "picked-by" in registry ? COUNTS_WITH_PEN : COUNTS;
  for (const [kind, [least = 0, most = 0]] of Object.entries(counts)) {
    const { length } = fields.filter((field) => field.kind === kind);
    const allowed = `${least > 0 ? "needs" : "can have"} ${most > 0 ? "one field" : "no field"}`;
    if (length >= least && length <= most) continue;
    yield [
      ["fields"],
      `"${id}" ${allowed} of kind ${kind}, it has ${length}`,
      "correct the fields",
    ];
  }
}

/** The magic number comes first, so that the cut payload of a format can still be told. */
function* magicComesFirst({ id, fields }: FormatData): Iterable<Fault> {
  const at = fields.findIndex(({ kind }) => kind === "magic");
  const what = `the magic number of "${id}" is not its first field`;
  if (at > 0) yield [["fields", at], what, "move it to the top"];
}

/** Whoever has a PEN is bound by the specification of the diagnostic payload. */
function* codeOfPenIsWhole({ id, fields, registry }: FormatData): Iterable<Fault> {
  const at = fields.findIndex((field) => field.kind === "reason-code" && field.bits < 16);
  if (at < 0 || !registry || "always" in registry) return;
  const what = `the reason code of "${id}" has less than 16 bits`;
  yield [["fields", at, "bits"], what, "make it 16 bits"];
}

/** The registry of a reason code is one of the definition's, always the same or picked by the PEN. */
function* registryIsKnown(format: FormatData, { registries }: DefinitionData): Iterable<Fault> {
  const { registry } = format;
  if (!registry) return;
  if ("picked-by" in registry && findField(format, registry["picked-by"])?.kind !== "pen") {
    const what = `"${registry["picked-by"]}" is not a field of kind pen`;
    yield [["registry", "picked-by"], what, "name the format's pen field"];
  }
  const known = Object.keys(registries);
  const [key, wanted] =
    "always" in registry ? ["always", registry.always] : ["zero", registry.zero];
  const remedy = `use one of ${known.join(", ")}, or add it to the registries`;
  if (!known.includes(wanted)) {
    yield [["registry", key], `the registry "${wanted}" is unknown`, remedy];
  }
}

/** Numbers and zeros are as long as SEG.LEN must be; a text has at least one octet of its own. */
function* fieldsFillLength({ id, length, fields }: FormatData): Iterable<Fault> {
  const hasText = fields.some(({ kind }) => kind === "text");
  const bits = fields.reduce((sum, field) => sum + bitsOf(field), 0);
  if ("least" in length) {
    const wanted = bits / 8 + 1;
    const what = `the text of "${id}" needs a least length of ${wanted} octets`;
    if (hasText && length.least < wanted) yield [["length"], what, "correct the length"];
  } else if (bits !== length.octets * 8 || hasText) {
    const wanted = length.octets * 8;
    const what = `the fields of "${id}" have ${bits} bits, but its length is ${wanted} bits`;
    yield [["length"], what, `correct the fields, or make the length ${bits / 8} octets`];
  }
}

/** A text goes on to the end of the payload, so nothing can be behind it. */
function* textComesLast({ id, fields }: FormatData): Iterable<Fault> {
  const at = fields.slice(0, -1).findIndex(({ kind }) => kind === "text");
  const what = `the text of "${id}" is not its last field`;
  if (at >= 0) yield [["fields", at], what, "move it to the end"];
}

/** Each field has its own name; a number is a member of the record, and no other member. */
function* fieldNamesAreUnique({ id, fields }: FormatData): Iterable<Fault> {
  const members = fields.map(({ name }) => recordMember(name));
  for (const [at, { kind, name }] of fields.entries()) {
    const member = recordMember(name);
    if (members.indexOf(member) !== at) {
      yield [["fields", at, "name"], `"${id}" has two fields "${name}"`, "rename one"];
    }
    if (kind === "number" && (RECORD_MEMBERS.has(member) || RESERVED_MEMBERS.has(member))) {
      const what = `the name "${member}" is taken in every record`;
      yield [["fields", at, "name"], what, "rename the field"];
    }
  }
}

/** What is malformed is said of a number of the format, with a value that it can have. */
function* malformedValuesAreOfFields(format: FormatData): Iterable<Fault> {
  for (const [at, rule] of (format.malformed ?? []).entries()) {
    const path = ["malformed", at, "field"];
    const field = findField(format, rule.field);
    const value = "is" in rule ? rule.is : rule["is-not"];
    if (!field || !isNumeric(field)) {
      const what = `"${format.id}" has no field "${rule.field}"`;
      yield [path, what, "name one of its fields"];
    } else if (value >= 2 ** field.bits) {
      yield [path, `"${rule.field}" cannot be ${value}`, "correct the value"];
    }
    // A payload of a wrong length has no fields.
    if (rule.problem === format.length.otherwise) {
      const what = `"${rule.problem}" is the problem of a wrong length`;
      yield [["malformed", at, "problem"], what, "use another name for the problem"];
    }
  }
}

/** An example has the octets that its values give: an error in the fields' order shows here. */
function* examplesHoldTheirValues(format: FormatData): Iterable<Fault> {
  for (const [at, { octets, fields: values }] of (format.examples ?? []).entries()) {
    for (const name of Object.keys(values)) {
      const field = findField(format, name);
      if (field && isNumeric(field) && field.kind !== "magic") continue;
      const what = `"${name}" is not a field of "${format.id}" with a value of its own`;
      yield [["examples", at, "fields", name], what, "name one of its fields"];
    }
    const found = octets.replaceAll(" ", "").toLowerCase();
    const wanted = format.fields.map((field) => octetsOf(field, values)).join("");
    const what = `the example's octets are ${found}, but its values give ${wanted}`;
    const remedy = "correct the octets, the values or the fields";
    if (found !== wanted) yield [["examples", at, "octets"], what, remedy];
  }
}

/** The cause is the rest of a text, so a pattern has one, and it is the last part. */
function* patternsEndInTheirReason(format: FormatData): Iterable<Fault> {
  for (const [at, { id, parts }] of (format.patterns ?? []).entries()) {
    if (parts.indexOf("reason") === parts.length - 1) continue;
    const what = `the pattern "${id}" does not end in its only reason`;
    yield [["patterns", at], what, 'make "reason" its last part'];
  }
}

function findField({ fields }: FormatData, name: string): FieldData | undefined {
  return fields.find((field) => field.name === name);
}

function octetsOf(field: FieldData, values: Readonly<Record<string, number>>): string {
  if (!isNumeric(field)) return "";
  const stated = Object.hasOwn(values, field.name) ? values[field.name] : undefined;
  const value = field.kind === "magic" ? field.value : (stated ?? 0);
  return value.toString(16).padStart(field.bits / 4, "0");
}
