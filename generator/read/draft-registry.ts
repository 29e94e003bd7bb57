import { isDocumentName } from "../model/document-name.js";
import type { Place } from "../model/mistake.js";
import type { Cell, SourceRow } from "../model/source-registry.js";
import { toIanaReference } from "./draft-reference.js";
import type { Draft, DraftCell, DraftRow, DraftTable } from "./draft-table.js";
import { oneMistake, type ReadResult } from "./source-file.js";
import { findColumns, type TableColumns } from "./table-columns.js";
import { namesThisDocument, nameThisDocument } from "./this-document.js";

/** The rows that a document asks IANA to begin a registry with. */
export interface InitialRows {
  readonly rows: readonly SourceRow[];
  /** The document that asks, where it is known. */
  readonly document?: string;
  /** What the rows no longer say as the table did, a sentence each. */
  readonly changes: readonly string[];
}

/** Makes a table's rows those of a registry; `name` goes before the document's own name. */
export function readInitialRows(
  draft: Draft,
  table: DraftTable,
  name = draft.name,
): ReadResult<InitialRows> {
  const [header, ...rows] = table.rows;
  if (!header) return oneMistake(table.place, "the table has no rows", "choose another table");
  const map = findColumns(header);
  if (map.value === undefined || map.description === undefined) return unclearHeader(header);
  const long = rows.find(({ cells }) => cells.length > header.cells.length);
  if (long) {
    const what = `the row has ${long.cells.length} cells, the header ${header.cells.length}`;
    return oneMistake(long.place, what, "give each row the columns of the header");
  }
  const self = rows.find(({ cells }) => cells.some(({ text }) => namesThisDocument(text)));
  if (name !== undefined && !isDocumentName(name)) return unnamed(draft.place, name);
  if (name === undefined && self) return unnamed(self.place, name);
  const read = rows.map((row) => readRow(row, map, name));
  const changes = [...droppedColumns(header, map), ...describeChanges(read, name ?? "")];
  const document = name === undefined ? {} : { document: name };
  return { kind: "read", value: { rows: read.map(({ row }) => row), ...document, changes } };
}

/** A row, and which of its cells are not as they were. */
interface ReadRow {
  readonly row: SourceRow;
  readonly isRenamed: boolean;
  readonly isRewritten: boolean;
  readonly isUnmarked: boolean;
}

function readRow({ cells, place }: DraftRow, map: TableColumns, name: string | undefined): ReadRow {
  const kept = (["value", "description", "reference"] as const).map((column) => {
    const at = map[column];
    return at === undefined ? undefined : cells[at];
  });
  const [value, description, reference] = kept.map((cell) => cell && nameItself(cell, name));
  const rendered = reference && toIanaReference(reference.text, name);
  return {
    row: {
      place,
      ...(value?.text && { value }),
      ...(description?.text && { description }),
      ...(rendered && { reference: { text: rendered, place: reference.place } }),
    },
    isRenamed: kept.some((cell) => cell && namesThisDocument(cell.text)),
    isRewritten: rendered !== reference?.text,
    isUnmarked: kept.some((cell) => cell?.isMarked),
  };
}

function nameItself({ text, place }: DraftCell, name: string | undefined): Cell {
  return { text: name === undefined ? text : nameThisDocument(text, name), place };
}

function droppedColumns({ cells }: DraftRow, map: TableColumns): readonly string[] {
  const kept = new Set(Object.values(map));
  return cells
    .filter((_cell, at) => !kept.has(at))
    .map(({ text }) => `dropped the column ${JSON.stringify(text)}`);
}

function describeChanges(rows: readonly ReadRow[], name: string): readonly string[] {
  const count = (isChanged: (row: ReadRow) => boolean) => rows.filter(isChanged).length;
  const counted: readonly (readonly [string, number])[] = [
    [`replaced ThisDocument by ${name}`, count(({ isRenamed }) => isRenamed)],
    ["wrote the references as IANA does", count(({ isRewritten }) => isRewritten)],
    ["dropped the markup of texts", count(({ isUnmarked }) => isUnmarked)],
  ];
  return counted.flatMap(([what, many]) =>
    many === 0 ? [] : `${what} in ${many} ${many === 1 ? "row" : "rows"}`,
  );
}

function unclearHeader({ cells, place }: DraftRow): ReadResult<never> {
  const names = cells.map(({ text }) => JSON.stringify(text)).join(", ");
  return oneMistake(
    place,
    `the first row names no column of values and one of descriptions: ${names}`,
    'call them "Value" and "Description", or choose another table with --table',
  );
}

function unnamed(place: Place, name: string | undefined): ReadResult<never> {
  const what =
    name === undefined
      ? "ThisDocument is there, but the document has no name"
      : `the document's name ${JSON.stringify(name)} does not say which version it is`;
  return oneMistake(place, what, "give it with --draft NAME, such as draft-ietf-tcpm-example-02");
}
