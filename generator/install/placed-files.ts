import { randomUUID } from "node:crypto";
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { dirname, join, relative, sep } from "node:path";

/** A generated file and where it belongs on disk. */
export interface PlacedFile {
  /** Absolute path. */
  readonly path: string;
  readonly content: Uint8Array;
}

/** What is on disk against what should be. */
export type Difference =
  | { readonly kind: "missing"; readonly path: string; readonly wanted: Uint8Array }
  | {
      readonly kind: "changed";
      readonly path: string;
      readonly wanted: Uint8Array;
      readonly found: Uint8Array;
    }
  | { readonly kind: "foreign"; readonly path: string };

/**
 * Compares generated files with the disk; `folders` hold generated files alone, but for `recorded`:
 * files and folders in them that were not generated and belong there.
 */
export function findDifferences(
  files: readonly PlacedFile[],
  folders: readonly string[],
  recorded: readonly string[] = [],
): readonly Difference[] {
  const wanted = new Set(files.map(({ path }) => path));
  const isRecorded = (path: string) =>
    recorded.some((place) => path === place || path.startsWith(place + sep));
  const foreign = [...new Set(folders.flatMap(listFiles))]
    .filter((path) => !wanted.has(path) && !path.endsWith(TEMPORARY) && !isRecorded(path))
    .map((path) => ({ kind: "foreign" as const, path }));
  return [...files.flatMap(compareFile), ...foreign];
}

function compareFile({ path, content }: PlacedFile): readonly Difference[] {
  if (!isRegularFile(path)) return [{ kind: "missing", path, wanted: content }];
  const found = readFileSync(path);
  return found.equals(content) ? [] : [{ kind: "changed", path, wanted: content, found }];
}

/** What is in the way of a file, be it a folder or a file in place of one, is shown on writing. */
function isRegularFile(path: string): boolean {
  return existsSync(path) && statSync(path).isFile();
}

/** Files that are not yet in their place have this ending; no other run knows their names. */
const TEMPORARY = ".rstdiag-new";

/** The name of a new file until it is in its place: beside that, and unknown to others. */
export function temporaryFor(path: string): string {
  return `${path}.${randomUUID()}${TEMPORARY}`;
}

/** Whether `name` is what a run that was stopped left of the file `wanted` in the same folder. */
export function isUnfinished(wanted: string, name: string): boolean {
  const unique = name.slice(wanted.length, -TEMPORARY.length);
  return name.startsWith(wanted) && name.endsWith(TEMPORARY) && /^\.[\da-f-]{36}$/.test(unique);
}

/**
 * Writes all files or none: each one beside its place first, then all are renamed. Throws
 * where one cannot be written, with nothing left behind.
 */
export function writeFiles(files: readonly PlacedFile[]): void {
  const written: { readonly temporary: string; readonly path: string }[] = [];
  try {
    for (const { path, content } of files) {
      refuseFolder(path);
      mkdirSync(dirname(path), { recursive: true });
      const temporary = temporaryFor(path);
      // Exclusive: a link that somebody put there is not followed.
      writeFileSync(temporary, content, { flag: "wx" });
      written.push({ temporary, path });
    }
    for (const { temporary, path } of written) renameSync(temporary, path);
  } finally {
    for (const { temporary } of written) rmSync(temporary, { force: true });
  }
}

/** A folder would stop the renaming half way. */
function refuseFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) {
    throw new Error(`a folder is in the way: ${path}`);
  }
}

/** A path as people read it: from the folder they are in, with `/`. */
export function shortPath(from: string, path: string): string {
  const short = relative(from, path).split(sep).join("/");
  return short === "" ? "." : short;
}

function listFiles(folder: string): readonly string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(
      (entry) => !entry.isDirectory() && !/(^|[\\/])\./.test(relative(folder, entry.parentPath)),
    )
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
