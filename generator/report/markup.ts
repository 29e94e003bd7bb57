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

/** What is false is left out. */
type Hole = string | number | false | Markup | readonly Markup[];

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
  if (hole === false) return "";
  if (hole instanceof Markup) return hole.toString();
  if (typeof hole === "object") return hole.map(fill).join("");
  return escapeText(String(hole));
}

function escapeText(text: string): string {
  return showUnprintable(text).replace(/[&<>"'`]/g, (character) => ESCAPES[character] ?? character);
}

/** A cell: text to the left, numbers to the right. */
export type Cell = string | number | Markup;

/** What each column has of a row, by the column's title. */
export type Columns<Row> = Readonly<Record<string, (row: Row, at: number) => Cell>>;

/**
 * A table that scrolls by itself where the page is too narrow; the first cell names its row, and
 * the caption says what it is about to those who hear it.
 */
export function drawTable<Row>(
  caption: string,
  rows: readonly Row[],
  columns: Columns<Row>,
): Markup {
  const cells = rows.map((row, at) => Object.values(columns).map((cellOf) => cellOf(row, at)));
  const heads = Object.keys(columns).map((title, at) => {
    const isNumber = cells.length > 0 && cells.every((row) => typeof row[at] === "number");
    return markup`<th scope="col"${isNumber && markup` class="number"`}>${title}</th>`;
  });
  const body = cells.map(
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
