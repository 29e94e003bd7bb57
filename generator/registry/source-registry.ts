import type { Mistake, Place } from "../model/mistake.js";
import { categoryOf, type RowCategory } from "../model/row-category.js";
import { findUnprintable, MAX_TEXT_CHARACTERS } from "../model/text.js";

/** Text as it was read, with white space made single blanks. */
export interface Cell {
  readonly text: string;
  readonly place: Place;
}

/** The cell of a text, or none where there is no text: what is empty says no more than what is missing. */
export function cellOf(text: string | undefined, place: Place): Cell | undefined {
  return text ? { text, place } : undefined;
}

/** White space of all lengths as single blanks, and none at the ends. */
export function inOneLine(text: string): string {
  return text.replace(/[ \t\r\n]+/g, " ").trim();
}

/** A number of rows in words. */
export function countRows(many: number): string {
  return many === 1 ? "1 row" : `${many} rows`;
}

/** How often each name is there, in the order in which they come up. */
export function countEach(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}

/** A cell of a column that a row has no other place for. */
export interface OtherCell extends Cell {
  readonly name: string;
}

/** What rstdiag adds to IANA's form, as attributes of a record. */
export const ADDITIONS = ["meaning", "group", "origin"] as const;

/** What a record of a registry file states. */
interface RowCells {
  readonly value?: Cell | undefined;
  /** A value besides, of which no row has one. */
  readonly secondValue?: Cell | undefined;
  readonly description?: Cell | undefined;
  /** Rendered as IANA does, several joined by `; `. */
  readonly reference?: Cell | undefined;
  /** A name of the cause that stays the same in every revision. */
  readonly meaning?: Cell | undefined;
  /** The id of the group that the cause belongs to. */
  readonly group?: Cell | undefined;
  /** Who may send the cause, in words of `ORIGINS`. */
  readonly origin?: Cell | undefined;
  /** What else the file says of the row, footnotes too; nothing about people. */
  readonly others?: readonly OtherCell[] | undefined;
}

/** One record of a registry file, before any rule has looked at it. */
export interface SourceRow extends RowCells {
  readonly place: Place;
  /** Decided once, by the words of the record. */
  readonly category: RowCategory;
}

/** Makes a row of what its file states, and decides what that says of its codes. */
export function makeRow(place: Place, cells: RowCells): SourceRow {
  const { description, value, others = [] } = cells;
  const category = categoryOf(description?.text ?? value?.text ?? "");
  return { place, ...cells, others: others.length > 0 ? others : undefined, category };
}

/** A registry as its file states it. */
export interface SourceRegistry {
  readonly place: Place;
  readonly id?: Cell | undefined;
  readonly title?: Cell | undefined;
  /** Date of the last change as the file states it: information, not an identity. */
  readonly updated?: Cell | undefined;
  /** What the registry as a whole refers to, as IANA renders it. */
  readonly document?: Cell | undefined;
  /** The registration rule, such as `Expert Review`. */
  readonly rule?: Cell | undefined;
  /** Whose registry it is, and the page of the World Wide Web that says how to reach them. */
  readonly organisation?: Cell | undefined;
  readonly contactPage?: Cell | undefined;
  readonly notes: readonly Cell[];
  readonly rows: readonly SourceRow[];
  /** What else the file says of the registry and its rows, and nothing here does: a sentence each. */
  readonly losses?: readonly string[] | undefined;
}

/** Whether a text does not fit where it is shown. */
export function isLong({ text }: Cell): boolean {
  return text.length > MAX_TEXT_CHARACTERS;
}

/** What every text from outside must obey: nothing in it reorders, hides or breaks other text. */
export function checkText(cell: Cell | undefined): readonly Mistake[] {
  if (!cell) return [];
  const { text, place } = cell;
  const mistakes: Mistake[] = [];
  const name = findUnprintable(text);
  if (name !== undefined) {
    const what = `the text has the control, invisible, stacked or bidirectional-override character ${name}`;
    mistakes.push({ place, what, remedy: "delete it" });
  }
  if (isLong(cell)) {
    const what = `the text has ${text.length} characters, more than ${MAX_TEXT_CHARACTERS}`;
    mistakes.push({ place, what, remedy: "shorten it" });
  }
  return mistakes;
}
