import type { Place } from "./mistake.js";

/** Text as it was read, with white space made single blanks. */
export interface Cell {
  readonly text: string;
  readonly place: Place;
}

/** A cell of a column that a row has no other place for. */
export interface OtherCell extends Cell {
  readonly name: string;
}

/** One record of a registry file, before any rule has looked at it. */
export interface SourceRow {
  readonly place: Place;
  readonly value?: Cell;
  readonly description?: Cell;
  /** Rendered as IANA does, several joined by `; `; absent where there is none. */
  readonly reference?: Cell;
  /** A name of the cause that stays the same in every revision, where the file gives one. */
  readonly meaning?: Cell;
  /** The id of the group that the cause belongs to, where the file gives one. */
  readonly group?: Cell;
  /** Who may send the cause, in words of `ORIGINS`, where the file says so. */
  readonly origin?: Cell;
  /** What else the file says of the row, footnotes too; nothing about people. */
  readonly others?: readonly OtherCell[];
}

/** A registry as its file states it. */
export interface SourceRegistry {
  readonly place: Place;
  readonly id?: Cell;
  readonly title?: Cell;
  /** Date of the last change as the file states it: information, not an identity. */
  readonly updated?: Cell;
  /** The registration rule, such as `Expert Review`. */
  readonly rule?: Cell;
  /** Whose registry it is, and the page of the World Wide Web that says how to reach them. */
  readonly organisation?: Cell;
  readonly contactPage?: Cell;
  readonly notes: readonly Cell[];
  readonly rows: readonly SourceRow[];
}
