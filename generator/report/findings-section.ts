import { describeCause, frameFilter, showEndpoint, showSeconds } from "../explain/finding-words.js";
import type { Located } from "./cause-groups.js";
import { KIND_WORDS, KINDS, kindOf, sumOf } from "./kind.js";
import { type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";

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
  const { frame, client, server, by, certainty, stage, unackedOctets, idleSeconds, time } = finding;
  const place = hasFiles
    ? markup`<span class="file">${file + 1}</span> ${frame}`
    : markup`${frame}`;
  const silence = idleSeconds === undefined ? "" : showSeconds(idleSeconds);
  return markup`<tr data-cause="${finding.cause}" data-kind="${kindOf(finding)}"><td>${place}</td><td>${drawCause({ finding, file })}</td><td>${certainty}</td><td>${by}</td><td>${showEndpoint(client)}<br>${showEndpoint(server)}</td><td>${stage}</td><td class="number">${silence}</td><td class="number">${unackedOctets.toLocaleString("en")}</td><td>${(time ?? "").replace("T", " ").replace(/Z$/, "")}</td></tr>
`;
}

function drawCause({ finding }: Located): Markup {
  const {
    stream,
    shows,
    next,
    evidence,
    contradictions,
    missing,
    alternatives,
    ignored = [],
  } = finding;
  const others = alternatives.map(({ cause, certainty }) => `${cause} (${certainty})`);
  return markup`<details><summary><span class="swatch kind-${kindOf(finding)}"></span>${describeCause(finding)}</summary>
<p>Stream ${stream}: ${shows}.</p>${contradictions.map((one) => markup`<p class="but">But ${one}.</p>`)}${ignored.map((one) => markup`<p class="but">Not believed: ${one}.</p>`)}${
    others.length === 0 ? markup`` : markup`<p>It could also be ${others.join(", ")}.</p>`
  }${missing.length === 0 ? markup`` : markup`<p>Cannot tell: ${missing.join("; ")}.</p>`}
<p>Look next at ${next}.</p>
<p>Wireshark: <code>${frameFilter(evidence)}</code></p></details>`;
}
