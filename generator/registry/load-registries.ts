import { existsSync } from "node:fs";
import type { ColumnNames } from "./column-map.js";
import { type Definition, loadDefinition } from "./definition.js";
import { beginsEnterpriseNumbers } from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { chooseRegistry, readRegistryGroup } from "./iana-xml.js";
import {
  fileIn,
  type NamedPath,
  oneMistake,
  type ReadResult,
  readSourceFile,
  startOfFile,
} from "./source-file.js";
import type { SourceRegistry } from "./source-registry.js";

/** A file that somebody downloaded. */
export interface RegistryFile extends NamedPath {
  /** Columns that are other than rstdiag would guess. */
  readonly columns?: ColumnNames;
}

/** All registries of a file as IANA publishes it, XML or CSV, in the order of the file. */
export function loadRegistries(source: RegistryFile): ReadResult<readonly SourceRegistry[]> {
  const read = readSourceFile(source.path, source.name);
  if (read.kind === "mistakes") return read;
  const file = read.value;
  // XML is known by its first character, whatever the file is called.
  if (/^\s*</.test(file.text) || /\.xml$/i.test(file.path)) {
    return readRegistryGroup(file, source.columns);
  }
  if (beginsEnterpriseNumbers(file.text)) {
    const what = "the file lists enterprise numbers, not a registry of codes";
    return oneMistake(file.placeAt(0), what, "import it with: rstdiag registry import");
  }
  const table = readIanaCsv(file, source.columns);
  return table.kind === "read" ? { kind: "read", value: [table.value] } : table;
}

/** The registry of an id or title; without one, the only registry that has records. */
export function loadRegistry(source: RegistryFile, wanted?: string): ReadResult<SourceRegistry> {
  const loaded = loadRegistries(source);
  if (loaded.kind === "mistakes") return loaded;
  if (wanted !== undefined) return chooseRegistry(loaded.value, wanted);
  const [only, ...more] = loaded.value.filter(({ rows }) => rows.length > 0);
  if (only && more.length === 0) return { kind: "read", value: only };
  return oneMistake(
    startOfFile(source),
    `the file has ${only ? more.length + 1 : 0} registries with records`,
    "name one of them with --id; rstdiag registry list shows them",
  );
}

/**
 * Reads a registry from the file of that path, or in the revision of that name that the definition
 * of a folder lists; its id or title tells it from others.
 */
export function loadState(
  folder: NamedPath,
  { name, path }: NamedPath,
  id: string | undefined,
): ReadResult<SourceRegistry> {
  const definition = loadDefinition(folder);
  const revisions = definition.kind === "read" ? revisionsOf(definition.value) : [];
  const found = revisions.find(
    ({ revision, registryId }) => revision === name && (id === undefined || id === registryId),
  );
  // First: a file that happens to have the name of a revision must be named with its folder.
  if (found) return loadRegistry(fileIn(folder, found.file), found.registryId);
  if (existsSync(path)) return loadRegistry({ path, name }, id);
  if (definition.kind === "mistakes") return definition;
  return oneMistake(
    definition.value.locate(["registries"]),
    `${JSON.stringify(name)} is not a file, and no registry has such a revision`,
    `give a file, or one of ${revisions.map(({ revision }) => revision).join(", ")}`,
  );
}

function revisionsOf({ data }: Definition) {
  return Object.entries(data.registries).flatMap(([registryId, { revisions }]) =>
    Object.entries(revisions).map(([revision, file]) => ({ registryId, revision, file })),
  );
}
