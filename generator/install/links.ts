import { lstatSync, type Stats } from "node:fs";
import { join, relative, sep } from "node:path";
import { WriteError } from "./write-error.js";

/** Where a file belongs on disk. */
export interface Place {
  /**
   * Absolute path of the folder that was named. Links lead there as its owner wants, and from there
   * on none is followed.
   */
  readonly folder: string;
  /** Absolute path, in that folder. */
  readonly path: string;
}

type Look = (path: string) => Stats | undefined;

const LINK = "is a link, which is not followed; remove it, or name another place";

/** What is there; undefined also where a file stands in the place of a folder above. */
export function lookAt(path: string): Stats | undefined {
  try {
    return lstatSync(path, { throwIfNoEntry: false });
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOTDIR") return undefined;
    throw error;
  }
}

/** Looks at each path once, since hundreds of files are below a few folders. */
export function lookOnce(): Look {
  const looked = new Map<string, Stats | undefined>();
  return (path) => {
    if (!looked.has(path)) looked.set(path, lookAt(path));
    return looked.get(path);
  };
}

/** The link, if there is one, on the way from the named folder to the file, or in its place. */
export function findLink({ folder, path }: Place, look: Look = lookAt): string | undefined {
  let place = folder;
  for (const name of relative(folder, path).split(sep)) {
    place = join(place, name);
    const found = look(place);
    if (found === undefined) return undefined;
    if (found.isSymbolicLink()) return place;
  }
  return undefined;
}

/** Throws a `WriteError` where a link stands in the place of what is to be written, or above that. */
export function refuseLink(file: Place, look: Look = lookAt): void {
  const link = findLink(file, look);
  if (link !== undefined) throw new WriteError(link, LINK);
}

/** The same for many files. */
export function refuseLinks(files: readonly Place[]): void {
  const look = lookOnce();
  for (const file of files) refuseLink(file, look);
}
