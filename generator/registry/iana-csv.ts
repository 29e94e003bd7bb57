import type { Place } from "../model/mistake.js";
import { type ColumnMap, type ColumnNames, isPeople, knowsAny, mapColumns } from "./column-map.js";
import { ReferenceList, withoutMail } from "./references.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import {
  cellOf,
  inOneLine,
  makeRow,
  type OtherCell,
  type SourceRegistry,
  type SourceRow,
} from "./source-registry.js";

/** Marks of footnotes of IANA's page; a table has ` [2]` without the note itself. */
const FOOTNOTE = /\s?\[\d{1,3}\]$/;
const FOOTNOTE_CHARACTERS = " [123]".length;

/** The text of a cell in one line, without the marks of footnotes behind it. */
function readTextCell(cell: string): string {
  const text = inOneLine(cell);
  let end = text.length;
  for (let found = true; found; ) {
    const mark = FOOTNOTE.exec(text.slice(Math.max(0, end - FOOTNOTE_CHARACTERS), end))?.[0];
    found = mark !== undefined;
    end -= mark?.length ?? 0;
  }
  return text.slice(0, end);
}

/**
 * The references of a cell as `[RFC792][RFC6633], Section 2.2` has them, in the form that the
 * XML of the same registry gives: without brackets, with `; ` between.
 */
function readReferenceCell(cell: string): string {
  const list = new ReferenceList();
  let depth = 0;
  let part = "";
  for (const character of cell) {
    if (character === "[" && depth === 0) {
      list.addText(part);
      part = "";
    } else if (character === "]" && depth === 1) {
      if (!/^\d{1,3}$/.test(part)) list.add(part);
      part = "";
    } else {
      part += character;
    }
    if (character === "[") depth += 1;
    if (character === "]" && depth > 0) depth -= 1;
  }
  list.addText(depth > 0 ? `[${part}` : part);
  return list.toString();
}

/** One line of the table, which may be several of the file. */
interface CsvRow {
  readonly place: Place;
  readonly cells: readonly string[];
}

/** Splits a table in the form of RFC 4180 into rows; empty lines are none. */
function readCsvRows(file: SourceFile): ReadResult<readonly CsvRow[]> {
  const nul = file.text.indexOf("\0");
  if (nul >= 0) {
    return oneMistake(file.placeAt(nul), "the text has a NUL", "save the file as UTF-8");
  }
  const found = splitCsvRows(file.text);
  switch (found.kind) {
    case "rows": {
      const value = found.rows.map(({ offset, cells }) => ({ place: file.placeAt(offset), cells }));
      return { kind: "read", value };
    }
    case "unclosed":
      return oneMistake(
        file.placeAt(found.offset),
        "not well-formed CSV: a quoted cell has no end",
        "complete the file, or close the quote",
      );
    case "misplaced":
      return oneMistake(
        file.placeAt(found.offset),
        "not well-formed CSV: a quote stands where none may",
        'put the whole cell in quotes, and write "" for each quote in it',
      );
  }
}

/**
 * Reads a registry from the table that IANA publishes of it. A table has no title, no date and no
 * notes; the id is the name of the file, as IANA names it. With `wanted`, these captions are the
 * parts of a row.
 */
export function readIanaCsv(
  file: SourceFile,
  wanted: ColumnNames = {},
): ReadResult<SourceRegistry> {
  const parsed = readCsvRows(file);
  if (parsed.kind === "mistakes") return parsed;
  const [head, ...rows] = parsed.value;
  if (!head) return oneMistake(file.placeAt(0), "the table is empty", "give it a line of captions");
  const captions = head.cells.map((caption) => readTextCell(caption.replaceAll("\0", "")));
  const columns = captions.map((name, at) => ({ name, cites: citesIn(rows, at) }));
  if (Object.keys(wanted).length === 0 && !knowsAny(columns)) {
    const remedy = "give a table whose first line is like Value,Description,Reference";
    return oneMistake(head.place, "no caption of a registry is in the first line", remedy);
  }
  const ragged = rows.filter(({ cells }) => cells.length !== captions.length);
  if (ragged.length > 0) {
    const mistakes = ragged.map(({ place, cells }) => ({
      place,
      what: `the row has ${cells.length} cells, the line of captions ${captions.length}`,
      remedy: "complete the row; a cell with a comma needs quotes",
    }));
    return { kind: "mistakes", mistakes };
  }
  const map = mapColumns(columns, wanted);
  const { place } = head;
  const id = cellOf(idOf(file.path), place);
  const value = { place, id, notes: [], rows: rows.map((row) => readRow(row, captions, map)) };
  return { kind: "read", value };
}

function citesIn(rows: readonly CsvRow[], at: number): boolean {
  return rows.some(({ cells }) => /^\s*\[[^\]\d]/.test(cells[at] ?? ""));
}

/** `tls-parameters-4.2026.csv` is a state of `tls-parameters-4`; an id can be `smi-numbers-1.3`. */
function idOf(path: string): string {
  const name = path.replace(/^.*[\\/]/, "").replace(/\.csv$/i, "");
  return name.replace(/\.(?:\d{4}(?:-\d{2}){0,2}|[a-z].*)$/i, "");
}

function readRow({ place, cells }: CsvRow, captions: readonly string[], map: ColumnMap): SourceRow {
  const named = captions.map((name, at) => ({ name, raw: cells[at] ?? "" }));
  const textOf = (name: string | undefined): string =>
    readTextCell(named.find((cell) => cell.name === name)?.raw ?? "");
  const described = map.descriptions.find((name) => textOf(name) !== "");
  const references = named
    .filter(({ name }) => map.references.includes(name))
    .map(({ raw }) => readReferenceCell(raw));
  const used = new Set([map.value, described, ...map.references]);
  const others = named.flatMap(({ name, raw }): readonly OtherCell[] => {
    const text = used.has(name) || isPeople(name) ? "" : withoutMail(raw);
    return text ? [{ name, text, place }] : [];
  });
  return makeRow(place, {
    value: cellOf(textOf(map.value), place),
    description: cellOf(textOf(described), place),
    reference: cellOf(references.filter(Boolean).join("; "), place),
    others,
  });
}

/** A row of a table in the form of RFC 4180, and where it begins in the text. */
interface SplitRow {
  readonly offset: number;
  readonly cells: readonly string[];
}

/** The rows of a table, or the row at which it is none. */
type CsvRows =
  | { readonly kind: "rows"; readonly rows: readonly SplitRow[] }
  | { readonly kind: "unclosed" | "misplaced"; readonly offset: number };

const PLAIN = /[^",\r\n]*/y;
const ROW_ENDS = /[\r\n]*/y;

/**
 * Splits a table into its rows, whichever system ended them; empty lines are none. It looks at each
 * character once, however many rows are wrong.
 */
function splitCsvRows(text: string): CsvRows {
  const rows: SplitRow[] = [];
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
    cells.push(unquote(text, start, end));
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

function unquote(text: string, start: number, end: number): string {
  const cell = text.slice(start, end);
  return cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell;
}
