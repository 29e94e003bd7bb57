import type { Cause, Finding } from "../model/finding.js";
import { diagnosticRegistries, type Model } from "../model/model.js";
import {
  findRow,
  isUsable,
  type Registry,
  type RegistryRow,
  showCodes,
} from "../model/registry.js";
import { addCounts, byCount, countUp, valueAt } from "./groups.js";
import { drawTable, type Markup, markup } from "./markup.js";

/**
 * Whether the registry's codes cover what happens (draft section 3: standard reset reasons). Benign
 * resets do not count: nobody asks why.
 */
export class Coverage {
  readonly registry: Registry | undefined;
  /** How often one was stated, or would have been right; by the first code of a registry's row. */
  readonly codes = new Map<number, { stated: number; inferred: number }>();
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
      countUp(this.withoutCode, cause);
    }
  }

  /** Adds what was counted elsewhere. */
  merge(other: Coverage): void {
    for (const [code, { stated, inferred }] of other.codes) {
      const counts = valueAt(this.codes, code, () => ({ stated: 0, inferred: 0 }));
      counts.stated += stated;
      counts.inferred += inferred;
    }
    addCounts(this.withoutCode, other.withoutCode);
    this.covered += other.covered;
    this.uncovered += other.uncovered;
    this.unknown += other.unknown;
    this.vendors += other.vendors;
    this.unregistered += other.unregistered;
  }

  #addCode(code: number | undefined, stated: boolean): boolean {
    const row = code === undefined || !this.registry ? undefined : findRow(this.registry, code);
    if (row === undefined || !isUsable(row)) return false;
    const counts = valueAt(this.codes, row.first, () => ({ stated: 0, inferred: 0 }));
    counts[stated ? "stated" : "inferred"] += 1;
    return true;
  }
}

/** Longer registries are listed only as far as their codes were observed. */
const MOST_UNUSED_ROWS = 64;

/** Which observed causes have a registered code, and which codes were observed. */
export function drawCoverage(coverage: Coverage, { revision }: Model): Markup {
  const { registry, codes, withoutCode, covered, uncovered, unknown } = coverage;
  const { vendors, unregistered } = coverage;
  if (registry === undefined) return markup`<p>There is no registry.</p>`;
  const usable = registry.rows.filter(isUsable);
  const isObserved = ({ first }: RegistryRow) => codes.has(first);
  const shown = usable.length <= MOST_UNUSED_ROWS ? usable : usable.filter(isObserved);
  const missing = [...withoutCode].sort(
    byCount(
      ([, count]) => count,
      ([cause]) => cause,
    ),
  );
  const total = covered + uncovered + unknown + vendors + unregistered;
  const percent = (part: number) => `${((100 * part) / (total || 1)).toFixed(0)} %`;
  return markup`<p>How well the codes of ${registry.title} (${revision}) cover what happens: of ${total} resets that are
not benign, ${covered} (${percent(covered)}) have a cause with a code, ${uncovered} (${percent(uncovered)}) an
inferred cause that no code fits, ${vendors} state a code of a vendor, ${unregistered} state something
without a registered code, and of ${unknown} the cause is unknown. ${usable.filter(isObserved).length} of ${usable.length} registered codes were
observed.</p>
${
  missing.length === 0
    ? markup`<p>Every inferred cause has a code.</p>`
    : drawTable(
        "Inferred causes without a code: none fits, or the evidence does not decide which",
        missing,
        { Cause: ([cause]) => cause, Resets: ([, resets]) => resets },
      )
}
${drawTable("Registered codes", shown, {
  Code: (row) => `${showCodes(row)} ${row.description}`,
  Stated: ({ first }) => codes.get(first)?.stated ?? 0,
  Inferred: ({ first }) => codes.get(first)?.inferred ?? 0,
})}`;
}
