import { resolve } from "node:path";
import type { Command } from "commander";
import { countOf } from "../explain/core/words.js";
import { parseCodeRange } from "../model/code-range.js";
import { showUnprintable } from "../model/text.js";
import type { ColumnNames } from "../registry/column-map.js";
import { loadRegistries, loadRegistry } from "../registry/load-registries.js";
import type { SourceRegistry, SourceRow } from "../registry/source-registry.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { prettyJson } from "./json-lines.js";
import { valueOrRefuse } from "./project.js";
import { defineDiff } from "./registry-diff.js";
import { defineImport } from "./registry-import.js";
import { defineWatch } from "./registry-watch.js";
import { tableLines } from "./terminal.js";

export function define(command: Command, session: Session): void {
  const add = (name: string) =>
    command
      .command(name)
      .showHelpAfterError(`(rstdiag ${command.name()} ${name} --help says more)`);
  defineList(add("list"), session);
  defineShow(add("show"), session);
  defineDiff(add("diff"), session);
  defineImport(add("import"), session);
  defineWatch(add("watch"), session);
}

/** How a text of a file is cut in a table for people; machines get it whole. */
const MAX_SHOWN = 100;

/** Prints a table whose text is from outside: it can neither break a line nor command a terminal. */
function printTable(context: Context, rows: readonly (readonly string[])[]): void {
  const shown = rows.map((row) => row.map(showUnprintable).map(shorten));
  context.stdout.write([...tableLines(context, shown), ""].join("\n"));
}

function shorten(text: string): string {
  return text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN - 3)}...`;
}

/**
 * `rstdiag registry list`: what registries a file of IANA has, nested ones flat, in its order. What
 * the file does not say is empty or null.
 */
export function listRegistries(
  context: Context,
  name: string,
  { json }: { readonly json?: true },
): number {
  const registries = valueOrRefuse(loadRegistries({ path: resolve(context.cwd, name), name }));
  const listed = registries.map(({ id, title, rows, updated }) => ({
    id: id?.text ?? "",
    title: title?.text ?? "",
    records: rows.length,
    updated: updated?.text ?? null,
  }));
  if (json) {
    context.stdout.write(prettyJson(listed));
    return EXIT.ok;
  }
  const rows = listed.map(({ id, title, records, updated }) => [
    id,
    String(records).padStart(7),
    updated ?? "",
    title,
  ]);
  printTable(context, [["Id", "Records", "Updated", "Title"], ...rows]);
  return EXIT.ok;
}

const PARTS = ["value", "description", "reference"] as const;

interface ShowOptions extends ColumnNames {
  readonly id: string;
  readonly json?: true;
}

/** `rstdiag registry show`: the rows of one registry of a file of IANA. */
export function showRegistry(context: Context, name: string, options: ShowOptions): number {
  const { id, json, ...columns } = options;
  const path = resolve(context.cwd, name);
  const registry = valueOrRefuse(loadRegistry({ path, name, columns }, id));
  for (const part of PARTS) {
    const column = columns[part];
    if (column === undefined || registry.rows.some((row) => row[part])) continue;
    throw new Refusal(showUnprintable(`${name}: no record has anything in a column "${column}"`));
  }
  if (json) {
    context.stdout.write(prettyJson(describe(registry)));
    return EXIT.ok;
  }
  const rows = registry.rows
    .map(describeRow)
    .map((row) => [row.value, row.category, row.description, row.reference]);
  printTable(context, [["Value", "Category", "Description", "Reference"], ...rows]);
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
  const { value, category, description, reference, meaning, group, origin, others } = row;
  const range = value && parseCodeRange(value.text);
  const { kind, ...more } = category;
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
  const parts = [countOf(rows.length, "record"), updated && `updated ${updated.text}`, rule?.text];
  return showUnprintable(`${name}: ${parts.filter(Boolean).join("; ")}`);
}

export function defineList(command: Command, { context, run }: Session): void {
  command
    .description("list the registries of a file, nested ones included, in the order of the file")
    .argument("<file>", "XML or CSV as downloaded from IANA")
    .option(
      "--json",
      'an array of {"id", "title", "records", "updated"}; what is missing is "", a date null',
    )
    .action((file, options) => run(listRegistries(context, file, options)));
}

export function defineShow(command: Command, { context, run }: Session): void {
  command
    .description("print the rows of one registry, with the category of each")
    .argument("<file>", "XML or CSV as downloaded from IANA")
    .requiredOption("--id <id>", "id of the registry, or its title")
    .option("--value <column>", "element or caption that has the codes, where the guess is wrong")
    .option("--description <column>", "the one that has the descriptions")
    .option("--reference <column>", "the one that has the references")
    .option("--json", "one object with all rows, and what else the file says of each")
    .action((file, options) => run(showRegistry(context, file, options)));
}
