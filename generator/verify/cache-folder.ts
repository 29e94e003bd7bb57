import { mkdir, mkdtemp, readdir, rename, stat, utimes } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { removeFolder } from "./remove-folder.js";

const WORKSHOP = ".building-";
/** Longer than any build takes, so that no other process still works in such a folder. */
const UNUSED_MS = 60 * 60 * 1000;

/**
 * Makes a folder appear complete or not at all: `fill` works in one beside it, which gets the name
 * once `fill` says that it is whole. Two processes may do so at once: the first one's stays.
 */
export async function makeWhole<T>(
  folder: string,
  fill: (workshop: string) => Promise<{ readonly whole: boolean; readonly result: T }>,
): Promise<T> {
  const home = dirname(folder);
  await mkdir(home, { recursive: true });
  const workshop = await mkdtemp(join(home, WORKSHOP));
  try {
    const { whole, result } = await fill(workshop);
    if (whole) await rename(workshop, folder).catch(throwUnlessTaken);
    return result;
  } finally {
    await removeFolder(workshop);
  }
}

function throwUnlessTaken(error: NodeJS.ErrnoException): void {
  if (error.code !== "ENOTEMPTY" && error.code !== "EEXIST") throw error;
}

/** Notes that `folder` is in use, and removes its like that no one has used for an hour. */
export async function removeUnused(folder: string, prefix: string): Promise<void> {
  const now = Date.now();
  await utimes(folder, new Date(now), new Date(now));
  const home = dirname(folder);
  for (const name of await readdir(home)) {
    if (name === basename(folder)) continue;
    if (!name.startsWith(prefix) && !name.startsWith(WORKSHOP)) continue;
    const path = join(home, name);
    const found = await stat(path).catch(() => undefined);
    const unused = found && now - found.mtimeMs > UNUSED_MS;
    if (unused) await removeFolder(path);
  }
}
