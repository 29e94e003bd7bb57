import { existsSync, lstatSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { MANIFEST } from "../install/manifest.js";
import { realPathOf, shortPath } from "../install/placed-files.js";
import { DEFINITION_FILE, listFolder } from "../registry/source-file.js";

/** The user's folder, or the nearest above it, that has a registry which is not the one used. */
export function findOtherRegistry(cwd: string, used: string): string | undefined {
  const root = findAbove(cwd, (folder) => lookForRegistry(join(folder, "registry")) !== undefined);
  return root === undefined || isSamePlace(join(root, "registry"), used) ? undefined : root;
}

/**
 * What is said where the user's folder, or one above it, has a registry that says other things than
 * the one used: an archive of captures decides nothing, and whoever works on a registry has to name
 * it.
 */
export function describeOtherRegistry(cwd: string, used: string): readonly string[] {
  const root = findOtherRegistry(cwd, used);
  if (root === undefined || hasSameContent(used, join(root, "registry"))) return [];
  const name = shortPath(cwd, join(root, "registry"));
  const vendor = lookForRegistry(join(root, "registry"))?.vendor;
  const remedy =
    vendor === undefined
      ? `for this folder's own: --registry ${name}`
      : `for this folder's vendors besides: --vendor ${name}/vendors/${vendor}`;
  return [`registry: ${used}; ${remedy}`];
}

/** The same of a pack: whatever has other files than its manifest says is not installed. */
export function describeOtherPack(cwd: string, used: string): readonly string[] {
  const root = findAbove(cwd, (folder) => existsSync(join(folder, "dist/wireshark/rstdiag.lua")));
  if (root === undefined) return [];
  const other = join(root, "dist");
  if (isSamePlace(other, used)) return [];
  if (hasSameContent(join(used, MANIFEST), join(other, MANIFEST))) return [];
  return [`pack: ${used}; for this folder's own: --pack ${shortPath(cwd, other)}`];
}

/** Whether a file, or a folder with all that is in it, is in both places; links are none of either. */
function hasSameContent(own: string, other: string): boolean {
  try {
    const [mine, its] = [lstatSync(own), lstatSync(other)];
    if (mine.isFile() && its.isFile() && mine.size === its.size) {
      return readFileSync(own).equals(readFileSync(other));
    }
    if (!mine.isDirectory() || !its.isDirectory()) return false;
    const names = readdirSync(own);
    return (
      names.length === readdirSync(other).length &&
      names.every((name) => hasSameContent(join(own, name), join(other, name)))
    );
  } catch {
    return false;
  }
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
