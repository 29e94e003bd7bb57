import { existsSync } from "node:fs";
import { join } from "node:path";
import { DEFINITION_FILE } from "./load-model.js";
import { type LoadedRegistries, loadRegistries, loadRegistry } from "./load-registries.js";
import type { RegistryFolder } from "./loading.js";
import type { SourceRegistry } from "./model/source-registry.js";
import { readDefinition } from "./read/definition.js";
import { oneMistake, readSourceFile } from "./read/source-file.js";

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
): LoadedRegistries<SourceRegistry> {
  if (existsSync(path)) return loadFile(path, name, id);
  const found = findRevision(folder, name, id);
  if (found.kind === "mistakes") return found;
  const { file, registryId } = found.value;
  return loadFile(join(folder.path, file), `${folder.name}/${file}`, registryId);
}

function loadFile(
  path: string,
  name: string,
  id: string | undefined,
): LoadedRegistries<SourceRegistry> {
  if (id !== undefined) return loadRegistry({ path, name }, id);
  const loaded = loadRegistries({ path, name });
  if (loaded.kind === "mistakes") return loaded;
  const withRows = loaded.value.filter(({ rows }) => rows.length > 0);
  const [only] = withRows;
  if (only && withRows.length === 1) return { kind: "read", value: only };
  return oneMistake(
    { path: name, line: 1, column: 1 },
    `the file has ${withRows.length} registries with records`,
    "name one of them with --id; rstdiag registry list shows them",
  );
}

function findRevision(
  { path, name }: RegistryFolder,
  revision: string,
  id: string | undefined,
): LoadedRegistries<{ readonly file: string; readonly registryId: string }> {
  const source = readSourceFile(join(path, DEFINITION_FILE), `${name}/${DEFINITION_FILE}`);
  if (source.kind === "mistakes") return source;
  const definition = readDefinition(source.value);
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
    `${JSON.stringify(revision)} is no file, and no registry has such a revision`,
    `give a file, or one of ${known.join(", ")}`,
  );
}
