import type { Model } from "../../model/model.js";
import { type Registry, type RegistryRow, showCodes, statesCause } from "../../model/registry.js";
import { alignColumns } from "../text/layout.js";
import { luaComment, luaString } from "../text/lua-text.js";
import { renderTemplate } from "../text/target.js";

/**
 * More rows than this take too long to load as tables: they are then texts, which are read when a
 * payload first needs them.
 */
const MOST_ROWS_IN_TABLES = 1000;

/** Whether the registries of a Model are written as texts. */
export function isPacked({ registries, vendors }: Model): boolean {
  const all = [
    ...registries.flatMap((registry) => [registry, ...registry.others]),
    ...vendors.map(({ registry }) => registry),
  ];
  return all.reduce((rows, registry) => rows + registry.rows.length, 0) > MOST_ROWS_IN_TABLES;
}

/** What the template shows of a registry: its revisions are ready lines, the pack's own first. */
export function registryView(model: Model, registry: Registry, packed: boolean) {
  const revisions = [registry, ...registry.others];
  return {
    id: luaString(registry.id),
    comment: luaComment(registry.title),
    hasChoice: revisions.length > 1,
    preference: luaString(preferenceName(model, registry)),
    revisions: revisions.flatMap((revision) => revisionLines(revision, packed)),
  };
}

function revisionLines(registry: Registry, packed: boolean): readonly string[] {
  const view = revisionView(registry, packed);
  return renderTemplate("wireshark/revision.lua", view).trimEnd().split("\n");
}

function revisionView({ revision, rows }: Registry, packed: boolean) {
  const stated = rows.filter(statesCause);
  const singles = stated.filter(({ first, last }) => first === last);
  const ranges = stated.filter(({ first, last }) => first < last);
  return {
    isPacked: packed,
    rows: packed ? stated.map(packedRow) : [],
    hasName: revision !== undefined,
    name: luaString(revision ?? ""),
    reasons: luaEntries(singles.map(({ first, description }) => [first, description])),
    hasReferences: singles.some(({ reference }) => reference !== ""),
    references: luaEntries(singles.map(({ first, reference }) => [first, reference])),
    hasOrigins: singles.some(({ origin }) => origin !== undefined),
    origins: luaEntries(singles.map(({ first, origin }) => [first, origin ?? ""])),
    hasRanges: ranges.length > 0,
    ranges: ranges.map(luaRange),
  };
}

/** A line of a text: no text of a registry has a tab or a line feed. */
function packedRow(row: RegistryRow): string {
  const words = [showCodes(row), row.description, row.reference, row.origin ?? ""];
  const line = luaString(`${words.join("\t")}\n`);
  return line.slice(1, -1).replaceAll("\\009", "\\t").replaceAll("\\010", "\\n");
}

function luaEntries(entries: readonly (readonly [number, string])[]): readonly string[] {
  const stated = entries.filter(([, text]) => text !== "");
  return alignColumns(stated.map(([code, text]) => [`[${code}]`, "=", `${luaString(text)},`]));
}

function luaRange({ first, last, description, reference, origin }: RegistryRow): string {
  const words = [
    `reason = ${luaString(description)}`,
    `reference = ${luaString(reference)}`,
    ...(origin === undefined ? [] : [`origin = ${luaString(origin)}`]),
  ];
  return `{ first = ${first}, last = ${last}, ${words.join(", ")} },`;
}

/** The registries that a user can choose a revision of. */
export function preferencesOf(model: Model) {
  return model.registries
    .filter(({ others }) => others.length > 0)
    .map((registry) => {
      const revisions = [registry, ...registry.others].map(({ revision }) => revision ?? "");
      const choices = revisions.map(luaString);
      return {
        name: luaString(preferenceName(model, registry)),
        title: luaString(`Revision of ${registry.title}`),
        choices: choices.map((name, at) => `{ ${at + 1}, ${name}, ${at + 1} }`).join(", "),
      };
    });
}

/** That of the diagnostic payload is what users speak of; the others have names of their own. */
function preferenceName({ diagnosticFormats }: Model, { id }: Registry): string {
  const [first] = diagnosticFormats;
  return first?.registry.id === id ? "revision" : `revision_${id.replaceAll("-", "_")}`;
}
