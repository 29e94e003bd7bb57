import type { Mistake } from "../model/mistake.js";
import { recordMember } from "../model/record.js";
import type { Definition, DefinitionData, NumericFieldData } from "./definition.js";
import { type Fault, FORMAT_RULES } from "./format-rules.js";
import { checkText, type SourceRegistry } from "./source-registry.js";

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

type DefinitionRule = (data: DefinitionData) => readonly Fault[];

/** Records name a format by its id. */
const formatIdsAreUnique: DefinitionRule = ({ formats }) =>
  formats.flatMap(({ id }, index): readonly Fault[] => {
    if (formats.findIndex((other) => other.id === id) === index) return [];
    return [[["formats", index, "id"], `two formats have the id "${id}"`, "rename one"]];
  });

/** Two formats with one magic number could not be told apart. */
const magicNumbersAreUnique: DefinitionRule = ({ formats }) => {
  const first = new Map<number, string>();
  return formats.flatMap(({ id, fields }, index) =>
    fields.flatMap((field, at): readonly Fault[] => {
      if (field.kind !== "magic") return [];
      const owner = first.get(field.value) ?? id;
      first.set(field.value, owner);
      if (owner === id) return [];
      const what = `"${id}" has the magic number of "${owner}"`;
      return [[["formats", index, "fields", at, "value"], what, "give each format its own"]];
    }),
  );
};

/** Everything is of a format that demands nothing, so no format behind it is ever tried. */
const openFormatComesLast: DefinitionRule = ({ formats }) =>
  formats.slice(0, -1).flatMap(({ id, fields }, index): readonly Fault[] => {
    const what = `every payload is of the format "${id}", so those behind it are never seen`;
    return fields.length > 0 ? [] : [[["formats", index], what, "move it to the end"]];
  });

/** A number of one name is one filter field and one record member, so it has one width. */
const numbersKeepTheirWidth: DefinitionRule = ({ formats }) => {
  const first = new Map<string, NumericFieldData>();
  return formats.flatMap(({ fields }, index) =>
    fields.flatMap((field, at): readonly Fault[] => {
      if (field.kind !== "number") return [];
      const { name, bits } = field;
      const other = first.get(recordMember(name)) ?? field;
      first.set(recordMember(name), other);
      if (other.bits === bits) return [];
      const what = `"${name}" has ${bits} bits here and ${other.bits} in another format`;
      const remedy = "rename one, or make the widths equal";
      return [[["formats", index, "fields", at, "bits"], what, remedy]];
    }),
  );
};

/** The revision that is used is one of those listed. */
const defaultRevisionIsListed: DefinitionRule = ({ registries }) =>
  Object.entries(registries).flatMap(([id, registry]): readonly Fault[] => {
    if (Object.hasOwn(registry.revisions, registry.default)) return [];
    const what = `the revision "${registry.default}" of "${id}" is not listed`;
    const remedy = `use one of ${Object.keys(registry.revisions).join(", ")}`;
    return [[["registries", id, "default"], what, remedy]];
  });

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

const DEFINITION_RULES: readonly DefinitionRule[] = [
  formatIdsAreUnique,
  magicNumbersAreUnique,
  openFormatComesLast,
  numbersKeepTheirWidth,
  defaultRevisionIsListed,
];

/** Texts of the definition end in the same outputs as those of a registry. */
function definitionTextsAreSafe({ data, locate }: Definition): readonly Mistake[] {
  const texts = [
    { text: data.title, path: ["title"] },
    ...data.formats.flatMap(({ title, fields, examples = [], patterns = [] }, index) => {
      const titled = Object.entries({ examples, patterns }).flatMap(([key, items]) =>
        items.map((item, at) => ({ text: item.title, path: [key, at, "title"] })),
      );
      const meanings = fields.map(({ meaning }, at) => ({
        text: meaning,
        path: ["fields", at, "meaning"],
      }));
      return [{ text: title, path: ["title"] }, ...meanings, ...titled].map(({ text, path }) => ({
        text,
        path: ["formats", index, ...path],
      }));
    }),
  ];
  return texts.flatMap(({ text, path }) => checkText({ text, place: locate(path) }));
}

/** All that is wrong with a definition whose shape is right. */
export function checkDefinition(definition: Definition): readonly Mistake[] {
  const { data, locate } = definition;
  const faults = [
    ...DEFINITION_RULES.flatMap((rule) => rule(data)),
    ...data.formats.flatMap((format, index) =>
      FORMAT_RULES.flatMap((rule) => rule(format, data)).map(
        ([path, what, remedy]): Fault => [["formats", index, ...path], what, remedy],
      ),
    ),
  ];
  return [
    ...faults.map(([path, what, remedy]) => ({ place: locate(path), what, remedy })),
    ...definitionTextsAreSafe(definition),
  ];
}
