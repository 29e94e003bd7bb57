import { createHash } from "node:crypto";
import { lstatSync, readdirSync, readFileSync, rmdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Writer } from "./scratch-folders.js";
import { type PlacedFile, removeLeftovers, WholeFiles } from "./whole-files.js";

/** What is at a path. A link is never followed: it is the user's. */
export type Found =
  | { readonly kind: "missing" }
  | { readonly kind: "file"; readonly sha256: string }
  | { readonly kind: "folder" }
  /** A file of which nobody can say here what is in it. */
  | { readonly kind: "unreadable" }
  | { readonly kind: "other" };

export type LookAt = (path: string) => Found;

export function lookAtDisk(path: string): Found {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return { kind: "missing" };
  if (entry.isDirectory()) return { kind: "folder" };
  if (!entry.isFile()) return { kind: "other" };
  try {
    return { kind: "file", sha256: digest(readFileSync(path)) };
  } catch {
    return { kind: "unreadable" };
  }
}

/** The SHA-256 of a content, in lower-case hexadecimal. */
export function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What `rstdiag install` wrote, by absolute paths; without it nothing on disk is taken for ours. */
export interface Receipt {
  /** Each with the SHA-256 of each content that was ever written to it. */
  readonly files: readonly { readonly path: string; readonly sha256: readonly string[] }[];
  /** Folders that were made for the files. */
  readonly folders: readonly string[];
}

export const NO_RECEIPT: Receipt = { files: [], folders: [] };

/**
 * The receipt lies beside the plugin, not in the configuration folder: who shares the plugins
 * of a user, such as a second Wireshark or one with WIRESHARK_CONFIG_DIR, must share it too.
 */
export const RECEIPT_NAME = "rstdiag-install.json";

const ABOUT = "What rstdiag install wrote here. rstdiag uninstall removes it, and this file.";

export function formatReceipt({ files, folders }: Receipt): string {
  return `${JSON.stringify({ about: ABOUT, files, folders }, undefined, 2)}\n`;
}

/** Reads a receipt; undefined where somebody has damaged it. */
export function parseReceipt(text: string): Receipt | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isReceipt(value) ? { files: value.files, folders: value.folders } : undefined;
  } catch {
    return undefined;
  }
}

