import type { LookAt } from "./found-file.js";
import type { Receipt } from "./install-receipt.js";

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
