import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { countOf, listResetters } from "../explain/core/words.js";
import { STAGES } from "../model/finding-names.js";
import type { Model } from "../model/model.js";
import { drawArrival } from "./arrival.js";
import { drawCauses, drawFindings } from "./causes.js";
import { type Bar, drawBarChart } from "./chart.js";
import { drawCounters } from "./counters.js";
import { drawCoverage } from "./coverage.js";
import { drawGapChart, showTimer } from "./gaps.js";
import { KIND_WORDS, KINDS, sumOf } from "./kind.js";
import { drawTable, Markup, markup } from "./markup.js";
import { drawPairs } from "./pairs.js";
import type { Summary } from "./summary.js";
import { drawTimeChart, showTime } from "./time-line.js";

/** What happened, in a few sentences. */
function describeSummary(summary: Summary): string {
  const { files, comparisons } = summary;
  if (comparisons.count === 0) return describeResets(summary);
  const arrival = describeArrival(summary);
  return files.length === 0 ? arrival : `${describeResets(summary)} ${arrival}`;
}

function describeArrival({ comparisons }: Summary): string {
  const { count, sent, arrived, sentWithPayload, intact } = comparisons;
  const [came, whole, withPayload] = [arrived, intact, sentWithPayload].map((one) =>
    one.toLocaleString("en"),
  );
  return `In ${countOf(count, "comparison")} of a sender's with a receiver's capture, ${came} of ${countOf(sent, "RST")} arrived; of ${withPayload} with a payload, ${whole} arrived with it as it was sent.`;
}

function describeResets(summary: Summary): string {
  const total = sumOf(summary.kinds);
  const frames = summary.files.reduce((sum, { counts }) => sum + counts.frames, 0);
  const read = `${countOf(summary.files.length, "capture")} with ${countOf(frames, "frame")}`;
  if (total === 0)
    return [`No connection was reset in ${read}.`, limitsOf(summary)].join(" ").trim();
  return [
    `In ${read}${periodOf(summary)}, ${countOf(total, "connection")} ${total === 1 ? "was" : "were"} reset: ${resettersOf(summary)}.`,
    causesOf(summary),
    lossOf(summary),
    limitsOf(summary),
  ]
    .join(" ")
    .trim();
}

function periodOf({ timeLine }: Summary): string {
  const steps = timeLine.steps();
  const [first, last] = [steps[0], steps.at(-1)];
  return first === undefined || last === undefined
    ? ""
    : `, between ${showTime(first.start)} and ${showTime(last.start + timeLine.width)} UTC`;
}

function resettersOf({ by }: Summary): string {
  return listResetters((resetter) => {
    const counts = by.get(resetter);
    return counts === undefined ? 0 : sumOf(counts);
  });
}

function causesOf({ kinds, causes }: Summary): string {
  const [first, second] = causes.list(false).filter(({ kind }) => kind === "inferred");
  const names = [first, second].flatMap((group) =>
    group?.example === undefined ? [] : `${group.example.finding.cause} (${group.count})`,
  );
  const most = names.length === 0 ? "" : ` (most often ${names.join(" and ")})`;
  return `Causes stated by the RST: ${kinds.stated}, inferred: ${kinds.inferred}${most}, unknown: ${kinds.unknown}; benign: ${kinds.benign} (a reset after the end of the connection, a health check or a scan).`;
}

function lossOf({ losers, lostOctets, contradicted }: Summary): string {
  const loss =
    losers === 0
      ? "There is no sign that data was lost."
      : `In ${countOf(losers, "connection")} ${countOf(lostOctets, "octet")} may never have reached the application at the other end.`;
  const doubt =
    contradicted === 0
      ? ""
      : ` In ${countOf(contradicted, "connection")} the evidence contradicts the stated cause.`;
  return loss + doubt;
}

function limitsOf({ files }: Summary): string {
  const evicted = files.reduce((sum, { counts }) => sum + counts.evicted, 0);
  const unread = files.reduce((sum, { counts }) => sum + counts.unread, 0);
  const broken = files.filter(({ problem }) => problem !== undefined).length;
  const decoded = files.filter(({ decodedOnly }) => decodedOnly).length;
  return [
    ...(evicted > 0
      ? [`${countOf(evicted, "open connection")} dropped: too many were open at once.`]
      : []),
    ...(unread > 0 ? [`Frames that carry what is not read: ${unread}.`] : []),
    ...(broken > 0 ? [`${countOf(broken, "capture")} could not be read to the end.`] : []),
    ...(decoded > 0
      ? [
          `${countOf(decoded, "capture")} ${decoded === 1 ? "was" : "were"} only decoded, not explained: nothing is known of the connections, and RSTs without a payload are not counted.`,
        ]
      : []),
  ].join(" ");
}

