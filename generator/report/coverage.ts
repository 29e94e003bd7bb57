import type { Cause, Finding } from "../model/finding.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { findRow, isUsable, type Registry, showCodes } from "../model/registry.js";
import { drawTable, type Markup, markup } from "./markup.js";

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

/** Longer registries are listed only as far as their codes were observed. */
const MOST_UNUSED_ROWS = 64;

/** Which observed causes have a registered code, and which codes were observed. */
export function drawCoverage(coverage: Coverage, { revision }: Model): Markup {
  const { registry, codes, withoutCode, covered, uncovered, unknown } = coverage;
  if (registry === undefined) return markup`<p>There is no registry.</p>`;
  const usable = registry.rows.filter(isUsable);
  const isShort = usable.length <= MOST_UNUSED_ROWS;
  const shown = usable.filter(({ first }) => isShort || codes.has(first));
  const observed = usable.filter(({ first }) => codes.has(first)).length;
  const rows = shown.map((row) => {
    const { stated = 0, inferred = 0 } = codes.get(row.first) ?? {};
    return [`${showCodes(row)} ${row.description}`, stated, inferred];
  });
  const missing = [...withoutCode].sort(([, a], [, b]) => b - a);
  const total = covered + uncovered + unknown + coverage.vendors + coverage.unregistered;
  return markup`<p>How well the codes of ${registry.title} (${revision}) cover what happens: of ${total} resets that are
not benign, ${covered} (${percent(covered, total)}) have a cause with a code, ${uncovered} (${percent(uncovered, total)}) an
inferred cause that no code fits, ${coverage.vendors} state a code of a vendor, ${coverage.unregistered} state something
without a registered code, and of ${unknown} the cause is unknown. ${observed} of ${usable.length} registered codes were
observed.</p>
${
  missing.length === 0
    ? markup`<p>Every inferred cause has a code.</p>`
    : drawTable({
        caption: "Inferred causes without a code: none fits, or the evidence does not decide which",
        head: ["Cause", "Resets"],
        rows: missing,
      })
}
${drawTable({ caption: "Registered codes", head: ["Code", "Stated", "Inferred"], rows })}`;
}

function percent(part: number, total: number): string {
  return total === 0 ? "0 %" : `${((100 * part) / total).toFixed(0)} %`;
}
