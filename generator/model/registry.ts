import type { ReasonCode } from "./identifiers.js";
import type { RowCategory } from "./row-category.js";

/** The codes that one row is about; both ends belong to it. */
export interface CodeRange {
  readonly first: number;
  readonly last: number;
}

/** Who may send a cause: an endpoint of the connection, a box on its way, or either. */
export const ORIGINS = ["endpoint", "service-function", "any"] as const;

export type Origin = (typeof ORIGINS)[number];

/** The origin of this name; undefined for any other text. */
export function findOrigin(text: string): Origin | undefined {
  return ORIGINS.find((origin) => origin === text);
}

/** One row of a registry: a code, or a range of them. */
export interface RegistryRow {
  /** The first and the last code of the row; the same where it is about one. */
  readonly first: ReasonCode;
  readonly last: ReasonCode;
  readonly description: string;
  /** As IANA renders it, without brackets: `RFC9293, Section 3.1`; empty where there is none. */
  readonly reference: string;
  readonly category: RowCategory["kind"];
  /** Names the cause in every revision, whatever its code and words are; absent in foreign files. */
  readonly meaning?: string;
  /** The id of a group of the Model; absent where the registry names none. */
  readonly group?: string;
  /** Absent where the registry does not say who may send it. */
  readonly origin?: Origin;
}

/** A named table of codes in one of its revisions. */
export interface Registry {
  readonly id: string;
  readonly title: string;
  /** Name of the revision, `draft-02`; a vendor's registry has none. */
  readonly revision?: string;
  /** The same registry in all other revisions that the definition lists, in its order. */
  readonly others: readonly Registry[];
  readonly notes: readonly string[];
  /** In the order of the codes; no code is in two rows. */
  readonly rows: readonly RegistryRow[];
}

/** The row that a code is in. */
export function findRow({ rows }: Registry, code: number): RegistryRow | undefined {
  let low = 0;
  let high = rows.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const row = rows[middle];
    if (!row || code < row.first) high = middle;
    else if (code > row.last) low = middle + 1;
    else return row;
  }
  return undefined;
}

/** The row whose words a payload with the code states: an unassigned code has no cause. */
export function findCause(registry: Registry, code: number): RegistryRow | undefined {
  const row = findRow(registry, code);
  return row && statesCause(row) ? row : undefined;
}

/** Whether the row's description is what a payload with one of its codes says. */
export function statesCause({ category }: RegistryRow): boolean {
  return category !== "unassigned";
}

/** Whether a sender may use the codes of the row. */
export function isUsable({ category }: RegistryRow): boolean {
  return category !== "unassigned" && category !== "reserved";
}

/**
 * Whether two meanings are of one cause: they are the same, or one narrows the other, as
 * `unexpected-ack.listen` does `unexpected-ack`.
 */
export function isSameMeaning(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

/** The codes of a row as a registry writes them: `14`, `18-65535`. */
export function showCodes({ first, last }: CodeRange): string {
  return first === last ? String(first) : `${first}-${last}`;
}
