import { readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { digest, lookAtDisk } from "./found-file.js";
import type { InstallStep } from "./install-plan.js";
import {
  formatReceipt,
  NO_RECEIPT,
  parseReceipt,
  RECEIPT_NAME,
  type Receipt,
} from "./install-receipt.js";
import { isUnfinished, type PlacedFile, writeFiles } from "./pack-files.js";
import { planUninstall, type UninstallStep } from "./uninstall-plan.js";

/** Reads the receipt in the folder of plugins; undefined where it is damaged. */
export function readReceipt(pluginFolder: string): Receipt | undefined {
  const path = join(pluginFolder, RECEIPT_NAME);
  const { kind } = lookAtDisk(path);
  if (kind === "missing") return NO_RECEIPT;
  return kind === "file" ? parseReceipt(readFileSync(path, "utf8")) : undefined;
}

/** The receipts before and after, and the folder of plugins that they are in. */
interface Books {
  readonly pluginFolder: string;
  readonly before: Receipt;
  readonly after: Receipt;
}

/**
 * Writes the receipt, then the files: whoever stops us between two of them leaves a receipt that
 * names more than there is, never a file that nobody knows to be ours. Throws where a file cannot be
 * written; unless some already are in their place, the disk is as it was.
 */
export function carryOutInstall(steps: readonly InstallStep[], books: Books): void {
  const written = steps.filter(({ kind }) => kind === "write" || kind === "replace");
  if (written.length === 0) return;
  try {
    for (const { path } of books.after.files) removeUnfinished(path);
    writeReceipt(books.pluginFolder, books.after);
    writeFiles(written.map(({ file }) => file));
  } catch (error) {
    if (!written.some(({ file }) => isInPlace(file))) takeBack(books);
    throw error;
  }
}

function isInPlace({ path, content }: PlacedFile): boolean {
  const found = lookAtDisk(path);
  return found.kind === "file" && found.sha256 === digest(content);
}

function writeReceipt(pluginFolder: string, receipt: Receipt): void {
  const content = new TextEncoder().encode(formatReceipt(receipt));
  writeFiles([{ path: join(pluginFolder, RECEIPT_NAME), content }]);
}

function takeBack({ pluginFolder, before, after }: Books): void {
  if (before.files.length > 0) writeReceipt(pluginFolder, before);
  else rmSync(join(pluginFolder, RECEIPT_NAME), { force: true });
  removeEmpty(after.folders.filter((folder) => !before.folders.includes(folder)));
}

/** Removes the files, the receipt, and the folders that we made and that are empty. */
export function carryOutUninstall(
  steps: readonly UninstallStep[],
  { pluginFolder, receipt }: { readonly pluginFolder: string; readonly receipt: Receipt },
): readonly string[] {
  for (const { kind, path } of steps) {
    removeUnfinished(path);
    if (kind === "remove") rmSync(path, { force: true });
  }
  // The receipt goes as late as can be, so that a second run finishes what this one began.
  removeEmpty(receipt.folders);
  removeUnfinished(join(pluginFolder, RECEIPT_NAME));
  rmSync(join(pluginFolder, RECEIPT_NAME), { force: true });
  return removeEmpty(receipt.folders);
}

/** What an earlier run that was stopped left beside a path. */
function removeUnfinished(path: string): void {
  const folder = dirname(path);
  if (lookAtDisk(folder).kind !== "folder") return;
  for (const name of readdirSync(folder)) {
    if (isUnfinished(basename(path), name)) rmSync(join(folder, name), { force: true });
  }
}

/** Removes the folders that are empty, the deepest first; gives those that are not. */
function removeEmpty(folders: readonly string[]): readonly string[] {
  const deepestFirst = [...folders].sort((a, b) => b.length - a.length);
  return deepestFirst.filter((folder) => {
    if (lookAtDisk(folder).kind !== "folder") return false;
    if (readdirSync(folder).length > 0) return true;
    rmdirSync(folder);
    return false;
  });
}

/** Tells of a path whether what is there now is what we wrote, by the receipt in that folder. */
export function isOursIn(pluginFolder: string): (path: string) => boolean {
  const steps = planUninstall(readReceipt(pluginFolder) ?? NO_RECEIPT, lookAtDisk);
  const ours = new Set(steps.filter(({ kind }) => kind === "remove").map(({ path }) => path));
  return (path) => ours.has(path);
}
