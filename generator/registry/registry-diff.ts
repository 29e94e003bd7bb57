import { isSameMeaning } from "../model/registry.js";
import type { RowCategory } from "../model/row-category.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";

/** The rows of a registry by what they can be found by. */
export class RowIndex {
  /** Unassigned codes are as good as absent. */
  readonly rows: readonly SourceRow[];
  readonly #byKey = new Map<string, SourceRow[]>();

  constructor({ rows }: SourceRegistry) {
    this.rows = rows.filter(({ category }) => category.kind !== "unassigned");
    for (const row of this.rows) {
      for (const key of keysOf(row)) {
        const found = this.#byKey.get(key);
        if (found) found.push(row);
        else this.#byKey.set(key, [row]);
      }
    }
  }

  /** The rows of the same code. */
  atCode(row: SourceRow): readonly SourceRow[] {
    return this.#byKey.get(codeKey(row)) ?? [];
  }

  /** The rows of the same cause, whatever their code. */
  ofCause(row: SourceRow): readonly SourceRow[] {
    const found = keysOf(row).flatMap((key) => this.#byKey.get(key) ?? []);
    return [...new Set(found)].filter((other) => isSameCause(row, other));
  }
}

function keysOf(row: SourceRow): readonly string[] {
  const { meaning } = row;
  // A meaning that narrows another one begins with it.
  const root = meaning?.text.split(".", 1)[0];
  return [
    codeKey(row),
    `words: ${wordsOf(row)}`,
    ...(root === undefined ? [] : [`meaning: ${root}`]),
  ];
}

/** A record without a value is where its words are. */
function codeKey(row: SourceRow): string {
  return row.value ? `code: ${row.value.text}` : `no code: ${wordsOf(row)}`;
}

/**
 * Two rows have the same cause where both have the same meaning or, where one has none, the same
 * words; a code alone says nothing.
 */
function isSameCause(a: SourceRow, b: SourceRow): boolean {
  // What is reserved or free for some use has no cause: only its code tells it from others.
  if (!hasCause(a) || !hasCause(b)) {
    return a.category.kind === b.category.kind && codeKey(a) === codeKey(b);
  }
  if (a.meaning && b.meaning) return isSameMeaning(a.meaning.text, b.meaning.text);
  return wordsOf(a) === wordsOf(b);
}

function hasCause({ category: { kind } }: SourceRow): boolean {
  return kind === "assigned" || kind === "temporary";
}

/** Words that differ in case and white space alone are the same. */
function wordsOf({ description }: SourceRow): string {
  return (description?.text ?? "").toLowerCase().replace(/\s+/g, " ");
}

/** A row as a change shows it. */
export interface DiffRow {
  /** As the registry writes it: a code, or a range of them. */
  readonly code: string;
  readonly category: RowCategory["kind"];
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
  /** The same cause has another code; several where it was split. */
  | { readonly kind: "renumbered"; readonly from: DiffRow; readonly to: readonly DiffRow[] }
  | {
      /**
       * Reassigned: the code has another cause. Otherwise, the same cause has other words or
       * another reference, is of another group or sent by others.
       */
      readonly kind:
        | "became-reserved"
        | "reassigned"
        | "reclassified"
        | "reference-changed"
        | "reworded";
      readonly from: DiffRow;
      readonly to: DiffRow;
    };

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
  const wasReserved = change.kind === "removed" && change.from.category === "reserved";
  return BREAKING.has(change.kind) && !wasReserved;
}

/** Compares two states of a registry. */
export function diffRegistries(
  before: SourceRegistry,
  after: SourceRegistry,
): readonly RegistryChange[] {
  const old = new RowIndex(before);
  const now = new RowIndex(after);
  return [
    ...old.rows.flatMap((row) => changesOf(row, old, now)),
    ...now.rows
      .filter((row) => old.ofCause(row).length === 0 && old.atCode(row).length === 0)
      .map((row) => ({ kind: "added" as const, to: show(row) })),
  ];
}

function changesOf(row: SourceRow, old: RowIndex, now: RowIndex): readonly RegistryChange[] {
  const from = show(row);
  const atCode = now.atCode(row);
  const same = atCode.find((other) => isSameCause(row, other));
  // Several codes can have one cause: what was there before has not moved.
  const stayed = (other: SourceRow) =>
    old.atCode(other).some((before) => isSameCause(before, other));
  const moved = now.ofCause(row).filter((other) => !atCode.includes(other) && !stayed(other));
  const renumbered: RegistryChange[] = moved.flatMap((other) => classChanges(row, other));
  if (moved.length > 0) renumbered.unshift({ kind: "renumbered", from, to: moved.map(show) });
  if (same) return [...wordChanges(row, same), ...renumbered];
  const [taken] = atCode;
  if (taken && row.category.kind === "reserved") return [{ kind: "added", to: show(taken) }];
  if (taken?.category.kind === "reserved") {
    return [{ kind: "became-reserved", from, to: show(taken) }, ...renumbered];
  }
  const gone: readonly RegistryChange[] =
    moved.length === 0 ? [{ kind: "removed", from }] : renumbered;
  return taken ? [...gone, { kind: "reassigned", from, to: show(taken) }] : gone;
}

function wordChanges(row: SourceRow, same: SourceRow): readonly RegistryChange[] {
  const [from, to] = [show(row), show(same)];
  const changes: RegistryChange[] = [];
  if (from.description !== to.description) changes.push({ kind: "reworded", from, to });
  if (from.reference !== to.reference) changes.push({ kind: "reference-changed", from, to });
  return [...changes, ...classChanges(row, same)];
}

/** A file without rstdiag's additions, such as IANA's own, says nothing against them. */
function classChanges(row: SourceRow, same: SourceRow): readonly RegistryChange[] {
  const isChanged = (["group", "origin"] as const).some((name) => {
    const [before, after] = [row[name]?.text, same[name]?.text];
    return before !== undefined && after !== undefined && before !== after;
  });
  return isChanged ? [{ kind: "reclassified", from: show(row), to: show(same) }] : [];
}

function show({ value, category, description, reference, group, origin }: SourceRow): DiffRow {
  return {
    code: value?.text ?? "",
    category: category.kind,
    description: description?.text ?? "",
    reference: reference?.text ?? "",
    ...(group && { group: group.text }),
    ...(origin && { origin: origin.text }),
  };
}
