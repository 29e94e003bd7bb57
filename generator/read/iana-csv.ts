import type { Mistake } from "../model/mistake.js";
import type { Cell, OtherCell, SourceRegistry, SourceRow } from "../model/source-registry.js";
import { type ColumnMap, type ColumnNames, isPeople, knowsAny, mapColumns } from "./column-map.js";
import { readReferenceCell, readTextCell } from "./csv-cell.js";
import { type CsvRow, readCsvRows } from "./csv-rows.js";
import { withoutMail } from "./reference-list.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";

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
