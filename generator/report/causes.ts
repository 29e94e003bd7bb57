import {
  describeCause,
  describeStatement,
  frameFilter,
  showEndpoint,
  showResetter,
  showSeconds,
} from "../explain/core/words.js";
import type { Certainty, Finding, Resetter } from "../model/finding.js";
import { CERTAINTIES, RESETTERS } from "../model/finding-names.js";
import { drawBarChart } from "./chart.js";
import {
  BoundedGroups,
  KIND_WORDS,
  KINDS,
  type Kind,
  type KindCounts,
  kindOf,
  noKinds,
  sumOf,
} from "./kind.js";
import { type Cell, drawTable, type Markup, markup } from "./markup.js";

/** A finding, and the capture that it is from. */
export interface Located {
  readonly finding: Finding;
  /** Index of the capture, from 0. */
  readonly file: number;
}

/** Resets for one cause; of a stated one, with the same code and words. */
export interface CauseGroup {
  example: Located | undefined;
  kind: Kind;
  count: number;
  lostOctets: number;
  /** Of which the evidence speaks against what is stated. */
  contradicted: number;
  readonly by: Map<Resetter, number>;
  readonly certainty: Map<Certainty, number>;
}

/** Payloads may state anything; what is inferred has a closed set of names. */
const CAUSE_LIMIT = 1024;

/** Resets by their cause. */
export class CauseGroups {
  readonly #groups = new BoundedGroups<CauseGroup>(CAUSE_LIMIT, () => ({
    example: undefined,
    kind: "unknown",
    count: 0,
    lostOctets: 0,
    contradicted: 0,
    by: new Map(),
    certainty: new Map(),
  }));

  add(located: Located): void {
    const { finding } = located;
    const kind = kindOf(finding);
    const name = finding.stated ? describeStatement(finding) : finding.cause;
    const group = this.#groups.at(`${kind} ${finding.format ?? ""} ${name}`);
    if (group === undefined) return;
    group.example ??= located;
    group.kind = kind;
    group.count += 1;
    group.lostOctets += finding.unackedOctets;
    if (finding.contradictions.length > 0) group.contradicted += 1;
    group.by.set(finding.resetBy, (group.by.get(finding.resetBy) ?? 0) + 1);
    group.certainty.set(finding.certainty, (group.certainty.get(finding.certainty) ?? 0) + 1);
  }

  /** Resets that nobody could count by their cause any more. */
  get refused(): number {
    return this.#groups.refused;
  }

  /** The frequent ones first. */
  list(isStated: boolean): readonly CauseGroup[] {
    return this.#groups
      .entries()
      .map(([, group]) => group)
      .filter(({ example }) => example?.finding.stated === isStated)
      .sort((a, b) => b.count - a.count);
  }
}

/** A page with more rows is slow to open. */
const ROOM = 1000;
/** So many of each cause have room even then: no flood can hide what is rare. */
const ROOM_OF_EACH = 50;
const KEPT_LIMIT = 64;

/** The findings that are listed one by one: all, or where there are too many, some of each cause. */
export class KeptFindings {
  readonly #kept: Located[] = [];
  readonly #ofEach = new BoundedGroups<{ count: number }>(KEPT_LIMIT, () => ({ count: 0 }));

  add(located: Located): void {
    const { finding } = located;
    const group = this.#ofEach.at(`${kindOf(finding)} ${finding.cause}`);
    const isRare = group !== undefined && group.count < ROOM_OF_EACH;
    if (this.#kept.length >= ROOM && !isRare) return;
    if (group !== undefined) group.count += 1;
    this.#kept.push(located);
  }

  /** What is not benign first; else in the order of the captures. */
  list(): readonly Located[] {
    return this.#kept.toSorted(
      (a, b) => Number(a.finding.benign) - Number(b.finding.benign) || a.file - b.file,
    );
  }
}

const MOST_BARS = 12;
const MOST_ROWS = 100;

