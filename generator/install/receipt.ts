import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** What is at a path. A link is never followed: it is the user's. */
export type Found =
  | { readonly kind: "missing" }
  | { readonly kind: "file"; readonly sha256: string }
  | { readonly kind: "folder" }
  | { readonly kind: "other" };

export type LookAt = (path: string) => Found;

/** Looks at the disk. */
export function lookAtDisk(path: string): Found {
  const entry = lstatSync(path, { throwIfNoEntry: false });
  if (!entry) return { kind: "missing" };
  if (entry.isDirectory()) return { kind: "folder" };
  return entry.isFile() ? { kind: "file", sha256: digest(readFileSync(path)) } : { kind: "other" };
}

/** The SHA-256 of a content, in lower-case hexadecimal. */
export function digest(content: Uint8Array): string {
  return createHash("sha256").update(content).digest("hex");
}

/** What `rstdiag install` wrote; without it nothing on disk is taken for ours. */
export interface Receipt {
  readonly files: readonly ReceiptFile[];
  /** Absolute paths of the folders that were made for the files. */
  readonly folders: readonly string[];
}

/** One file, and each content that was ever written to it. */
export interface ReceiptFile {
  /** Absolute path. */
  readonly path: string;
  /** SHA-256 of each, in lower-case hexadecimal. */
  readonly sha256: readonly string[];
}

export const NO_RECEIPT: Receipt = { files: [], folders: [] };

/**
 * The receipt lies beside the plugin, not in the configuration folder: who shares the plugins
 * of a user, such as a second Wireshark or one with WIRESHARK_CONFIG_DIR, must share it too.
 */
export const RECEIPT_NAME = "rstdiag-install.json";

const ABOUT = "What rstdiag install wrote here. rstdiag uninstall removes it, and this file.";

/** The receipt as a file. */
export function formatReceipt({ files, folders }: Receipt): string {
  return `${JSON.stringify({ about: ABOUT, files, folders }, undefined, 2)}\n`;
}

/** Reads a receipt; undefined where somebody has damaged it. */
export function parseReceipt(text: string): Receipt | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value)) return undefined;
  const { files, folders } = value;
  return Array.isArray(files) && files.every(isReceiptFile) && isTexts(folders)
    ? { files, folders }
    : undefined;
}

function isReceiptFile(value: unknown): value is ReceiptFile {
  return isObject(value) && typeof value["path"] === "string" && isTexts(value["sha256"]);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
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
