import { STAGES } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { drawArrival } from "./arrival-section.js";
import { type Bar, drawBarChart } from "./bar-chart.js";
import { drawCauses } from "./causes-section.js";
import { drawCounters } from "./counters-section.js";
import { drawCoverage } from "./coverage-section.js";
import { drawFiles } from "./files-section.js";
import { drawFindings } from "./findings-section.js";
import { drawGapChart, showTimer } from "./gap-chart.js";
import { type Markup, markup } from "./markup.js";
import { drawPairs } from "./pairs-section.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";
import { drawTimeChart } from "./time-chart.js";

/** One part of the page. */
interface Section {
  readonly id: string;
  readonly title: string;
  readonly content: Markup;
}

/**
 * All parts of a report behind its first paragraph, in their order. Of captures that were compared,
 * and of no others, nothing else is known.
 */
export function makeSections(summary: Summary, model: Model): readonly Section[] {
  const { comparisons, files } = summary;
  const arrival =
    comparisons.count === 0
      ? []
      : [{ id: "arrival", title: "Do RSTs arrive?", content: drawArrival(summary) }];
  if (files.length === 0 && comparisons.count > 0) return arrival;
  return [
    { id: "causes", title: "Causes", content: drawCauses(summary) },
    { id: "who", title: "Who resets whom", content: drawPairs(summary) },
    { id: "when", title: "Time line", content: drawTimeChart(summary.timeLine) },
    { id: "stages", title: "Stages", content: drawStages(summary) },
    { id: "silence", title: "Silence before the reset", content: drawGaps(summary) },
    { id: "counters", title: "Counters of diagnostic payloads", content: drawCounters(summary) },
    ...arrival,
    { id: "coverage", title: "Coverage of the registry", content: drawCoverage(summary, model) },
    { id: "connections", title: "The connections", content: drawFindings(summary) },
    { id: "captures", title: "The captures", content: drawFiles(summary) },
  ];
}

const STAGE_WORDS = {
  connecting: "connecting: no handshake yet",
  established: "established: no data yet",
  data: "data: text was exchanged",
  closing: "closing: one FIN was seen",
  closed: "closed: both FINs were seen",
  unknown: "unknown: the RST alone",
} as const;

function drawStages({ stages }: Summary): Markup {
  const bars: readonly Bar[] = STAGES.flatMap((stage) => {
    const counts = stages.get(stage);
    return counts === undefined ? [] : [{ label: STAGE_WORDS[stage], counts }];
  });
  return markup`<p>How far each connection was when it was reset.</p>
${drawBarChart({ id: "stage-chart", title: "Resets by stage", bars })}`;
}

function drawGaps({ gaps }: Summary): Markup {
  const rows = gaps.timers().map(({ seconds, count }) => [showTimer(seconds), count]);
  const unknown =
    gaps.unknown === 0 ? "" : ` Of ${gaps.unknown} more the capture does not tell the silence.`;
  return markup`<p>How long a connection was silent before the RST, or before the segment that the RST answers.
The lines are timers after which load balancers, firewalls and hosts give up silent connections; a peak at a
line speaks for that timer.${unknown}</p>
${drawGapChart(gaps)}
<details><summary>Resets within 2 s of a known timer</summary>
${drawTable({ caption: "Resets within 2 s of a known timer", head: ["Timer", "Resets"], rows })}
</details>`;
}
