import { CsvError, parse } from "csv-parse/sync";
import type { Mistake, Place } from "../model/mistake.js";
import { type ColumnMap, type ColumnNames, isPeople, knowsAny, mapColumns } from "./column-map.js";
import { ReferenceList, withoutMail } from "./references.js";
import {
  type Cell,
  type OtherCell,
  oneMistake,
  type ReadResult,
  type SourceFile,
  type SourceRegistry,
  type SourceRow,
} from "./source-file.js";

/** The mark of a footnote of IANA's page; a table has ` [2]` without the note itself. */
const FOOTNOTE = /\s?\[\d{1,3}\]$/;
const FOOTNOTE_CHARACTERS = 6;

/** The text of a cell in one line, without the marks of footnotes behind it. */
function readTextCell(cell: string): string {
  let text = cell.replace(/[ \t\r\n]+/g, " ").trim();
  for (;;) {
    const mark = FOOTNOTE.exec(text.slice(-FOOTNOTE_CHARACTERS))?.[0];
    if (mark === undefined) return text;
    text = text.slice(0, -mark.length);
  }
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
export interface CsvRow {
  readonly place: Place;
  readonly cells: readonly string[];
}

const LINE_FEED = 0x0a;
/** IANA ends rows with CR LF; a file that passed through git has LF. */
const ROW_ENDS = ["\r\n", "\n", "\r"];

/** Splits a table in the form of RFC 4180 into rows; empty lines are none. */
function readCsvRows(file: SourceFile): ReadResult<readonly CsvRow[]> {
  const nul = file.text.indexOf("\0");
  if (nul >= 0) {
    return oneMistake(file.placeAt(nul), "the text has a NUL", "save the file as UTF-8");
  }
  const octets = Buffer.from(file.text);
  const lines = new LineCounter(octets, file.path);
  const rows: CsvRow[] = [];
  try {
    parse(octets, {
      relax_column_count: true,
      record_delimiter: ROW_ENDS,
      on_record: (cells: readonly string[], { bytes }) => {
        if (cells.length > 1 || cells[0] !== "") rows.push({ place: lines.here(), cells });
        lines.moveTo(bytes);
      },
    });
    return { kind: "read", value: rows };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const bytes: unknown = error["bytes"];
    lines.moveTo(typeof bytes === "number" ? bytes : 0);
    return oneMistake(lines.here(), ...explain(error));
  }
}

function explain({ code }: CsvError): [what: string, remedy: string] {
  if (code === "CSV_QUOTE_NOT_CLOSED") {
    return [
      "not well-formed CSV: a quoted cell has no end",
      "complete the file, or close the quote",
    ];
  }
  return [
    "not well-formed CSV: a quote stands where none may",
    'put the whole cell in quotes, and write "" for each quote in it',
  ];
}

/** Finds the line of places that only go forward. */
class LineCounter {
  private at = 0;
  private line = 1;
  private readonly octets: Buffer;
  private readonly path: string;

  constructor(octets: Buffer, path: string) {
    this.octets = octets;
    this.path = path;
  }

  moveTo(offset: number): void {
    const end = Math.min(offset, this.octets.length);
    for (; this.at < end; this.at += 1) {
      if (this.octets[this.at] === LINE_FEED) this.line += 1;
    }
  }

  here(): Place {
    return { path: this.path, line: this.line, column: 1 };
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
    return { kind: "mistakes", mistakes: ragged.map((row) => describeWidth(row, captions)) };
  }
  const map = mapColumns(columns, wanted);
  const id = idOf(file.path);
  const { place } = head;
  return {
    kind: "read",
    value: {
      place,
      ...(id && { id: { text: id, place } }),
      notes: [],
      rows: rows.map((row) => toRow(row, captions, map)),
    },
  };
}

function citesIn(rows: readonly CsvRow[], at: number): boolean {
  return rows.some(({ cells }) => /^\s*\[[^\]\d]/.test(cells[at] ?? ""));
}

function describeWidth({ place, cells }: CsvRow, captions: readonly string[]): Mistake {
  return {
    place,
    what: `the row has ${cells.length} cells, the line of captions ${captions.length}`,
    remedy: "complete the row; a cell with a comma needs quotes",
  };
}

/** `tls-parameters-4.2026.csv` is a state of `tls-parameters-4`; an id can be `smi-numbers-1.3`. */
function idOf(path: string): string {
  const name = path.replace(/^.*[\\/]/, "").replace(/\.csv$/i, "");
  return name.replace(/\.(?:\d{4}(?:-\d{2}){0,2}|[a-z].*)$/i, "");
}

function toRow(row: CsvRow, captions: readonly string[], map: ColumnMap): SourceRow {
  const { place } = row;
  const cells = captions.map((name, at) => ({ name, raw: row.cells[at] ?? "" }));
  const textOf = (name: string | undefined): string =>
    readTextCell(cells.find((cell) => cell.name === name)?.raw ?? "");
  const described = map.descriptions.find((name) => textOf(name) !== "");
  const references = cells.filter(({ name }) => map.references.includes(name));
  const parts = {
    value: textOf(map.value),
    description: textOf(described),
    reference: references
      .map(({ raw }) => readReferenceCell(raw))
      .filter(Boolean)
      .join("; "),
  };
  const used = new Set([map.value, described, ...map.references]);
  const others = cells.flatMap(({ name, raw }): readonly OtherCell[] => {
    const text = used.has(name) || isPeople(name) ? "" : withoutMail(raw);
    return text ? [{ name, text, place }] : [];
  });
  const asCell = (text: string): Cell => ({ text, place });
  return {
    place,
    ...(parts.value && { value: asCell(parts.value) }),
    ...(parts.description && { description: asCell(parts.description) }),
    ...(parts.reference && { reference: asCell(parts.reference) }),
    ...(others.length > 0 && { others }),
  };
}
