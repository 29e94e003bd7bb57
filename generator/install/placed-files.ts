import { type Dirent, lstatSync, readdirSync, readFileSync, realpathSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { showUnprintable } from "../model/text.js";
import { findLink, lookOnce } from "./links.js";
import type { PlacedFile } from "./whole-files.js";

/** What is on disk against what should be. */
export type Difference =
  | { readonly kind: "missing"; readonly path: string; readonly wanted: Uint8Array }
  | {
      readonly kind: "changed";
      readonly path: string;
      readonly wanted: Uint8Array;
      readonly found: Uint8Array;
    }
  /** A link, where a file or a folder should be: what it leads to is not looked at. */
  | { readonly kind: "link"; readonly path: string }
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
  const look = lookOnce();
  const placed = files.map((file) => ({ file, link: findLink(file, look) }));
  const links = new Set(placed.flatMap(({ link }) => link ?? []));
  const isRecorded = (path: string) =>
    recorded.some((place) => path === place || path.startsWith(place + sep));
  // Of what was recorded there may be far more than of all else.
  const isLookedAt = (path: string) => !links.has(path) && !isRecorded(path);
  const listed = folders.filter((path) => !links.has(path));
  const foreign = [...new Set(listed.flatMap((path) => listFiles(path, isLookedAt)))]
    .filter((path) => !wanted.has(path))
    .sort()
    .map((path) => ({ kind: "foreign" as const, path }));
  return [
    ...[...links].map((path) => ({ kind: "link" as const, path })),
    ...placed.flatMap(({ file, link }) => (link === undefined ? compareFile(file) : [])),
    ...foreign,
  ];
}

function compareFile({ path, content }: PlacedFile): readonly Difference[] {
  if (!isRegularFile(path)) return [{ kind: "missing", path, wanted: content }];
  const found = readFileSync(path);
  return found.equals(content) ? [] : [{ kind: "changed", path, wanted: content, found }];
}

/** What is in the way of a file, be it a folder or a file in place of one, is shown on writing. */
function isRegularFile(path: string): boolean {
  try {
    return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
  } catch {
    return false;
  }
}

/** The same for a line that is printed, which no name can break. */
export function printedPath(from: string, path: string): string {
  return showUnprintable(shortPath(from, path));
}

/** A path as people read it: from the folder they are in, with `/`. */
export function shortPath(from: string, path: string): string {
  const short = relative(from, path).split(sep).join("/");
  return short === "" ? "." : short;
}

/** The files of a folder, and of those in it that are not hidden, of the paths that are looked at. */
function listFiles(folder: string, isLookedAt: (path: string) => boolean): readonly string[] {
  return entriesOf(folder).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (!isLookedAt(path)) return [];
    if (!entry.isDirectory()) return [path];
    return entry.name.startsWith(".") ? [] : listFiles(path, isLookedAt);
  });
}

/** What cannot be read holds nothing of ours: a file of ours that cannot be read counts as missing. */
function entriesOf(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true });
  } catch {
    return [];
  }
}

/** Two paths may be one, by a link or on a system without letter case; what is not there is as it was. */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
