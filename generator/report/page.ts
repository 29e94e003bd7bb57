import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { countOf, listResetters } from "../explain/core/words.js";
import { STAGES } from "../model/finding-names.js";
import type { Model } from "../model/model.js";
import { drawArrival } from "./arrival.js";
import { drawCauses } from "./causes.js";
import {
  barsOf,
  drawBarChart,
  KIND_WORDS,
  KINDS,
  type KindCounts,
  noKinds,
  showCount,
  sumOf,
} from "./chart.js";
import { drawCounters } from "./counters.js";
import { drawCoverage } from "./coverage.js";
import { drawFailures } from "./failures.js";
import { drawFindings } from "./findings.js";
import { drawGaps } from "./gaps.js";
import { drawTable, Markup, markup } from "./markup.js";
import type { ReadFile } from "./open-capture.js";
import { drawPairs } from "./pairs.js";
import type { Summary } from "./summary.js";
import { drawTimeChart, showTime } from "./time-line.js";

/** Nothing was explained or decoded: of what was compared alone, nothing else is known. */
function isComparedOnly({ comparisons, files }: Summary): boolean {
  return files.length === 0 && comparisons.count > 0;
}

/** What happened, in a few sentences. */
function describeSummary(summary: Summary): string {
  const sentences = [
    ...(isComparedOnly(summary) ? [] : describeResets(summary)),
    ...(summary.failures.count > 0 ? [summary.failures.describe()] : []),
    ...(summary.comparisons.count > 0 ? [describeArrival(summary)] : []),
  ];
  return sentences.join(" ");
}

function describeArrival({ comparisons }: Summary): string {
  const { count, sent, arrived, sentWithPayload, intact } = comparisons;
  return `In ${countOf(count, "comparison")} of a sender's with a receiver's capture, ${showCount(arrived)} of ${countOf(sent, "RST")} arrived; of ${showCount(sentWithPayload)} with a payload, ${showCount(intact)} arrived with it as it was sent.`;
}

function describeResets(summary: Summary): readonly string[] {
  const total = sumOf(summary.kinds);
  const frames = summary.files.reduce((sum, { counts }) => sum + counts.frames, 0);
  const read = `${countOf(summary.counted.length, "capture")} with ${countOf(frames, "frame")}`;
  if (total === 0) return [`No connection was reset in ${read}.`, ...limitsOf(summary)];
  return [
    `In ${read}${periodOf(summary)}, ${countOf(total, "connection")} ${total === 1 ? "was" : "were"} reset: ${resettersOf(summary)}.`,
    causesOf(summary),
    ...lossesOf(summary),
    ...limitsOf(summary),
  ];
}

/** The times of the resets, without those of a clock that was years off. */
function periodOf({ timeLine }: Summary): string {
  const { period, outside } = timeLine.focus();
  if (period === undefined) return "";
  const { first, last } = period;
  const when =
    first === last
      ? `, at ${showTime(first)}`
      : `, between ${showTime(first)} and ${showTime(last)}`;
  return outside === 0 ? `${when} UTC` : `${when} UTC and ${outside} at other times`;
}

function resettersOf({ by }: Summary): string {
  return listResetters((resetter) => sumOf(by.get(resetter) ?? noKinds()));
}

function causesOf({ kinds, causes }: Summary): string {
  const inferred = causes.list(false).filter(({ kind }) => kind === "inferred");
  const names = inferred.slice(0, 2).map(({ name, count }) => `${name} (${count})`);
  const most = names.length === 0 ? "" : ` (most often ${names.join(" and ")})`;
  return `Causes stated by the RST: ${kinds.stated}, inferred: ${kinds.inferred}${most}, unknown: ${kinds.unknown}; benign: ${kinds.benign} (a reset after the end of the connection, a health check or a scan).`;
}

function lossesOf({ losers, lostOctets, contradicted }: Summary): readonly string[] {
  const loss =
    losers === 0
      ? "There is no sign that data was lost."
      : `In ${countOf(losers, "connection")} ${countOf(lostOctets, "octet")} may never have reached the application at the other end.`;
  const doubt = `In ${countOf(contradicted, "connection")} the evidence contradicts the stated cause.`;
  return contradicted === 0 ? [loss] : [loss, doubt];
}

/** What was not read or not kept, as far as there is such. */
function limitsOf({ counted: files }: Summary): readonly string[] {
  const evicted = files.reduce((sum, { counts }) => sum + counts.evicted, 0);
  const unread = files.reduce((sum, { counts }) => sum + counts.unread, 0);
  const broken = files.filter(({ problem }) => problem !== undefined).length;
  const decoded = files.filter(({ decodedOnly }) => decodedOnly).length;
  const limits: readonly (readonly [count: number, sentence: string])[] = [
    [evicted, `${countOf(evicted, "open connection")} dropped: too many were open at once.`],
    [unread, `Frames that carry what is not read: ${unread}.`],
    [broken, `${countOf(broken, "capture")} could not be read to the end.`],
    [
      decoded,
      `${countOf(decoded, "capture")} ${decoded === 1 ? "was" : "were"} only decoded, not explained: nothing is known of the connections, and RSTs without a payload are not counted.`,
    ],
  ];
  return limits.flatMap(([count, sentence]) => (count > 0 ? [sentence] : []));
}

