import {
  describeCause,
  frameFilter,
  showEndpoint,
  showResetter,
  showSeconds,
} from "../explain/core/words.js";
import type { Finding } from "../model/finding.js";
import { showCount } from "./chart.js";
import { BoundedGroups } from "./groups.js";
import { KIND_WORDS, KINDS, type KindCounts, kindOf, sumOf } from "./kind.js";
import { type Markup, markup } from "./markup.js";

/** A finding, and the capture that it is from. */
interface Located {
  readonly finding: Finding;
  /** Index of the capture, from 0. */
  readonly file: number;
}

/** A page with more rows is slow to open. */
const ROOM = 1000;
/** So many of each cause have room even then: no flood can hide what is rare. */
const ROOM_OF_EACH = 50;
const KEPT_LIMIT = 64;

/** The findings that are listed one by one: all, or where there are too many, some of each cause. */
export class KeptFindings {
  readonly #kept: Located[] = [];
  readonly #ofEach = new BoundedGroups<{ count: number }>(KEPT_LIMIT);

  add(located: Located): void {
    const { finding } = located;
    const group = this.#ofEach.at(`${kindOf(finding)} ${finding.cause}`, () => ({ count: 0 }));
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

/** The connections one by one, with the explanation of each; the script of the page filters them. */
export function drawFindings(
  kept: KeptFindings,
  kinds: Readonly<KindCounts>,
  hasFiles: boolean,
): Markup {
  const located = kept.list();
  const [listed, total] = [located.length, sumOf(kinds)];
  if (total === 0) return markup`<p>None.</p>`;
  const count =
    listed === total
      ? `All ${showCount(total)} are listed`
      : `${showCount(listed)} of ${showCount(total)} are listed, some of each cause; rstdiag explain --json prints all`;
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
  const { frame, client, server, resetBy, certainty, stage, unackedOctets, idleSeconds } = finding;
  const place = markup`${hasFiles && markup`<span class="file">${file + 1}</span> `}${frame}`;
  const silence = idleSeconds !== undefined && showSeconds(idleSeconds);
  const time = finding.time?.replace("T", " ").replace(/Z$/, "") ?? "";
  return markup`<tr data-cause="${finding.cause}" data-kind="${kindOf(finding)}"><td>${place}</td><td>${drawCause(finding)}</td><td>${certainty}</td><td>${showResetter(resetBy)}</td><td>${showEndpoint(client)}<br>${showEndpoint(server)}</td><td>${stage}</td><td class="number">${silence}</td><td class="number">${showCount(unackedOctets)}</td><td>${time}</td></tr>
`;
}

function drawCause(finding: Finding): Markup {
  const { contradictions, missing, ignored = [] } = finding;
  const others = finding.alternatives.map(({ cause, certainty }) => `${cause} (${certainty})`);
  const doubts = [
    ...contradictions.map((one) => markup`<p class="but">But ${one}.</p>`),
    ...ignored.map((one) => markup`<p class="but">Ignored: ${one}.</p>`),
  ];
  return markup`<details><summary><span class="swatch kind-${kindOf(finding)}"></span>${describeCause(finding)}</summary>
<p>Stream ${finding.stream}: ${finding.explanation}.</p>${doubts}${
    others.length > 0 && markup`<p>It could also be ${others.join(", ")}.</p>`
  }${missing.length > 0 && markup`<p>Note: ${missing.join("; ")}.</p>`}
<p>${finding.nextStep}.</p>
<p>Wireshark: <code>${frameFilter(finding.evidence)}</code></p></details>`;
}
