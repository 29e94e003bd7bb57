import { showResetter } from "../explain/finding-words.js";
import { RESETTERS } from "../model/finding.js";
import { drawBarChart } from "./bar-chart.js";
import { type Markup, markup } from "./markup.js";
import type { Pair } from "./pairs.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";

const MOST_ROWS = 20;
const HEAD = ["Reset by", "Against", "Resets", "Lost octets", "Causes"];

/** Which part resets, then which ends reset which. */
export function drawPairs({ by, pairs }: Summary): Markup {
  const bars = RESETTERS.flatMap((resetter) => {
    const counts = by.get(resetter);
    return counts === undefined ? [] : [{ label: showResetter(resetter), counts }];
  });
  const all = pairs.list();
  const rows = all.slice(0, MOST_ROWS).map(rowOf);
  const hidden = all.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, pairs.refused);
  const more =
    hidden === 0
      ? markup``
      : markup`<p class="note">${hidden.toLocaleString("en")} more resets are between other ends.</p>`;
  return markup`<p>Who sent the RST, whatever its address says: a box between can use anybody's.</p>
${drawBarChart({ id: "by-chart", title: "Who sent the RST", bars })}
${drawTable({ caption: "Who resets whom, the most frequent first", head: HEAD, rows })}${more}`;
}

function rowOf({ resetter, victim, count, lostOctets, counts }: Pair) {
  const causes = [...counts].sort(([, a], [, b]) => b - a).map(([cause, n]) => `${cause} ${n}`);
  return [resetter, victim, count, lostOctets, causes.join(", ")];
}
