import type { Mistake } from "../model/mistake.js";
import { recordMember } from "../model/record.js";
import { checkText } from "../model/text.js";
import type { Definition, NumericFieldData } from "./definition.js";
import { FORMAT_RULES } from "./format-rules.js";
import type { SourceRegistry } from "./source-file.js";

/** A cause of a group that nobody describes would have no colour and no place in a menu. */
export function groupsAreKnown(
  { data: { groups = {} } }: Definition,
  { rows }: SourceRegistry,
): readonly Mistake[] {
  const known = Object.keys(groups);
  return rows.flatMap(({ group }) => {
    if (!group || known.includes(group.text)) return [];
    const choice = known.length === 0 ? "or remove it" : `or use one of ${known.join(", ")}`;
    return {
      place: group.place,
      what: `the group ${JSON.stringify(group.text)} is not in the definition`,
      remedy: `add it to groups, ${choice}`,
    };
  });
}

type DefinitionRule = (definition: Definition) => readonly Mistake[];

/** Records name a format by its id. */
export const formatIdsAreUnique: DefinitionRule = ({ data, locate }) =>
  data.formats.flatMap((format, index) => {
    if (data.formats.findIndex((other) => other.id === format.id) === index) return [];
    return {
      place: locate(["formats", index, "id"]),
      what: `two formats have the id "${format.id}"`,
      remedy: "rename one",
    };
  });

/** Two formats with one magic number could not be told apart. */
export const magicNumbersAreUnique: DefinitionRule = ({ data, locate }) => {
  const first = new Map<number, string>();
  return data.formats.flatMap((format, index) =>
    format.fields.flatMap((field, at) => {
      if (field.kind !== "magic") return [];
      const owner = first.get(field.value);
      first.set(field.value, owner ?? format.id);
      if (owner === undefined || owner === format.id) return [];
      return {
        place: locate(["formats", index, "fields", at, "value"]),
        what: `"${format.id}" has the magic number of "${owner}"`,
        remedy: "give each format its own",
      };
    }),
  );
};

/** Everything is of a format that demands nothing, so no format behind it is ever tried. */
export const openFormatComesLast: DefinitionRule = ({ data, locate }) =>
  data.formats.flatMap(({ id, fields }, index) => {
    if (fields.length > 0 || index === data.formats.length - 1) return [];
    return {
      place: locate(["formats", index]),
      what: `every payload is of the format "${id}", so those behind it are never seen`,
      remedy: "move it to the end",
    };
  });

/** A number of one name is one filter field and one record member, so it has one width. */
export const numbersKeepTheirWidth: DefinitionRule = ({ data, locate }) => {
  const first = new Map<string, NumericFieldData>();
  return data.formats.flatMap((format, index) =>
    format.fields.flatMap((field, at) => {
      if (field.kind !== "number") return [];
      const member = recordMember(field.name);
      const other = first.get(member) ?? field;
      first.set(member, other);
      if (other.bits === field.bits) return [];
      return {
        place: locate(["formats", index, "fields", at, "bits"]),
        what: `"${field.name}" has ${field.bits} bits here and ${other.bits} in another format`,
        remedy: "rename one, or make the widths equal",
      };
    }),
  );
};

/** The revision that is used is one of those listed. */
export const defaultRevisionIsListed: DefinitionRule = ({ data, locate }) =>
  Object.entries(data.registries).flatMap(([id, registry]) => {
    if (Object.hasOwn(registry.revisions, registry.default)) return [];
    return {
      place: locate(["registries", id, "default"]),
      what: `the revision "${registry.default}" of "${id}" is not listed`,
      remedy: `use one of ${Object.keys(registry.revisions).join(", ")}`,
    };
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

/** Texts of the definition end in the same outputs as those of a registry. */
export const definitionTextsAreSafe: DefinitionRule = ({ data, locate }) => {
  const texts = [
    { text: data.title, path: ["title"] },
    ...data.formats.flatMap((format, index) => [
      { text: format.title, path: ["formats", index, "title"] },
      ...format.fields.map(({ meaning }, at) => ({
        text: meaning,
        path: ["formats", index, "fields", at, "meaning"],
      })),
      ...(format.examples ?? []).map((example, at) => ({
        text: example.title,
        path: ["formats", index, "examples", at, "title"],
      })),
      ...(format.patterns ?? []).map((pattern, at) => ({
        text: pattern.title,
        path: ["formats", index, "patterns", at, "title"],
      })),
    ]),
  ];
  return texts.flatMap(({ text, path }) => checkText({ text, place: locate(path) }));
};

const DEFINITION_RULES: readonly DefinitionRule[] = [
  formatIdsAreUnique,
  magicNumbersAreUnique,
  openFormatComesLast,
  numbersKeepTheirWidth,
  defaultRevisionIsListed,
  definitionTextsAreSafe,
];

/** All that is wrong with a definition whose shape is right. */
export function checkDefinition(definition: Definition): readonly Mistake[] {
  return [
    ...DEFINITION_RULES.flatMap((rule) => rule(definition)),
    ...definition.data.formats.flatMap((format, index) =>
      FORMAT_RULES.flatMap((rule) => rule({ format, index, definition })),
    ),
  ];
}
