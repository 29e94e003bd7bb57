import { dirname } from "node:path";
import type { PlacedFile } from "../cli/pack-files.js";
import { digest, type LookAt, type Receipt, type ReceiptFile } from "./installation.js";

/** What is done with one file: `same` is there and ours, `already-there` is the same but not ours. */
export interface InstallStep {
  readonly kind: "write" | "replace" | "same" | "already-there";
  readonly file: PlacedFile;
}

/** What must not be overwritten. */
export interface Obstacle {
  /** Not written by us; written by us and changed since; no file at all. */
  readonly kind: "foreign" | "changed" | "no-file";
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
  lookAt: LookAt,
): InstallPlan {
  const decisions = files.map((file) => decide(file, receipt, lookAt));
  const obstacles = decisions.filter(isObstacle);
  if (obstacles.length > 0) return { kind: "refused", obstacles };
  const steps = decisions.filter((decision) => !isObstacle(decision));
  const written = steps.filter(({ kind }) => kind === "write" || kind === "replace");
  const folders = written.flatMap(({ file }) => missingFolders(file.path, lookAt));
  return {
    kind: "ready",
    steps,
    receipt: {
      files: addFiles(receipt.files, written),
      folders: [...new Set([...receipt.folders, ...folders])],
    },
  };
}

function decide(file: PlacedFile, receipt: Receipt, lookAt: LookAt): InstallStep | Obstacle {
  const found = lookAt(file.path);
  if (found.kind === "missing") return { kind: "write", file };
  if (found.kind !== "file") return { kind: "no-file", path: file.path };
  const ours = receipt.files.find(({ path }) => path === file.path);
  const isOurs = ours?.sha256.includes(found.sha256) === true;
  if (found.sha256 === digest(file.content))
    return { kind: isOurs ? "same" : "already-there", file };
  if (isOurs) return { kind: "replace", file };
  return { kind: ours ? "changed" : "foreign", path: file.path };
}

function isObstacle(decision: InstallStep | Obstacle): decision is Obstacle {
  return "path" in decision;
}

function addFiles(
  before: readonly ReceiptFile[],
  written: readonly InstallStep[],
): readonly ReceiptFile[] {
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
export function planUninstall({ files }: Receipt, lookAt: LookAt): readonly UninstallStep[] {
  return files.map(({ path, sha256 }) => {
    const found = lookAt(path);
    if (found.kind === "missing") return { kind: "gone", path };
    const isOurs = found.kind === "file" && sha256.includes(found.sha256);
    return { kind: isOurs ? "remove" : "keep", path };
  });
}
