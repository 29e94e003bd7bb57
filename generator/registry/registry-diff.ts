import { isReserved } from "./registry-rules.js";
import type { Cell, SourceRegistry, SourceRow } from "./source-file.js";

/** The rows of a registry by what they can be found by. */
export interface RowIndex {
  readonly rows: readonly SourceRow[];
  readonly byCode: ReadonlyMap<string, readonly SourceRow[]>;
  readonly byMeaning: ReadonlyMap<string, readonly SourceRow[]>;
  readonly byWords: ReadonlyMap<string, readonly SourceRow[]>;
}

/** Unassigned codes are as good as absent. */
function indexRows(registry: SourceRegistry): RowIndex {
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
function findAtCode(row: SourceRow, index: RowIndex): readonly SourceRow[] {
  return index.byCode.get(codeKey(row)) ?? [];
}

/** A record without a value is where its words are. */
function codeKey(row: SourceRow): string {
  return row.value?.text ?? `without a value: ${wordsOf(row)}`;
}

/** The rows of the same cause, whatever their code. */
function findSuccessors(row: SourceRow, index: RowIndex): readonly SourceRow[] {
  const byMeaning = row.meaning ? (index.byMeaning.get(row.meaning.text) ?? []) : [];
  const byWords = index.byWords.get(wordsOf(row) ?? "") ?? [];
  return [...new Set([...byMeaning, ...byWords])].filter((other) => sameCause(row, other));
}

/**
 * Two rows have the same cause where both have the same meaning key or, without keys, the same
 * words; a code alone says nothing.
 */
function sameCause(a: SourceRow, b: SourceRow): boolean {
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

/** A row as a change shows it. */
export interface DiffRow {
  /** As the registry writes it: a code, or a range of them. */
  readonly code: string;
  readonly description: string;
  readonly reference: string;
  /** What rstdiag's own additions say of the row, where the file has them. */
  readonly group?: string;
  readonly origin?: string;
}

/** One difference between two states of a registry, from what was to what is. */
export type RegistryChange =
  | { readonly kind: "added"; readonly to: DiffRow }
  | { readonly kind: "removed"; readonly from: DiffRow }
  /** The same cause in other words. */
  | { readonly kind: "reworded"; readonly from: DiffRow; readonly to: DiffRow }
  /** The same cause has another code; several where it was split. */
  | { readonly kind: "renumbered"; readonly from: DiffRow; readonly to: readonly DiffRow[] }
  /** The same code has another cause. */
  | { readonly kind: "reassigned"; readonly from: DiffRow; readonly to: DiffRow }
  /** The same cause is of another group, or sent by others. */
  | { readonly kind: "reclassified"; readonly from: DiffRow; readonly to: DiffRow }
  | { readonly kind: "reference-changed"; readonly from: DiffRow; readonly to: DiffRow }
  | { readonly kind: "became-reserved"; readonly from: DiffRow; readonly to: DiffRow };

const RESERVED = /^reserved\b/i;

/** Changes after which a reader of old filters, texts or tables is wrong. */
const BREAKING: ReadonlySet<RegistryChange["kind"]> = new Set([
  "removed",
  "renumbered",
  "reassigned",
  "became-reserved",
]);

/** Whether somebody who goes by the old state is misled by the new one. */
export function isBreaking(change: RegistryChange): boolean {
  // Nobody has used a reserved code, so nobody misses it.
  const wasReserved = change.kind === "removed" && RESERVED.test(change.from.description);
  return BREAKING.has(change.kind) && !wasReserved;
}

/** Compares two states of a registry. */
export function diffRegistries(
  before: SourceRegistry,
  after: SourceRegistry,
): readonly RegistryChange[] {
  const old = indexRows(before);
  const now = indexRows(after);
  return [
    ...old.rows.flatMap((row) => changesOf(row, old, now)),
    ...now.rows
      .filter((row) => findSuccessors(row, old).length === 0 && findAtCode(row, old).length === 0)
      .map((row) => ({ kind: "added" as const, to: show(row) })),
  ];
}

function changesOf(row: SourceRow, old: RowIndex, now: RowIndex): readonly RegistryChange[] {
  const from = show(row);
  const atCode = findAtCode(row, now);
  const same = atCode.find((other) => sameCause(row, other));
  // Several codes can have one cause: what was there before has not moved.
  const stayed = (other: SourceRow) =>
    findAtCode(other, old).some((before) => sameCause(before, other));
  const moved = findSuccessors(row, now).filter(
    (other) => !atCode.includes(other) && !stayed(other),
  );
  const renumbered: readonly RegistryChange[] =
    moved.length === 0
      ? []
      : [
          { kind: "renumbered", from, to: moved.map(show) },
          ...moved.flatMap((other) => classChanges(row, other)),
        ];
  if (same) return [...wordChanges(row, same), ...renumbered];
  const [taken] = atCode;
  if (taken && isReserved(row)) return [{ kind: "added", to: show(taken) }];
  if (!taken) return moved.length === 0 ? [{ kind: "removed", from }] : renumbered;
  const to = show(taken);
  if (isReserved(taken)) return [{ kind: "became-reserved", from, to }, ...renumbered];
  const gone: readonly RegistryChange[] =
    moved.length === 0 ? [{ kind: "removed", from }] : renumbered;
  return [...gone, { kind: "reassigned", from, to }];
}

function wordChanges(row: SourceRow, same: SourceRow): readonly RegistryChange[] {
  const from = show(row);
  const to = show(same);
  return [
    ...(from.description === to.description ? [] : [{ kind: "reworded" as const, from, to }]),
    ...(from.reference === to.reference ? [] : [{ kind: "reference-changed" as const, from, to }]),
    ...classChanges(row, same),
  ];
}

/** A file without rstdiag's additions, such as IANA's own, says nothing against them. */
function classChanges(row: SourceRow, same: SourceRow): readonly RegistryChange[] {
  const differs = ([before, after]: readonly [Cell | undefined, Cell | undefined]) =>
    before !== undefined && after !== undefined && before.text !== after.text;
  const isChanged = differs([row.group, same.group]) || differs([row.origin, same.origin]);
  return isChanged ? [{ kind: "reclassified", from: show(row), to: show(same) }] : [];
}

function show({ value, description, reference, group, origin }: SourceRow): DiffRow {
  return {
    code: value?.text ?? "",
    description: description?.text ?? "",
    reference: reference?.text ?? "",
    ...(group && { group: group.text }),
    ...(origin && { origin: origin.text }),
  };
}
