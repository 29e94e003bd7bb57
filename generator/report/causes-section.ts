import { describeCause, frameFilter, showEndpoint, showSeconds } from "../explain/core/words.js";
import { CERTAINTIES, RESETTERS } from "../model/finding.js";
import { type CauseGroup, describeStated, type Located } from "./cause-groups.js";
import { drawBarChart } from "./chart.js";
import { KIND_WORDS, KINDS, kindOf, noKinds, sumOf } from "./kind.js";
import { type Cell, drawTable, type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";

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
    group.example?.finding.explanation ?? "",
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

/** The connections one by one, with what shows each cause; the script of the page filters them. */
export function drawFindings({ kept, kinds, files }: Summary): Markup {
  const located = kept.list();
  const total = sumOf(kinds);
  if (total === 0) return markup`<p>None.</p>`;
  const count =
    located.length === total
      ? `All ${total.toLocaleString("en")} are listed`
      : `${located.length.toLocaleString("en")} of ${total.toLocaleString("en")} are listed, some of each cause; rstdiag explain --json prints all`;
  const causes = [...new Set(located.map(({ finding }) => finding.cause))].sort();
  const kindsPresent = KINDS.filter((kind) => kinds[kind] > 0);
  return markup`<p>${count}, those that are not benign first. Open a cause to see what shows it.</p>
<form id="filter" hidden>
<label>Text <input id="filter-text" type="search" placeholder="address, cause, words"></label>
<label>Cause <select id="filter-cause"><option value="">all</option>${causes.map((cause) => markup`<option>${cause}</option>`)}</select></label>
<label>Kind <select id="filter-kind"><option value="">all</option>${kindsPresent.map((kind) => markup`<option value="${kind}">${KIND_WORDS[kind]}</option>`)}</select></label>
<output id="filter-count" for="filter-text filter-cause filter-kind"></output>
</form>
<div class="scroll" tabindex="0" role="group" aria-label="Connections"><table id="findings">
<caption>Connections that were reset</caption>
<thead><tr><th scope="col">${files.length > 1 ? "Capture: frame" : "Frame"}</th><th scope="col">Cause</th><th scope="col">Certainty</th><th scope="col">By</th><th scope="col">Client, server</th><th scope="col">Stage</th><th scope="col" class="number">Silence</th><th scope="col" class="number">Lost octets</th><th scope="col">Time (UTC)</th></tr></thead>
<tbody>
${located.map((one) => drawFinding(one, files.length > 1))}</tbody>
</table></div>`;
}

function drawFinding({ finding, file }: Located, hasFiles: boolean): Markup {
  const { frame, client, server, resetBy, certainty, stage, unackedOctets, idleSeconds, time } =
    finding;
  const place = hasFiles
    ? markup`<span class="file">${file + 1}</span> ${frame}`
    : markup`${frame}`;
  const silence = idleSeconds === undefined ? "" : showSeconds(idleSeconds);
  return markup`<tr data-cause="${finding.cause}" data-kind="${kindOf(finding)}"><td>${place}</td><td>${drawCause({ finding, file })}</td><td>${certainty}</td><td>${resetBy}</td><td>${showEndpoint(client)}<br>${showEndpoint(server)}</td><td>${stage}</td><td class="number">${silence}</td><td class="number">${unackedOctets.toLocaleString("en")}</td><td>${(time ?? "").replace("T", " ").replace(/Z$/, "")}</td></tr>
`;
}

function drawCause({ finding }: Located): Markup {
  const {
    stream,
    explanation,
    nextStep,
    evidence,
    contradictions,
    missing,
    alternatives,
    ignored = [],
  } = finding;
  const others = alternatives.map(({ cause, certainty }) => `${cause} (${certainty})`);
  return markup`<details><summary><span class="swatch kind-${kindOf(finding)}"></span>${describeCause(finding)}</summary>
<p>Stream ${stream}: ${explanation}.</p>${contradictions.map((one) => markup`<p class="but">But ${one}.</p>`)}${ignored.map((one) => markup`<p class="but">Not believed: ${one}.</p>`)}${
    others.length === 0 ? markup`` : markup`<p>It could also be ${others.join(", ")}.</p>`
  }${missing.length === 0 ? markup`` : markup`<p>Cannot tell: ${missing.join("; ")}.</p>`}
<p>Look next at ${nextStep}.</p>
<p>Wireshark: <code>${frameFilter(evidence)}</code></p></details>`;
}
