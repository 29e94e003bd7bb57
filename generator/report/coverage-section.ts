import type { Model } from "../model/model.js";
import { isUsable, showCodes } from "../model/registry.js";
import { type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";

/** Longer registries are listed only as far as their codes were observed. */
const MOST_UNUSED_ROWS = 64;

/** Which observed causes have a registered code, and which codes were observed. */
export function drawCoverage({ coverage }: Summary, { revision }: Model): Markup {
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
  return markup`<p>Whether the codes of ${registry.title} (${revision}) cover what happens: of ${total} resets that are
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