/** The causes that are stated and those that are inferred, apart. */
export function drawCauses(causes: CauseGroups): Markup {
  return markup`<h3>Inferred from what was captured</h3>
<p>Not stated by the sender: the evidence is in the segments before and after the RST.</p>
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
    "Explanation, for example",
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
  return [
    count,
    listCounts(CERTAINTIES, certainty),
    listCounts(RESETTERS, by, showResetter),
    lostOctets,
  ];
}

function withTag(group: CauseGroup, tag: string | undefined): Cell {
  const name = nameOf(group);
  return tag === undefined ? name : markup`${name} <span class="tag">${tag}</span>`;
}

function nameOf({ example }: CauseGroup): string {
  if (example === undefined) return "";
  const { finding } = example;
  return finding.stated ? describeStatement(finding) : finding.cause;
}

function listCounts<K extends string>(
  order: readonly K[],
  counts: ReadonlyMap<K, number>,
  nameOf: (one: K) => string = (one) => one,
): string {
  const present = order.filter((one) => counts.has(one));
  return present.length === 1
    ? present.map(nameOf).join("")
    : present.map((one) => `${nameOf(one)} ${counts.get(one)}`).join(", ");
}

/** The connections one by one, with the explanation of each; the script of the page filters them. */
export function drawFindings(
  kept: KeptFindings,
  kinds: Readonly<KindCounts>,
  hasFiles: boolean,
): Markup {
  const located = kept.list();
  const total = sumOf(kinds);
  if (total === 0) return markup`<p>None.</p>`;
  const count =
    located.length === total
      ? `All ${total.toLocaleString("en")} are listed`
      : `${located.length.toLocaleString("en")} of ${total.toLocaleString("en")} are listed, some of each cause; rstdiag explain --json prints all`;
  const causes = [...new Set(located.map(({ finding }) => finding.cause))].sort();
  const kindsPresent = KINDS.filter((kind) => kinds[kind] > 0);
  return markup`<p>${count}, those that are not benign first. Open a cause to see its evidence.</p>
<form id="filter" hidden>
<label>Search <input id="filter-text" type="search" placeholder="address, cause, words"></label>
<label>Cause <select id="filter-cause"><option value="">all</option>${causes.map((cause) => markup`<option>${cause}</option>`)}</select></label>
<label>Kind <select id="filter-kind"><option value="">all</option>${kindsPresent.map((kind) => markup`<option value="${kind}">${KIND_WORDS[kind]}</option>`)}</select></label>
<output id="filter-count" for="filter-text filter-cause filter-kind"></output>
</form>
<div class="scroll" tabindex="0" role="group" aria-label="Connections"><table id="findings">
<caption>Connections that were reset</caption>
<thead><tr><th scope="col">${hasFiles ? "Capture: frame" : "Frame"}</th><th scope="col">Cause</th><th scope="col">Certainty</th><th scope="col">Reset by</th><th scope="col">Client, server</th><th scope="col">Stage</th><th scope="col" class="number">Silence</th><th scope="col" class="number">Lost octets</th><th scope="col">Time (UTC)</th></tr></thead>
<tbody>
${located.map((one) => drawFinding(one, hasFiles))}</tbody>
</table></div>`;
}

function drawFinding({ finding, file }: Located, hasFiles: boolean): Markup {
  const { frame, client, server, resetBy, certainty, stage, unackedOctets, idleSeconds, time } =
    finding;
  const place = hasFiles
    ? markup`<span class="file">${file + 1}</span> ${frame}`
    : markup`${frame}`;
  const silence = idleSeconds === undefined ? "" : showSeconds(idleSeconds);
  return markup`<tr data-cause="${finding.cause}" data-kind="${kindOf(finding)}"><td>${place}</td><td>${drawCause({ finding, file })}</td><td>${certainty}</td><td>${showResetter(resetBy)}</td><td>${showEndpoint(client)}<br>${showEndpoint(server)}</td><td>${stage}</td><td class="number">${silence}</td><td class="number">${unackedOctets.toLocaleString("en")}</td><td>${(time ?? "").replace("T", " ").replace(/Z$/, "")}</td></tr>
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
<p>Stream ${stream}: ${explanation}.</p>${contradictions.map((one) => markup`<p class="but">But ${one}.</p>`)}${ignored.map((one) => markup`<p class="but">Ignored: ${one}.</p>`)}${
    others.length === 0 ? markup`` : markup`<p>It could also be ${others.join(", ")}.</p>`
  }${missing.length === 0 ? markup`` : markup`<p>Note: ${missing.join("; ")}.</p>`}
<p>${nextStep}.</p>
<p>Wireshark: <code>${frameFilter(evidence)}</code></p></details>`;
}
