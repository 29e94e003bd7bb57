import type { Mistake, Place } from "../model/mistake.js";
import { mapColumns, namesKey } from "./column-map.js";
import { linesOf, oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import {
  type Cell,
  cellOf,
  countEach,
  countRows,
  inOneLine,
  makeRow,
  type SourceRegistry,
} from "./source-registry.js";

/** How a draft names itself until it has a number; some put it in brackets. */
const THIS_DOCUMENT = /\[This ?Document\]|\bThisDocument\b/g;

/** Whether a text speaks of the document that it is in. */
function namesThisDocument(text: string): boolean {
  return text.search(THIS_DOCUMENT) >= 0;
}

/** Whether a name says which document and which version of it is meant. */
export function isDocumentName(name: string): boolean {
  return /^(?:draft-[a-z0-9-]{1,80}-\d\d|RFC\d{1,5})$/.test(name);
}

/** `3.6.1`, `A.1`, and several of them: `3.6.1 and 3.10.7.1`, `3.1, 3.2, and A`. */
const PART = String.raw`(?:\d+|[A-Z])(?:\.\w+)*(?!\w)`;
const PARTS = `(?<parts>${PART}(?:(?:, and | and | or | to | ?- ?|, ?)${PART})*)`;
const PLACE = `(?<word>Sections?|Appendix|Appendices|Tables?|Figures?|Pages?) ${PARTS}`;

/** A document's name in brackets, or one that is that of a document in any text. */
const CITED = String.raw`\[(?<cited>[^\[\],; ]+)\]`;
const NAMED = String.raw`(?<named>(?:RFC|BCP|STD) ?\d+|draft-[\w.+-]*\w)(?!\w)`;
const DOCUMENT = `(?:${CITED}|${NAMED})`;

/** The ways to cite of xml2rfc's sectionFormat (of, comma, parens), IANA's, and the short ones. */
const CITATIONS = [
  `${PLACE} of ${DOCUMENT}`,
  `${DOCUMENT}, ${PLACE}`,
  String.raw`${DOCUMENT} \(${PLACE}\)`,
  String.raw`\[${NAMED}, ${PLACE}\]`,
  DOCUMENT,
  PLACE,
].map((source) => new RegExp(source, "y"));

/** No cell of references is longer; patterns with loops run out of stack on megabytes. */
const MAX_CHARACTERS = 2000;

const SEPARATOR = /(?:,? and |[,;] ?| )?/y;

/**
 * The citations of a draft as IANA renders them: `Section 3.1 of [RFC9293]` becomes
 * `RFC9293, Section 3.1`. A place alone is one of the document itself, whose name is `own`.
 * Text that is not only citations stays as it is.
 */
export function toIanaReference(text: string, own: string | undefined): string {
  const plain = text.replace(/\s+/g, " ").trim();
  if (plain.length > MAX_CHARACTERS) return plain;
  const citations: string[] = [];
  let at = 0;
  while (at < plain.length) {
    const match = matchAt(plain, at);
    if (!match) return plain;
    const [citation, { word = "", parts = "", cited, named = own } = {}] = [match[0], match.groups];
    const document = toDocumentName(cited ?? named ?? "");
    citations.push([document, toPlace(word, parts)].filter(Boolean).join(", "));
    SEPARATOR.lastIndex = at + citation.length;
    SEPARATOR.test(plain);
    at = SEPARATOR.lastIndex;
  }
  return citations.join("; ");
}

function matchAt(text: string, at: number): RegExpExecArray | undefined {
  for (const pattern of CITATIONS) {
    pattern.lastIndex = at;
    const match = pattern.exec(text);
    if (match) return match;
  }
  return undefined;
}

/** Names as IANA has them: `RFC9293`, and a draft by its own name instead of its anchor's. */
function toDocumentName(name: string): string {
  return name.replace(/^(RFC|BCP|STD) (?=\d)/, "$1").replace(/^I-D\./, "draft-");
}

/** What xml2rfc calls a section of another document: those with a letter are appendices. */
export function toPlace(word: string, parts: string): string {
  if (!/^[A-Z]/.test(parts)) return [word, parts].filter(Boolean).join(" ");
  const name = word.replace(/^Sections$/, "Appendices").replace(/^Section$/, "Appendix");
  return `${name} ${parts}`;
}

/** Makes a table a registry; `name` goes before the document's own name. */
export function readInitialRows(
  draft: Draft,
  table: DraftTable,
  name = draft.name,
): ReadResult<SourceRegistry> {
  const [header, ...rows] = table.rows;
  if (!header) return oneMistake(table.place, "the table has no rows", "choose another table");
  const columns = findColumns(header, rows);
  if (!columns) return unclearHeader(header);
  const long = rows.find(({ cells }) => cells.length > header.cells.length);
  if (long) {
    const what = `the row has ${long.cells.length} cells, the header ${header.cells.length}`;
    return oneMistake(long.place, what, "give each row the columns of the header");
  }
  const self = rows.find(({ cells }) => cells.some(({ text }) => namesThisDocument(text)));
  if (name !== undefined && !isDocumentName(name)) return unnamed(draft.place, name);
  if (name === undefined && self) return unnamed(self.place, name);
  const read = rows.map((row) => readRow(row, columns, name));
  const dropped = header.cells.filter((_cell, at) => !columns.includes(at));
  const counts = countEach(read.flatMap(({ changes }) => changes));
  const { place } = table;
  const value = {
    place,
    document: cellOf(name, place),
    notes: [],
    rows: read.map(({ row }) => row),
    losses: [
      ...dropped.map(({ text }) => `dropped the column ${JSON.stringify(text)}`),
      ...[...counts].map(([change, many]) => `${change} in ${countRows(many)}`),
    ],
  };
  return { kind: "read", value };
}

/** Where in a row its value, its description and its references are; -1 is nowhere. */
type Columns = readonly [value: number, description: number, reference: number];

function findColumns(header: DraftRow, rows: readonly DraftRow[]): Columns | undefined {
  // `Specification (if available)` is a reference.
  const names = header.cells.map(({ text }) => text.replace(/\([^()]*\)/g, "").trim());
  const { value, descriptions, references } = mapColumns(
    names.map((name, at) => ({
      name,
      cites: rows.some(({ cells }) => matchAt(cells[at]?.text ?? "", 0) !== undefined),
    })),
  );
  const [description] = descriptions;
  if (value === undefined || !namesKey(value) || description === undefined) return undefined;
  const [reference] = references;
  const at = reference === undefined ? -1 : names.indexOf(reference);
  return [names.indexOf(value), names.indexOf(description), at];
}

/** A row, and what in it is not as it was. */
function readRow({ cells, place }: DraftRow, columns: Columns, name: string | undefined) {
  const kept = columns.map((at) => cells[at]);
  const [value, description, reference] = kept.map((cell) => {
    const text = cell?.text.replace(THIS_DOCUMENT, (self) => name ?? self);
    return cell && cellOf(text, cell.place);
  });
  const rendered = reference && cellOf(toIanaReference(reference.text, name), reference.place);
  const changes: string[] = [];
  if (kept.some((cell) => cell && namesThisDocument(cell.text))) {
    changes.push(`replaced ThisDocument by ${name}`);
  }
  if (rendered?.text !== reference?.text) changes.push("wrote the references as IANA does");
  return { row: makeRow(place, { value, description, reference: rendered }), changes };
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

/** The elements by which a rendered draft or Markdown marks a part of a text. */
const TAG = /<(\/?)(code|tt|em|strong|b|i|span|sup|sub|br|bcp14)(?:[ /][^<>]*)?>/gi;

const CHARACTERS = new Map([
  ["&amp;", "&"],
  ["&lt;", "<"],
  ["&gt;", ">"],
  ["&quot;", '"'],
  ["&apos;", "'"],
  ["&nbsp;", "\u00a0"],
]);

/** The text without its tags, and the usual entities as characters. What is no tag stays. */
export function dropTags(text: string): string {
  return text
    .replace(TAG, (_tag, _slash, name: string) => (name.toLowerCase() === "br" ? " " : ""))
    .replace(/&[a-z]+;/g, (entity) => CHARACTERS.get(entity) ?? entity);
}

/** One row, each cell in its column as a rendered draft shows it: `Section 3.1 of [RFC9293]`. */
interface DraftRow {
  readonly place: Place;
  readonly cells: readonly Cell[];
}

/** A table of a document, its first row the header. */
export interface DraftTable {
  readonly place: Place;
  readonly anchor?: string | undefined;
  readonly caption?: string | undefined;
  readonly rows: readonly DraftRow[];
  /** What cannot be read: a mistake only where this is the table that is asked for. */
  readonly mistakes: readonly Mistake[];
}

/** A document with its tables in their order. */
export interface Draft {
  readonly place: Place;
  /** The name that the document gives itself, such as `draft-ietf-tcpm-example-02`. */
  readonly name?: string | undefined;
  readonly tables: readonly DraftTable[];
}

/** The anchor that the drafts of this payload give to the table of initial values. */
const USUAL_ANCHOR = "initial";

/** More tables than this are not listed in a message. */
const MAX_LISTED = 8;

/** Finds a table by its anchor, its number from 1, or its caption, in this order. */
export function chooseTable(draft: Draft, wanted: string | undefined): ReadResult<DraftTable> {
  const { tables, place } = draft;
  const found = wanted === undefined ? usualTable(tables) : findTable(tables, wanted);
  if (!found) {
    const wrong = wanted === undefined ? "none is the obvious one" : `none is ${quote(wanted)}`;
    const what = `of the ${tables.length} tables of the document ${wrong}${listTables(tables)}`;
    return oneMistake(place, what, "name one by its anchor, number or caption with --table");
  }
  const { mistakes } = found;
  return mistakes.length > 0 ? { kind: "mistakes", mistakes } : { kind: "read", value: found };
}

function usualTable(tables: readonly DraftTable[]): DraftTable | undefined {
  const usual = tables.find(({ anchor }) => anchor === USUAL_ANCHOR);
  return usual ?? (tables.length === 1 ? tables[0] : undefined);
}

function findTable(tables: readonly DraftTable[], wanted: string): DraftTable | undefined {
  const fold = (text: string | undefined) => inOneLine(text ?? "").toLowerCase();
  return (
    tables.find(({ anchor }) => anchor === wanted) ??
    (/^\d{1,4}$/.test(wanted) ? tables[Number(wanted) - 1] : undefined) ??
    tables.find(({ caption }) => caption !== undefined && fold(caption) === fold(wanted))
  );
}

/** The table whose caption has a title in it, such as "Initial TCP Failure Causes". */
export function findCaptioned(
  tables: readonly DraftTable[],
  title: string,
): DraftTable | undefined {
  const fold = (text: string) => inOneLine(text).toLowerCase();
  return tables.find(({ caption = "" }) => fold(caption).includes(fold(title)));
}

function listTables(tables: readonly DraftTable[]): string {
  if (tables.length === 0) return "";
  const names = tables
    .slice(0, MAX_LISTED)
    .map(({ anchor, caption }, at) => `${at + 1} ${quote(caption ?? anchor ?? "")}`);
  return `: ${names.join(", ")}${tables.length > MAX_LISTED ? ", ..." : ""}`;
}

function quote(text: string): string {
  return JSON.stringify(text);
}

/** Reads a table that someone has copied from a rendered draft: tabs between cells, # comments. */
export function readTableTsv(file: SourceFile): Draft {
  const lines = linesOf(file).filter(({ text }) => text.trim() !== "" && !text.startsWith("#"));
  const rows = lines.map(({ text, offset }): DraftRow => {
    let start = offset;
    const cells = text.split("\t").map((cell) => {
      const place = file.placeAt(start);
      start += cell.length + 1;
      return { text: inOneLine(dropTags(cell)), place };
    });
    return { place: file.placeAt(offset), cells };
  });
  const place = file.placeAt(0);
  return { place, tables: [{ place: rows[0]?.place ?? place, rows, mistakes: [] }] };
}
