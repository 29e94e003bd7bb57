import { CERTAINTIES, RESETTERS } from "../model/finding.js";
import { drawBarChart } from "./bar-chart.js";
import { type CauseGroup, describeStated } from "./cause-groups.js";
import { noKinds } from "./kind.js";
import { type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";
import { type Cell, drawTable } from "./table.js";

const MOST_BARS = 12;
const MOST_ROWS = 100;

/** The causes that are stated and those that are inferred, apart. */
export function drawCauses({ causes }: Summary): Markup {
  return markup`<h3>Inferred from what was captured</h3>
<p>No statement of the sender, but evidence: the segments before and after the RST.</p>
${drawInferred(causes.list(false))}
<h3>Stated by the RST itself</h3>
<p>What the sender claims, in a payload, an option or the window. Nothing in an RST segment proves it.</p>
${drawStated(causes.list(true), causes.refused)}`;
}

function drawInferred(groups: readonly CauseGroup[]): Markup {
  if (groups.length === 0) return markup`<p>None.</p>`;
  const head = [
    "Cause",
    "Resets",
    "Certainty",
    "Reset by",
    "Lost octets",
    "What shows it, for example",
  ];
  const rows = groups.map((group) => [
    withTag(group, group.kind === "benign" ? "benign" : undefined),
    ...countsOf(group),
    group.example?.finding.shows ?? "",
  ]);
  return markup`${drawBars("inferred", "Inferred causes", groups)}
${drawTable({ caption: "Inferred causes", head, rows })}`;
}

function drawStated(groups: readonly CauseGroup[], refused: number): Markup {
  if (groups.length === 0) return markup`<p>No RST states a cause.</p>`;
  const head = ["Cause", "Resets", "Certainty", "Reset by", "Lost octets", "Evidence against it"];
  const rows = groups
    .slice(0, MOST_ROWS)
    .map((group) => [
      withTag(group, group.example?.finding.format),
      ...countsOf(group),
      group.contradicted,
    ]);
  const hidden = groups.slice(MOST_ROWS).reduce((sum, { count }) => sum + count, refused);
  const more =
    hidden === 0
      ? markup``
      : markup`<p class="note">${hidden.toLocaleString("en")} more resets state other causes.</p>`;
  return markup`${drawBars("stated", "Stated causes", groups)}
${drawTable({ caption: "Stated causes, with the format of the statement", head, rows })}${more}`;
}

function drawBars(id: string, title: string, groups: readonly CauseGroup[]): Markup {
  const bars = groups.slice(0, MOST_BARS).map((group) => ({
    label: nameOf(group),
    counts: { ...noKinds(), [group.kind]: group.count },
  }));
  return drawBarChart({ id: `${id}-chart`, title, bars });
}

function countsOf({ count, certainty, by, lostOctets }: CauseGroup): readonly Cell[] {
  return [count, listCounts(CERTAINTIES, certainty), listCounts(RESETTERS, by), lostOctets];
}

function withTag(group: CauseGroup, tag: string | undefined): Cell {
  const name = nameOf(group);
  return tag === undefined ? name : markup`${name} <span class="tag">${tag}</span>`;
}

function nameOf({ example }: CauseGroup): string {
  if (example === undefined) return "";
  const { finding } = example;
  return finding.stated ? describeStated(finding) : finding.cause;
}

function listCounts<K extends string>(order: readonly K[], counts: ReadonlyMap<K, number>): string {
  const present = order.filter((one) => counts.has(one));
  return present.length === 1
    ? present.join("")
    : present.map((one) => `${one} ${counts.get(one)}`).join(", ");
}
