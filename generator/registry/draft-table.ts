import type { Mistake, Place } from "../model/mistake.js";
import { linesOf, oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { type Cell, inOneLine } from "./source-registry.js";

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
export interface DraftRow {
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
