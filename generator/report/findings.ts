import {
  describeCause,
  frameFilter,
  showEndpoint,
  showResetter,
  showSeconds,
} from "../explain/core/words.js";
import type { Finding } from "../model/finding.js";
import { KIND_WORDS, KINDS, type KindCounts, kindOf, showCount, sumOf } from "./chart.js";
import { compareNames } from "./groups.js";
import { KeptItems } from "./kept-items.js";
import { type Markup, markup } from "./markup.js";

/** A finding, and the capture that it is from. */
interface Located {
  readonly finding: Finding;
  /** Index of the capture, from 0. */
  readonly file: number;
}

/** A page with more rows is slow to open. */
const ROOM = 1000;
const ROOM_OF_EACH = 50;

/** The findings that are listed one by one: all, or where there are too many, some of each cause. */
export class KeptFindings {
  readonly #kept = new KeptItems<Located>({
    room: ROOM,
    roomOfEach: ROOM_OF_EACH,
    compare: compareLocated,
  });

  add(located: Located): void {
    const { cause, format } = located.finding;
    this.#kept.add(`${kindOf(located.finding)} ${cause} ${format}`, located);
  }

  /** Adds what was kept elsewhere. */
  merge(other: KeptFindings): void {
    this.#kept.merge(other.#kept);
  }

  /** What is not benign first; else in the order of the captures. */
  list(): readonly Located[] {
    return this.#kept
      .list()
      .toSorted(
        ({ finding: a, file: one }, { finding: b, file: other }) =>
          Number(a.benign) - Number(b.benign) || one - other || a.frame - b.frame,
      );
  }
}

/** What is not benign first, then the first in time: nothing that the order of the captures changes. */
function compareLocated({ finding: a }: Located, { finding: b }: Located): number {
  return (
    Number(a.benign) - Number(b.benign) ||
    compareNames(a.time ?? "", b.time ?? "") ||
    a.frame - b.frame ||
    a.stream - b.stream ||
    compareNames(showEndpoint(a.client), showEndpoint(b.client)) ||
    compareNames(a.explanation, b.explanation)
  );
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
