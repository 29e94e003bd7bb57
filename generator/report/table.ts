import { type Markup, markup } from "./markup.js";

/** A cell: text to the left, numbers to the right. */
export type Cell = string | number | Markup;

export interface Table {
  /** What it is about, for those who hear it. */
  readonly caption: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** A table that scrolls by itself where the page is too narrow; the first cell names its row. */
export function drawTable({ caption, head, rows }: Table): Markup {
  const isNumber = head.map(
    (_, at) => rows.length > 0 && rows.every((row) => typeof row[at] === "number"),
  );
  const heads = head.map((text, at) =>
    isNumber[at]
      ? markup`<th scope="col" class="number">${text}</th>`
      : markup`<th scope="col">${text}</th>`,
  );
  const body = rows.map(
    (row) => markup`<tr>${row.map(drawCell)}</tr>
`,
  );
  return markup`<div class="scroll" tabindex="0" role="group" aria-label="${caption}"><table>
<caption>${caption}</caption>
<thead><tr>${heads}</tr></thead>
<tbody>
${body}</tbody>
</table></div>`;
}

function drawCell(cell: Cell, at: number): Markup {
  if (typeof cell === "number") {
    return markup`<td class="number">${cell.toLocaleString("en")}</td>`;
  }
  return at === 0 ? markup`<th scope="row">${cell}</th>` : markup`<td>${cell}</td>`;
}