/** Each capture with what of it was read, and what was not. */
function drawFiles({ counted, files }: Summary): Markup {
  return markup`<p>Open connections are dropped where too many are open at once; unread frames carry what
is not read, such as encrypted tunnels or other link types.</p>
<details><summary>${countOf(counted.length, "capture")}</summary>
${drawTable("Captures", files, {
  Capture: ({ name }, at) => markup`<span class="file">${at + 1}</span> ${name}`,
  Frames: ({ counts }) => counts.frames,
  "TCP segments": ({ counts }) => counts.segments,
  Resets: ({ counts }) => counts.resets,
  Dropped: ({ counts }) => counts.evicted,
  "Unread frames": ({ counts }) => counts.unread,
  Problem: noteOn,
})}
</details>`;
}

function noteOn({ problem, decodedOnly, sameAs }: ReadFile): string {
  if (sameAs !== undefined) return `not counted: it is the same capture as ${sameAs}`;
  return problem ?? (decodedOnly ? "not explained" : "");
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
  return markup`<p>How far each connection was when it was reset.</p>
${drawBarChart(
  "stage-chart",
  "Resets by stage",
  barsOf(STAGES, stages, (stage) => STAGE_WORDS[stage]),
)}`;
}

type Section = readonly [id: string, title: string, content: Markup];

/** All parts of a report behind its first paragraph, in their order. */
function makeSections(summary: Summary, model: Model): readonly Section[] {
  const { comparisons, failures, files, kinds } = summary;
  const arrival: readonly Section[] =
    comparisons.count === 0 ? [] : [["arrival", "Do RSTs arrive?", drawArrival(summary)]];
  if (isComparedOnly(summary)) return arrival;
  const failed: readonly Section[] =
    failures.count === 0
      ? []
      : [["failures", "Failed without an RST", drawFailures(failures, files.length > 1)]];
  return [
    ["causes", "Causes", drawCauses(summary.causes)],
    ["who", "Who resets whom", drawPairs(summary.pairs, summary.by)],
    ["when", "Time line", drawTimeChart(summary.timeLine)],
    ["stages", "Stages", drawStages(summary)],
    ["silence", "Silence before the reset", drawGaps(summary.gaps)],
    ["counters", "Counters of diagnostic payloads", drawCounters(summary.payloads)],
    ...arrival,
    ["coverage", "Coverage of the registry", drawCoverage(summary.coverage, model)],
    ["connections", "The connections", drawFindings(summary.kept, kinds, files.length > 1)],
    ...failed,
    ["captures", "The captures", drawFiles(summary)],
  ];
}

const FOLDER = new URL("../../templates/report/", import.meta.url);

/** What every page has near its begin, and nothing else. */
const MARK = '<meta name="generator" content="rstdiag ';

/** Whether this is the begin of a page that `makePage` made. */
export function isReport(text: string): boolean {
  return text.startsWith("<!DOCTYPE html>") && text.includes(MARK);
}

/**
 * The report as one page that loads nothing. Its policy allows our own style and script by their
 * digest, and no other: even markup that slipped through could run nothing and send nothing.
 */
export function makePage(summary: Summary, model: Model, version: string): string {
  const style = readOwn("report.css");
  const script = readOwn("report.js");
  // Not in the template below: where the end of a script stands in a tagged one, the bundler needs
  // a package for it.
  const scriptElement = `<script>${script}</script>`;
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
${Markup.ofOwnSource(MARK)}${version}">
<title>TCP resets: report</title>
<style>${Markup.ofOwnSource(style)}</style>
</head>
<body>
<header>
<h1>TCP resets</h1>
<p class="lead">${describeSummary(summary)}</p>
${!isComparedOnly(summary) && drawFacts(summary.kinds)}
<nav aria-label="Sections"><ul>${sections.map(([id, title]) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav>
</header>
<main>
${sections.map(
  ([id, title, content]) => markup`<section id="${id}">
<h2>${title}</h2>
${content}
</section>
`,
)}</main>
<footer><p>Made by rstdiag ${version} according to ${model.specification}, revision ${model.revision}.
Each row says how certain its cause is; a stated cause is the claim of the RST's sender.</p></footer>
${Markup.ofOwnSource(scriptElement)}
</body>
</html>
`;
  return page.toString();
}

function drawFacts(kinds: Readonly<KindCounts>): Markup {
  return markup`<dl class="facts">${KINDS.map((kind) => markup`<div class="fact fact-${kind}"><dt>${KIND_WORDS[kind]}</dt><dd>${showCount(kinds[kind])}</dd></div>`)}</dl>`;
}

function readOwn(name: string): string {
  return readFileSync(new URL(name, FOLDER), "utf8");
}

/** A source of a Content Security Policy: `'sha256-...'`. */
function digestOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
