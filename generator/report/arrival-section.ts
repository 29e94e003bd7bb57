import { countOf } from "../explain/finding-words.js";
import {
  type ComparedGroup,
  type ComparisonSummary,
  type GroupVerdict,
  VERDICTS,
} from "../model/comparison.js";
import {
  showChanges,
  showClock,
  showRate,
  showSizes,
  showTimesToLive,
  showVerdicts,
  VERDICT_WORDS,
} from "./comparison-words.js";
import { type Markup, markup } from "./markup.js";
import { drawRateChart } from "./rate-chart.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";

/** Formats and sizes of one comparison; RSTs that people send have fewer. */
const MOST_GROUPS = 32;
const HEAD = ["Format", "Octets", "Arrived as sent (95 %)", "Arrived at all (95 %)", "Sent"];

/** What became of RSTs between two captures, as section 3 of the draft asks. */
export function drawArrival({ comparisons }: Summary): Markup {
  const { shown, count } = comparisons;
  const more =
    count === shown.length
      ? markup``
      : markup`<p class="note">${countOf(count - shown.length, "more comparison")} of captures are left out here.</p>`;
  return markup`<p>Section 3 of the draft asks reports of its experiment whether RSTs with diagnostic payload are delivered,
and what devices on the path do to them. Each comparison shows what became of RSTs between two captures of
the same traffic; it cannot show why: loss and filtering look the same. What speaks for a filter is a share
that differs between formats or sizes by more than the intervals.</p>
${shown.map(drawComparison)}${more}
${drawVerdicts(shown)}`;
}

function drawComparison(summary: ComparisonSummary, at: number): Markup {
  const { sender, receiver, groups } = summary;
  const shown = groups.slice(0, MOST_GROUPS);
  const rest = groups.slice(MOST_GROUPS).reduce((sum, { sent }) => sum + sent, 0);
  const more =
    shown.length === groups.length
      ? markup``
      : markup`<p class="note">${countOf(rest, "more RST")} of ${groups.length - shown.length} other formats and sizes.</p>`;
  const name = `${sender.file} to ${receiver.file}`;
  return markup`<h3>${name}</h3>
<p>${describe(summary)}</p>
${
  shown.length === 0
    ? markup`<p>No RST went from the sender to the receiver: there are no shares.</p>`
    : markup`${drawRateChart({ id: `arrival-${at + 1}`, title: `Shares that arrived: ${name}`, groups: shown })}
${drawGroups(name, shown)}${more}`
}
${drawWay(summary)}`;
}

function describe(summary: ComparisonSummary): string {
  const { sender, receiver, clock } = summary;
  const verdicts = showVerdicts(summary);
  const left = sender.notCompared + receiver.notCompared;
  return [
    `The sender's capture has ${countOf(sender.resets, "RST")} in ${countOf(sender.frames, "frame")}, the receiver's ${receiver.resets.toLocaleString("en")} in ${receiver.frames.toLocaleString("en")}${verdicts === "" ? "" : `: ${verdicts}`}.`,
    ...(left > 0
      ? [`${countOf(left, "further RST")} were beyond the limit and are not compared.`]
      : []),
    clock
      ? `The receiver's clock is ${showClock(clock)}, the delay of the way included, by ${countOf(clock.landmarks, "segment")} that both captures have.`
      : "No SYN or RST is unmistakably in both captures: are they of the same traffic?",
  ].join(" ");
}

/** Only the verdicts that there are have a column. */
function drawGroups(name: string, groups: readonly ComparedGroup[]): Markup {
  const counted = VERDICTS.filter(
    (verdict): verdict is GroupVerdict =>
      verdict !== "uncovered" && groups.some((group) => group[verdict] > 0),
  );
  const titles = counted.map((verdict) => `${verdict[0]?.toUpperCase()}${verdict.slice(1)}`);
  const rows = groups.map((group) => [
    group.format,
    showSizes(group),
    showRate(group.intact),
    showRate(group.arrived),
    group.sent,
    ...counted.map((verdict) => group[verdict]),
  ]);
  return drawTable({
    caption: `RSTs by format and size of their payload: ${name}`,
    head: [...HEAD, ...titles],
    rows,
  });
}

/** What the way did to headers, and what went the other way. */
function drawWay({ timeToLiveDifferences, changes, backward }: ComparisonSummary): Markup {
  const headers =
    timeToLiveDifferences.length === 0
      ? markup``
      : markup`<p>TTL less on arrival by (RSTs): ${showTimesToLive(timeToLiveDifferences)}. Header fields changed (RSTs): ${showChanges(changes)}.</p>`;
  const other =
    backward === 0
      ? markup``
      : markup`<p class="but">${countOf(backward, "RST")} came from the receiver's side and ${backward === 1 ? "is" : "are"} in no share: what is dropped of them was added, and the reverse. Were the captures exchanged?</p>`;
  return markup`${headers}${other}`;
}

function drawVerdicts(shown: readonly ComparisonSummary[]): Markup {
  const rows = VERDICTS.filter((verdict) =>
    shown.some(({ verdicts }) => verdicts[verdict] > 0),
  ).map((verdict) => [verdict, VERDICT_WORDS[verdict]]);
  if (rows.length === 0) return markup``;
  return markup`<details><summary>What the words mean</summary>
${drawTable({ caption: "What became of an RST", head: ["Word", "Meaning"], rows })}
</details>`;
}
