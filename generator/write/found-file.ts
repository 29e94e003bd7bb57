import { createHash } from "node:crypto";
import { lstatSync, readFileSync } from "node:fs";

/** What is at a path. A link is never followed: it is the user's. */
export type Found =
  | { readonly kind: "missing" }
  | { readonly kind: "file"; readonly sha256: string }
  | { readonly kind: "folder" }
  | { readonly kind: "other" };

/** Looks at a path. */
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
