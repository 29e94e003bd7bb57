import type { Mistake } from "../model/mistake.js";
import { recordMember } from "../model/record-member.js";
import type { Definition, DefinitionData, Fault, NumericFieldData } from "./definition.js";
import { checkFormat } from "./format-rules.js";
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