/** Each capture with what of it was read, and what was not. */
function drawFiles({ files }: Summary): Markup {
  const rows = files.map(({ name, counts, problem, decodedOnly }, at) => [
    markup`<span class="file">${at + 1}</span> ${name}`,
    counts.frames,
    counts.segments,
    counts.resets,
    counts.evicted,
    counts.unread,
    problem ?? (decodedOnly ? "not explained" : ""),
  ]);
  const head = [
    "Capture",
    "Frames",
    "TCP segments",
    "Resets",
    "Dropped",
    "Unread frames",
    "Problem",
  ];
  return markup`<p>Open connections are dropped where too many are open at once; unread frames carry what
is not read, such as encrypted tunnels or other link types.</p>
<details><summary>${countOf(files.length, "capture")}</summary>
${drawTable({ caption: "Captures", head, rows })}
</details>`;
}

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
function makeSections(summary: Summary, model: Model): readonly Section[] {
  const { comparisons, files } = summary;
  const arrival =
    comparisons.count === 0
      ? []
      : [{ id: "arrival", title: "Do RSTs arrive?", content: drawArrival(summary) }];
  if (files.length === 0 && comparisons.count > 0) return arrival;
  return [
    { id: "causes", title: "Causes", content: drawCauses(summary.causes) },
    { id: "who", title: "Who resets whom", content: drawPairs(summary.pairs, summary.by) },
    { id: "when", title: "Time line", content: drawTimeChart(summary.timeLine) },
    { id: "stages", title: "Stages", content: drawStages(summary) },
    { id: "silence", title: "Silence before the reset", content: drawGaps(summary) },
    {
      id: "counters",
      title: "Counters of diagnostic payloads",
      content: drawCounters(summary.payloads),
    },
    ...arrival,
    {
      id: "coverage",
      title: "Coverage of the registry",
      content: drawCoverage(summary.coverage, model),
    },
    {
      id: "connections",
      title: "The connections",
      content: drawFindings(summary.kept, summary.kinds, files.length > 1),
    },
    { id: "captures", title: "The captures", content: drawFiles(summary) },
  ];
}

const STAGE_WORDS = {
  connecting: "connecting: no handshake yet",
  established: "established: no data yet",
  data: "data: payload was exchanged",
  closing: "closing: half-closed",
  closed: "closed: both FINs were seen",
  unknown: "unknown: only the RST is there",
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
  const unknown = gaps.unknown === 0 ? "" : ` For ${gaps.unknown} more the capture cannot show it.`;
  return markup`<p>How long a connection was silent before the RST, or before the segment that the RST answers.
The lines are timers after which load balancers, firewalls and hosts drop silent connections; a peak at a
line points to that timer.${unknown}</p>
${drawGapChart(gaps)}
<details><summary>Resets within 2 s of a known timer</summary>
${drawTable({ caption: "Resets within 2 s of a known timer", head: ["Timer", "Resets"], rows })}
</details>`;
}

const FOLDER = new URL("../../templates/report/", import.meta.url);

/**
 * The report as one page that loads nothing. Its policy allows our own style and script by their
 * digest, and no other: even markup that slipped through could run nothing and send nothing.
 */
export function makePage(summary: Summary, model: Model, version: string): string {
  const style = readOwn("report.css");
  const script = readOwn("report.js");
  const policy = [
    "default-src 'none'",
    `style-src ${digestOf(style)}`,
    `script-src ${digestOf(script)}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join("; ");
  const sections = makeSections(summary, model);
  const page = markup`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${Markup.ofOwnSource(policy)}">
<meta name="referrer" content="no-referrer">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="rstdiag ${version}">
<title>TCP resets: report</title>
<style>${Markup.ofOwnSource(style)}</style>
</head>
<body>
<header>
<h1>TCP resets</h1>
<p class="lead">${describeSummary(summary)}</p>
${drawFacts(summary)}
<nav aria-label="Sections"><ul>${sections.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ({ id, title, content }) => markup`<section id="${id}">
<h2>${title}</h2>
${content}
</section>
`,
)}</main>
<footer><p>Made by rstdiag ${version} according to ${model.specification}, revision ${model.revision}.
Each row says how certain its cause is; a stated cause is the claim of the RST's sender.</p></footer>
<script>${Markup.ofOwnSource(script)}</script>
</body>
</html>
`;
  return page.toString();
}

/** The resets by kind; where no capture was explained, there is nothing to count. */
function drawFacts({ kinds, files, comparisons }: Summary): Markup {
  if (files.length === 0 && comparisons.count > 0) return markup``;
  return markup`<dl class="facts">${KINDS.map((kind) => markup`<div class="fact fact-${kind}"><dt>${KIND_WORDS[kind]}</dt><dd>${kinds[kind].toLocaleString("en")}</dd></div>`)}</dl>`;
}

function readOwn(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** A source of a Content Security Policy: `'sha256-...'`. */
function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
