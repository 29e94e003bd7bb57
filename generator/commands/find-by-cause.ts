import { distance } from "fastest-levenshtein";
import { diagnosticRegistries, type Model } from "../model/model.js";
import { IANA_PEN } from "../model/pen.js";
import { type Registry, type RegistryRow, showCodes, statesCause } from "../model/registry.js";
import { showUnprintable } from "../model/unprintable.js";

/** A cause as somebody types it, and whose it is. */
export interface CauseName {
  readonly cause: string;
  readonly pen: number;
}

/** The row that a cause names, or why there is none, in one line. */
export type FoundCause =
  | { readonly kind: "found"; readonly registry: Registry; readonly row: RegistryRow }
  | { readonly kind: "unknown"; readonly message: string };

/** More suggestions would be a list. */
const MOST_SUGGESTIONS = 3;

/** Finds a cause by its text, whatever its letter case and its blanks. */
export function findByCause(model: Model, { cause, pen }: CauseName): FoundCause {
  const registries = registriesOf(model, pen);
  if (registries.length === 0) {
    return unknown(`the pack has no registry of pen ${pen}; --code needs none`);
  }
  const found = registries.flatMap((registry) =>
    rowsOf(registry, cause).map((row) => ({ kind: "found" as const, registry, row })),
  );
  const [first] = found;
  if (first && found.length === 1) return first;
  if (first) {
    const codes = found.map(({ row }) => showCodes(row)).join(", ");
    return unknown(
      `several codes have the cause ${quote(cause)}; choose one with --code: ${codes}`,
    );
  }
  const where = elsewhere(model, { cause, pen });
  const closest = suggest(registries, cause).map(quote);
  const guess =
    closest.length > 0 ? `did you mean ${closest.join(", ")}?` : "dist/docs lists all causes";
  const remedy = where ?? guess;
  const titles = registries.map(({ title, revision }) =>
    revision === undefined ? title : `${title}, ${revision}`,
  );
  return unknown(showUnprintable(`no cause ${quote(cause)} in ${titles.join("; ")}; ${remedy}`));
}

function unknown(message: string): FoundCause {
  return { kind: "unknown", message };
}

function registriesOf(model: Model, pen: number): readonly Registry[] {
  if (pen === IANA_PEN) return diagnosticRegistries(model);
  const vendor = model.vendorByPen.get(pen);
  return vendor ? [vendor.registry] : [];
}

function rowsOf({ rows }: Registry, cause: string): readonly RegistryRow[] {
  return rows.filter((row) => statesCause(row) && fold(row.description) === fold(cause));
}

/** Another revision or another owner that has the cause, as the options that lead to it. */
function elsewhere(model: Model, { cause, pen }: CauseName): string | undefined {
  for (const { others } of registriesOf(model, pen)) {
    const other = others.find((one) => rowsOf(one, cause).length > 0);
    if (other) return `${other.revision} has it: add --revision ${other.revision}`;
  }
  if (
    pen !== IANA_PEN &&
    diagnosticRegistries(model).some((registry) => rowsOf(registry, cause).length > 0)
  ) {
    return "IANA's registry has it: leave out --pen";
  }
  const vendor = model.vendors.find(({ registry }) => rowsOf(registry, cause).length > 0);
  return vendor && `a vendor has it: add --pen ${vendor.pen}`;
}

/** Causes that have the text in them or, where none has, those that are a few changes away. */
function suggest(registries: readonly Registry[], cause: string): readonly string[] {
  const wanted = fold(cause);
  const ranked = registries
    .flatMap(({ rows }) => rows.filter(statesCause))
    .map(({ description }) => ({
      description,
      isPart: fold(description).includes(wanted),
      changes: distance(wanted, fold(description)),
    }))
    .sort((a, b) => a.changes - b.changes);
  const parts = ranked.filter(({ isPart }) => isPart);
  const near = ranked.filter(({ changes }) => changes <= wanted.length / 2);
  return (parts.length > 0 ? parts : near)
    .slice(0, MOST_SUGGESTIONS)
    .map(({ description }) => description);
}

function fold(text: string): string {
  return text.trim().replace(/\s+/g, " ").toLowerCase();
}

function quote(text: string): string {
  return JSON.stringify(text);
}
