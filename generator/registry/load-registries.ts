import { existsSync } from "node:fs";
import { join } from "node:path";
import type { ColumnNames } from "./column-map.js";
import type { RegistryFolder } from "./definition.js";
import { loadDefinition } from "./definition-file.js";
import { beginsEnterpriseNumbers } from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { chooseRegistry, readRegistryGroup } from "./iana-xml.js";
import { oneMistake, type ReadResult, readSourceFile, type SourceFile } from "./source-file.js";
import type { SourceRegistry } from "./source-registry.js";

/** A file that somebody downloaded, and how messages call it. */
export interface RegistryFile {
  readonly path: string;
  readonly name: string;
  /** Columns that are other than rstdiag would guess. */
  readonly columns?: ColumnNames;
}

/** All registries of a file as IANA publishes it, XML or CSV, in the order of the file. */
export function loadRegistries(source: RegistryFile): ReadResult<readonly SourceRegistry[]> {
  const file = readSourceFile(source.path, source.name);
  return file.kind === "read" ? readRegistries(file.value, source.columns) : file;
}

/** The registry of an id or title; without one, the only registry that has records. */
export function loadRegistry(source: RegistryFile, wanted?: string): ReadResult<SourceRegistry> {
  const loaded = loadRegistries(source);
  if (loaded.kind === "mistakes") return loaded;
  if (wanted !== undefined) return chooseRegistry(loaded.value, wanted);
  const [only, ...more] = loaded.value.filter(({ rows }) => rows.length > 0);
  if (only && more.length === 0) return { kind: "read", value: only };
  return oneMistake(
    { path: source.name, line: 1, column: 1 },
    `the file has ${only ? more.length + 1 : 0} registries with records`,
    "name one of them with --id; rstdiag registry list shows them",
  );
}

/** XML is known by its first character, whatever the file is called. */
function readRegistries(
  file: SourceFile,
  columns: ColumnNames | undefined,
): ReadResult<readonly SourceRegistry[]> {
  if (/^\s*</.test(file.text) || /\.xml$/i.test(file.path)) return readRegistryGroup(file, columns);
  if (beginsEnterpriseNumbers(file.text)) {
    const what = "the file lists enterprise numbers, not a registry of codes";
    return oneMistake(file.placeAt(0), what, "import it with: rstdiag registry import");
  }
  const table = readIanaCsv(file, columns);
  return table.kind === "read" ? { kind: "read", value: [table.value] } : table;
}

/** One state of a registry, as somebody names it. */
export interface StateName {
  /** The words of the user: a file, or a revision of the definition. */
  readonly name: string;
  /** Absolute path that the words would be as a file. */
  readonly path: string;
  /** The registry's id or title, where there are several. */
  readonly id?: string;
}

/** Reads a registry from a file, or in a revision that the definition of a folder lists. */
export function loadState(
  folder: RegistryFolder,
  { name, path, id }: StateName,
): ReadResult<SourceRegistry> {
  if (existsSync(path)) return loadRegistry({ path, name }, id);
  const found = findRevision(folder, name, id);
  if (found.kind === "mistakes") return found;
  const { file, registryId } = found.value;
  const listed = { path: join(folder.path, file), name: `${folder.name}/${file}` };
  return loadRegistry(listed, registryId);
}

function findRevision(
  folder: RegistryFolder,
  revision: string,
  id: string | undefined,
): ReadResult<{ readonly file: string; readonly registryId: string }> {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return definition;
  const { data, locate } = definition.value;
  for (const [registryId, { revisions }] of Object.entries(data.registries)) {
    const file = Object.hasOwn(revisions, revision) ? revisions[revision] : undefined;
    if (file !== undefined && (id === undefined || id === registryId)) {
      return { kind: "read", value: { file, registryId } };
    }
  }
  const known = Object.values(data.registries).flatMap(({ revisions }) => Object.keys(revisions));
  return oneMistake(
    locate(["registries"]),
    `${JSON.stringify(revision)} is not a file, and no registry has such a revision`,
    `give a file, or one of ${known.join(", ")}`,
  );
}
