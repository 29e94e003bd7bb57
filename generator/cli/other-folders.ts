import { existsSync, realpathSync } from "node:fs";
import { dirname, join } from "node:path";
import { shortPath } from "../install/placed-files.js";
import { DEFINITION_FILE } from "../registry/definition.js";
import { listFolder } from "../registry/source-file.js";

/**
 * What is said where the user's folder, or one above it, has a registry that is not the one used:
 * an archive of captures decides nothing, and whoever works on a registry has to name it.
 */
export function describeOtherRegistry(cwd: string, used: string): readonly string[] {
  const root = findAbove(cwd, (folder) => lookForRegistry(join(folder, "registry")) !== undefined);
  if (root === undefined || isSamePlace(join(root, "registry"), used)) return [];
  const name = shortPath(cwd, join(root, "registry"));
  const vendor = lookForRegistry(join(root, "registry"))?.vendor;
  const remedy =
    vendor === undefined
      ? `for this folder's own: --registry ${name}`
      : `for this folder's vendors besides: --vendor ${name}/vendors/${vendor}`;
  return [`registry: ${used}; ${remedy}`];
}

/** The same of a pack. */
export function describeOtherPack(cwd: string, used: string): readonly string[] {
  const root = findAbove(cwd, (folder) => existsSync(join(folder, "dist/wireshark/rstdiag.lua")));
  if (root === undefined || isSamePlace(join(root, "dist"), used)) return [];
  return [`pack: ${used}; for this folder's own: --pack ${shortPath(cwd, join(root, "dist"))}`];
}

/** Whether a folder is a registry, or has no more of one than files of vendors; then the first. */
export function lookForRegistry(folder: string): { readonly vendor?: string } | undefined {
  if (existsSync(join(folder, DEFINITION_FILE))) return {};
  const listed = listFolder({ path: folder, name: folder }, "vendors");
  // Of these names only, which are safe to print.
  const isVendor = (name: string) => /^\d+\.(?:xml|csv)$/.test(name);
  const vendor = listed.kind === "read" ? listed.value.find(isVendor) : undefined;
  return vendor === undefined ? undefined : { vendor };
}

/** The folder, or the nearest above it, that has what is looked for. */
function findAbove(folder: string, has: (folder: string) => boolean): string | undefined {
  if (has(folder)) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : findAbove(parent, has);
}

/** Whether two paths lead to one place, be it by links. */
export function isSamePlace(one: string, other: string): boolean {
  return realPathOf(one) === realPathOf(other);
}

function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}
