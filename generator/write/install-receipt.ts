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
