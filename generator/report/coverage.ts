import type { Cause, Finding } from "../model/finding.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { findRow, isUsable, type Registry } from "../model/registry.js";

/** How often a registered code was stated, or would have been right. */
export interface CodeCounts {
  stated: number;
  inferred: number;
}

/**
 * Whether the registry's codes cover what happens (draft section 3: standard reset reasons). Benign
 * resets do not count: nobody asks why.
 */
export class Coverage {
  readonly registry: Registry | undefined;
  /** By the first code of a row of the registry. */
  readonly codes = new Map<number, CodeCounts>();
  /** Causes that were observed and have no code. */
  readonly withoutCode = new Map<Cause, number>();
  covered = 0;
  uncovered = 0;
  /** What nobody knows the cause of. */
  unknown = 0;
  /** Stated codes of vendors. */
  vendors = 0;
  /** Stated codes that the registry lacks, and statements that have no code. */
  unregistered = 0;

  constructor(model: Model) {
    [this.registry] = diagnosticRegistries(model);
  }

  add(finding: Finding): void {
    const { benign, cause, stated, reasonCode, pen = 0 } = finding;
    if (benign) return;
    if (cause === "unknown") this.unknown += 1;
    else if (stated && pen !== 0) this.vendors += 1;
    else if (this.#addCode(reasonCode, stated)) this.covered += 1;
    else if (stated) this.unregistered += 1;
    else {
      this.uncovered += 1;
      this.withoutCode.set(cause, (this.withoutCode.get(cause) ?? 0) + 1);
    }
  }

  #addCode(code: number | undefined, stated: boolean): boolean {
    const row = code === undefined || !this.registry ? undefined : findRow(this.registry, code);
    if (row === undefined || !isUsable(row)) return false;
    const counts = this.codes.get(row.first) ?? { stated: 0, inferred: 0 };
    counts[stated ? "stated" : "inferred"] += 1;
    this.codes.set(row.first, counts);
    return true;
  }
}
