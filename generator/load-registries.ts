import type { Mistake } from "./model/mistake.js";
import type { SourceRegistry } from "./model/source-registry.js";
import { chooseRegistry } from "./read/choose-registry.js";
import type { ColumnNames } from "./read/column-map.js";
import { beginsEnterpriseNumbers } from "./read/enterprise-reader.js";
import { readIanaCsv } from "./read/iana-csv.js";
import { readRegistryGroup } from "./read/iana-xml.js";
import {
  oneMistake,
  type ReadResult,
  readSourceFile,
  type SourceFile,
} from "./read/source-file.js";

/** A file that somebody downloaded, and how messages call it. */
export interface RegistryFile {
  readonly path: string;
  readonly name: string;
  /** Columns that are other than rstdiag would guess. */
  readonly columns?: ColumnNames;
}

/** What a file has, or all that is wrong with it. */
export type LoadedRegistries<T> =
  | { readonly kind: "read"; readonly value: T }
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/** All registries of a file as IANA publishes it, XML or CSV, in the order of the file. */
export function loadRegistries(source: RegistryFile): LoadedRegistries<readonly SourceRegistry[]> {
  const file = readSourceFile(source.path, source.name);
  return file.kind === "read" ? readRegistries(file.value, source.columns) : file;
}

/** The registry of an id or title. */
export function loadRegistry(
  source: RegistryFile,
  wanted: string,
): LoadedRegistries<SourceRegistry> {
  const loaded = loadRegistries(source);
  return loaded.kind === "read" ? chooseRegistry(loaded.value, wanted) : loaded;
}

/** XML is known by its first character, whatever the file is called. */
function readRegistries(
  file: SourceFile,
  columns: ColumnNames | undefined,
): ReadResult<readonly SourceRegistry[]> {
  if (/^\s*</.test(file.text) || /\.xml$/i.test(file.path)) return readRegistryGroup(file, columns);
  if (beginsEnterpriseNumbers(file.text)) {
    const what = "the file has enterprise numbers, and no registry of codes";
    return oneMistake(file.placeAt(0), what, "take it with: rstdiag registry import");
  }
  const table = readIanaCsv(file, columns);
  return table.kind === "read" ? { kind: "read", value: [table.value] } : table;
}
