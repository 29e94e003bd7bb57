import { statSync } from "node:fs";
import { resolve } from "node:path";
import type { Context } from "./context.js";

/** Captures below this size are read before anybody could see a progress bar. */
export const LARGE_OCTETS = 32 * 1024 * 1024;

/** Octets of all files that are there. */
export function sizeOf({ cwd }: Context, files: readonly string[]): number {
  const sizes = files.map((file) => statSync(resolve(cwd, file), { throwIfNoEntry: false })?.size);
  return sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0);
}