function isReceipt(value: unknown): value is Receipt {
  const { files, folders }: Partial<Record<keyof Receipt, unknown>> = Object(value);
  const isFile = ({ path, sha256 }: Record<string, unknown>) => isTexts([path]) && isTexts(sha256);
  return Array.isArray(files) && files.map(Object).every(isFile) && isTexts(folders);
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Reads the receipt in the folder of plugins; undefined where it is damaged. */
export function readReceipt(pluginFolder: string): Receipt | undefined {
  const path = join(pluginFolder, RECEIPT_NAME);
  const { kind } = lookAtDisk(path);
  if (kind === "missing") return NO_RECEIPT;
  return kind === "file" ? parseReceipt(readFileSync(path, "utf8")) : undefined;
}

/** What keeps `install` and `uninstall` from touching anything. */
export function describeDamage(pluginFolder: string): string {
  return `${join(pluginFolder, RECEIPT_NAME)} is damaged, so it does not say what install wrote; remove it and the files of rstdiag yourself`;
}

/** What is done with one file: `same` is there and ours, `already-there` is the same but not ours. */
export interface InstallStep {
  readonly kind: "write" | "replace" | "same" | "already-there";
  readonly file: PlacedFile;
}

/** What must not be overwritten. */
export interface Obstacle {
  /** Not written by us; written by us and changed since; without permission to read; no file at all. */
  readonly kind: "foreign" | "changed" | "unreadable" | "no-file";
  readonly path: string;
}

/** All of an installation, or why none of it is done. */
export type InstallPlan =
  | {
      readonly kind: "ready";
      readonly steps: readonly InstallStep[];
      /** The receipt as it is to be; what it names need not be there yet. */
      readonly receipt: Receipt;
    }
  | { readonly kind: "refused"; readonly obstacles: readonly Obstacle[] };

/** Plans an installation from what is on disk and from what we wrote before; writes nothing. */
export function planInstall(
  files: readonly PlacedFile[],
  receipt: Receipt,
  lookAt: LookAt = lookAtDisk,
): InstallPlan {
  const decisions = files.map((file) => decide(file, receipt, lookAt));
  const obstacles = decisions.filter(isObstacle);
  if (obstacles.length > 0) return { kind: "refused", obstacles };
  const steps = decisions.filter((decision) => !isObstacle(decision));
  const written = steps.filter(({ kind }) => kind === "write" || kind === "replace");
  const folders = written.flatMap(({ file }) => missingFolders(file.path, lookAt));
  const after: Receipt = {
    files: addFiles(receipt.files, written),
    folders: [...new Set([...receipt.folders, ...folders])],
  };
  return { kind: "ready", steps, receipt: after };
}

function decide(file: PlacedFile, receipt: Receipt, lookAt: LookAt): InstallStep | Obstacle {
  const found = lookAt(file.path);
  if (found.kind === "missing") return { kind: "write", file };
  if (found.kind === "unreadable") return { kind: found.kind, path: file.path };
  if (found.kind !== "file") return { kind: "no-file", path: file.path };
  const ours = receipt.files.find(({ path }) => path === file.path);
  const isOurs = ours?.sha256.includes(found.sha256) === true;
  const isSame = found.sha256 === digest(file.content);
  if (isSame) return { kind: isOurs ? "same" : "already-there", file };
  if (isOurs) return { kind: "replace", file };
  return { kind: ours ? "changed" : "foreign", path: file.path };
}

function isObstacle(decision: InstallStep | Obstacle): decision is Obstacle {
  return "path" in decision;
}

function addFiles(before: Receipt["files"], written: readonly InstallStep[]): Receipt["files"] {
  const digests = new Map(before.map(({ path, sha256 }) => [path, sha256]));
  for (const { file } of written) {
    const known = digests.get(file.path) ?? [];
    digests.set(file.path, [...new Set([...known, digest(file.content)])]);
  }
  return [...digests].map(([path, sha256]) => ({ path, sha256 }));
}

/** The folders above a path that are not there. */
function missingFolders(path: string, lookAt: LookAt): readonly string[] {
  const folder = dirname(path);
  if (folder === path || lookAt(folder).kind !== "missing") return [];
  return [...missingFolders(folder, lookAt), folder];
}

/** What is done with one file of the receipt. */
export interface UninstallStep {
  /** `gone` is not there any more, `keep` is not as we wrote it. */
  readonly kind: "remove" | "gone" | "keep";
  readonly path: string;
}

/** Plans the removal of what we wrote and nobody has changed; removes nothing. */
export function planUninstall(
  { files }: Receipt,
  lookAt: LookAt = lookAtDisk,
): readonly UninstallStep[] {
  return files.map(({ path, sha256 }) => {
    const found = lookAt(path);
    if (found.kind === "missing") return { kind: "gone", path };
    const isOurs = found.kind === "file" && sha256.includes(found.sha256);
    return { kind: isOurs ? "remove" : "keep", path };
  });
}

/** A receipt, and the folder of plugins that it is in. */
interface Books {
  readonly pluginFolder: string;
  readonly receipt: Receipt;
}

/** Whatever the umask: who can write where plugins are can run Lua as their user. */
const FOLDER_MODE = 0o755;
const FILE_MODE = 0o644;

/**
 * Writes the receipt as it is to be, then the files: whoever kills us between two of them leaves a
 * receipt that names more than there is, never a file that nobody knows to be ours. Throws a
 * `WriteError` where a file cannot be written: the disk is as it was.
 */
export async function carryOutInstall(
  steps: readonly InstallStep[],
  { pluginFolder, receipt }: Books,
  writer: Writer,
): Promise<void> {
  removeLeftovers(foldersOf(pluginFolder, receipt), writer);
  const written = steps.filter(({ kind }) => kind === "write" || kind === "replace");
  if (written.length === 0) return;
  const files = new WholeFiles(writer, FOLDER_MODE);
  try {
    const path = join(pluginFolder, RECEIPT_NAME);
    await files.write({ folder: pluginFolder, path, mode: FILE_MODE }, [
      Buffer.from(formatReceipt(receipt)),
    ]);
    files.putInPlace();
    for (const { file } of written) await files.write({ ...file, mode: FILE_MODE }, [file.content]);
    await files.finish();
  } finally {
    files.discard();
  }
}

function foldersOf(pluginFolder: string, { files }: Receipt): readonly string[] {
  return [pluginFolder, ...files.map(({ path }) => dirname(path))];
}

/** Removes the files, the receipt, and the folders that we made and that are empty. */
export function carryOutUninstall(
  steps: readonly UninstallStep[],
  { pluginFolder, receipt }: Books,
  writer: Writer,
): readonly string[] {
  removeLeftovers(foldersOf(pluginFolder, receipt), writer);
  for (const { kind, path } of steps) {
    if (kind === "remove") rmSync(path, { force: true });
  }
  // The receipt goes as late as can be, so that a second run finishes what this one began.
  removeEmpty(receipt.folders);
  rmSync(join(pluginFolder, RECEIPT_NAME), { force: true });
  return removeEmpty(receipt.folders);
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
  const steps = planUninstall(readReceipt(pluginFolder) ?? NO_RECEIPT);
  const ours = new Set(steps.filter(({ kind }) => kind === "remove").map(({ path }) => path));
  return (path) => ours.has(path);
}
