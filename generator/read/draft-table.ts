import type { Mistake, Place } from "../model/mistake.js";
import type { Cell } from "../model/source-registry.js";
import { oneMistake, type ReadResult } from "./source-file.js";

/** A cell as a rendered draft shows it, such as `Section 3.1 of [RFC9293]`. */
export interface DraftCell extends Cell {
  /** Whether the source has it in other type, which a registry cannot say. */
  readonly isMarked: boolean;
}

/** One row, each cell in its column. */
export interface DraftRow {
  readonly place: Place;
  readonly cells: readonly DraftCell[];
}

/** A table of a document, its first row the header. */
export interface DraftTable {
  readonly place: Place;
  readonly anchor?: string;
  readonly caption?: string;
  readonly rows: readonly DraftRow[];
  /** What cannot be read: a mistake only where this is the table that is asked for. */
  readonly mistakes: readonly Mistake[];
}

/** A document with its tables in their order. */
export interface Draft {
  readonly place: Place;
  /** The name that the document gives itself, such as `draft-ietf-tcpm-example-02`. */
  readonly name?: string;
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
    const what = wanted === undefined ? "none is the obvious one" : `none is ${quote(wanted)}`;
    return oneMistake(
      place,
      `of the ${tables.length} tables of the document ${what}${listTables(tables)}`,
      "name one by its anchor, number or caption with --table",
    );
  }
  const { mistakes } = found;
  return mistakes.length > 0 ? { kind: "mistakes", mistakes } : { kind: "read", value: found };
}

function usualTable(tables: readonly DraftTable[]): DraftTable | undefined {
  const usual = tables.find(({ anchor }) => anchor === USUAL_ANCHOR);
  return usual ?? (tables.length === 1 ? tables[0] : undefined);
}

function findTable(tables: readonly DraftTable[], wanted: string): DraftTable | undefined {
  const caption = foldCaption(wanted);
  return (
    tables.find(({ anchor }) => anchor === wanted) ??
    (/^\d{1,4}$/.test(wanted) ? tables[Number(wanted) - 1] : undefined) ??
    tables.find((table) => table.caption !== undefined && foldCaption(table.caption) === caption)
  );
}

function foldCaption(text: string): string {
  return text.replace(/\s+/g, " ").trim().toLowerCase();
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
