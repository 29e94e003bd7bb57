import { showUnprintable } from "../model/text.js";

/** HTML or SVG that is safe to put into a page: made by `markup` alone, so all text is escaped. */
export class Markup {
  readonly #source: string;

  private constructor(source: string) {
    this.#source = source;
  }

  /** For `markup` and for files of our own; never for text that came from elsewhere. */
  static ofOwnSource(source: string): Markup {
    return new Markup(source);
  }

  toString(): string {
    return this.#source;
  }
}

type Hole = string | number | Markup | readonly Markup[];

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
  "`": "&#96;",
};

/**
 * Tag of a template whose holes are text or markup. Text from packets, file names and registries
 * reaches a page here and nowhere else: it can end no element and no attribute, and what would
 * reorder or hide the text around it is shown by its name.
 */
export function markup(strings: TemplateStringsArray, ...holes: readonly Hole[]): Markup {
  const parts = strings.map((own, at) => {
    const hole = holes[at];
    if (hole === undefined) return own;
    // Without quotes a space would end the value.
    if (own.endsWith("=")) throw new Error(`an attribute without quotes: ${own.slice(-20)}`);
    return own + fill(hole);
  });
  return Markup.ofOwnSource(parts.join(""));
}

function fill(hole: Hole): string {
  if (hole instanceof Markup) return hole.toString();
  if (typeof hole === "object") return hole.map(fill).join("");
  return escapeText(String(hole));
}

function escapeText(text: string): string {
  return showUnprintable(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? character);
}

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
