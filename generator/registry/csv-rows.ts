/** A row of a table in the form of RFC 4180, and where it begins in the text. */
interface CsvRow {
  readonly offset: number;
  readonly cells: readonly string[];
}

/** The rows of a table, or the row at which it is none. */
export type CsvRows =
  | { readonly kind: "rows"; readonly rows: readonly CsvRow[] }
  | { readonly kind: "unclosed" | "misplaced"; readonly offset: number };

const PLAIN = /[^",\r\n]*/y;
const ROW_ENDS = /[\r\n]*/y;

/**
 * Splits a table into its rows, whichever system ended them; empty lines are none. It looks at each
 * character once, however many rows are wrong.
 */
export function splitCsvRows(text: string): CsvRows {
  const rows: CsvRow[] = [];
  for (let at = endOf(ROW_ENDS, text, 0); at < text.length; at = endOf(ROW_ENDS, text, at)) {
    const offset = at;
    const cells: string[] = [];
    at = takeCells(text, at, cells);
    if (at < 0) return { kind: "unclosed", offset };
    if (!isRowEnd(text[at])) return { kind: "misplaced", offset };
    if (cells.length > 1 || cells[0] !== "") rows.push({ offset, cells });
  }
  return { kind: "rows", rows };
}

/** Takes the cells of the row that begins at `at`; gives its end, or -1 where a quote is open. */
function takeCells(text: string, at: number, cells: string[]): number {
  for (let start = at; ; ) {
    const end = text[start] === '"' ? endOfQuoted(text, start) : endOf(PLAIN, text, start);
    if (end < 0) return end;
    cells.push(cellOf(text, start, end));
    if (text[end] !== ",") return end;
    start = end + 1;
  }
}

function isRowEnd(next: string | undefined): boolean {
  return next === undefined || next === "\r" || next === "\n";
}

function endOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at;
  pattern.test(text);
  return pattern.lastIndex;
}

/** Behind the quote that ends a cell; -1 where there is none. */
function endOfQuoted(text: string, start: number): number {
  let end = text.indexOf('"', start + 1);
  while (end >= 0 && text[end + 1] === '"') end = text.indexOf('"', end + 2);
  return end < 0 ? end : end + 1;
}

function cellOf(text: string, start: number, end: number): string {
  const cell = text.slice(start, end);
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
