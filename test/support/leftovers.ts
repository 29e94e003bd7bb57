import { renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { makeScratch } from "../../generator/install/scratch-folders.js";

/** More than any system has. */
const NO_PROCESS = 99_999_999;

/** Leaves in a folder what a run leaves that is killed while it writes; gives its path. */
export function leaveUnfinished(folder: string): string {
  const own = makeScratch(folder, { pid: NO_PROCESS });
  const path = `${own.slice(0, -6)}abcdef`;
  renameSync(own, path);
  writeFileSync(join(path, "0"), "half of a fi");
  return path;
}
