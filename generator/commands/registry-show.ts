import { loadRegistry, type RegistryFile } from "../load-registries.js";
import { parseCodeRange } from "../model/code-range.js";
import { categoryOf } from "../model/row-category.js";
import type { SourceRegistry, SourceRow } from "../model/source-registry.js";
import { showUnprintable } from "../model/unprintable.js";
import { type Context, EXIT, tell } from "./context.js";
import { printTable, registryFile, valueOrTell } from "./registry-file.js";

export interface ShowOptions {
  readonly id: string;
  readonly json?: true;
  readonly value?: string;
  readonly description?: string;
  readonly reference?: string;
}

const PARTS = ["value", "description", "reference"] as const;

/** `rstdiag registry show`: the rows of one registry of a file of IANA. */
export function showRegistry(context: Context, file: string, options: ShowOptions): number {
  const { id, json, value, description, reference } = options;
  const columns: NonNullable<RegistryFile["columns"]> = {
    ...(value !== undefined && { value }),
    ...(description !== undefined && { description }),
    ...(reference !== undefined && { reference }),
  };
  const source = { ...registryFile(context, file), columns };
  const registry = valueOrTell(context, loadRegistry(source, id));
  if (!registry) return EXIT.badInput;
  for (const part of PARTS) {
    const column = columns[part];
    if (column === undefined || registry.rows.some((row) => row[part])) continue;
    tell(context, showUnprintable(`${file}: no record has anything in a column "${column}"`));
    return EXIT.badInput;
  }
  if (json) {
    context.stdout.write(`${JSON.stringify(describe(registry), null, 2)}\n`);
    return EXIT.ok;
  }
  const rows = registry.rows.map(describeRow);
  printTable(
    context,
    ["Value", "Category", "Description", "Reference"],
    rows.map((row) => [row.value, row.category, row.description, row.reference]),
  );
  tell(context, summarise(registry));
  return EXIT.ok;
}

function describe(registry: SourceRegistry) {
  const { id, title, updated, rule, notes, rows } = registry;
  return {
    id: id?.text ?? "",
    title: title?.text ?? "",
    updated: updated?.text ?? null,
    rule: rule?.text ?? null,
    notes: notes.map(({ text }) => text),
    rows: rows.map(describeRow),
  };
}

/** `first` and `last` are there where the value is a number or a range of numbers. */
function describeRow(row: SourceRow) {
  const { value, description, reference, meaning, group, origin, others } = row;
  const range = value && parseCodeRange(value.text);
  const { kind, ...more } = categoryOf(description?.text ?? value?.text ?? "");
  return {
    value: value?.text ?? "",
    ...range,
    category: kind,
    ...more,
    description: description?.text ?? "",
    reference: reference?.text ?? "",
    ...(meaning && { meaning: meaning.text }),
    ...(group && { group: group.text }),
    ...(origin && { origin: origin.text }),
    ...(others && { others: others.map(({ name, text }) => ({ name, text })) }),
  };
}

function summarise({ title, id, rows, updated, rule }: SourceRegistry): string {
  const name = title?.text ?? id?.text ?? "no title";
  const parts = [`${rows.length} records`, updated && `updated ${updated.text}`, rule?.text];
  return showUnprintable(`${name}: ${parts.filter(Boolean).join("; ")}`);
}
