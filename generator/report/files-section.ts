import { countOf } from "../explain/finding-words.js";
import { type Markup, markup } from "./markup.js";
import type { Summary } from "./summary.js";
import { drawTable } from "./table.js";

/** Each capture with what of it was read, and what was not. */
export function drawFiles({ files }: Summary): Markup {
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
    "Forgotten",
    "Unread frames",
    "Problem",
  ];
  return markup`<p>Forgotten connections were open while there were too many at once; unread frames have a link
type that is not read.</p>
<details><summary>${countOf(files.length, "capture")}</summary>
${drawTable({ caption: "Captures", head, rows })}
</details>`;
}
