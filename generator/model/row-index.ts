import { isReserved } from "./registry-rules.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";

/** The rows of a registry by what they can be found by. */
export interface RowIndex {
  readonly rows: readonly SourceRow[];
  readonly byCode: ReadonlyMap<string, readonly SourceRow[]>;
  readonly byMeaning: ReadonlyMap<string, readonly SourceRow[]>;
  readonly byWords: ReadonlyMap<string, readonly SourceRow[]>;
}

/** Unassigned codes are as good as absent. */
export function indexRows(registry: SourceRegistry): RowIndex {
  const rows = registry.rows.filter((row) => !/^unassigned\b/i.test(row.description?.text ?? ""));
  return {
    rows,
    byCode: groupBy(rows, codeKey),
    byMeaning: groupBy(rows, ({ meaning }) => meaning?.text),
    byWords: groupBy(rows, wordsOf),
  };
}

function groupBy(
  rows: readonly SourceRow[],
  keyOf: (row: SourceRow) => string | undefined,
): ReadonlyMap<string, readonly SourceRow[]> {
  const groups = new Map<string, SourceRow[]>();
  for (const row of rows) {
    const key = keyOf(row);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The rows of the same code. */
export function findAtCode(row: SourceRow, index: RowIndex): readonly SourceRow[] {
  return index.byCode.get(codeKey(row)) ?? [];
}

/** A record without a value is where its words are. */
function codeKey(row: SourceRow): string {
  return row.value?.text ?? `without a value: ${wordsOf(row)}`;
}

/** The rows of the same cause, whatever their code. */
export function findSuccessors(row: SourceRow, index: RowIndex): readonly SourceRow[] {
  const byMeaning = row.meaning ? (index.byMeaning.get(row.meaning.text) ?? []) : [];
  const byWords = index.byWords.get(wordsOf(row) ?? "") ?? [];
  return [...new Set([...byMeaning, ...byWords])].filter((other) => sameCause(row, other));
}

/**
 * Two rows have the same cause where both have the same meaning key or, without keys, the same
 * words; a code alone says nothing.
 */
export function sameCause(a: SourceRow, b: SourceRow): boolean {
  if (a.meaning && b.meaning) return a.meaning.text === b.meaning.text;
  // What is reserved has no cause: only its code tells it from other reserved codes.
  if (isReserved(a) || isReserved(b))
    return isReserved(a) && isReserved(b) && codeKey(a) === codeKey(b);
  return wordsOf(a) === wordsOf(b);
}

/** Words that differ in case and white space alone are the same. */
function wordsOf({ description }: SourceRow): string | undefined {
  return description?.text.toLowerCase().replace(/\s+/g, " ");
}
