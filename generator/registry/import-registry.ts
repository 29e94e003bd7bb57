import { parseCodeRange } from "../model/code-range.js";
import { compareMistakes, type Mistake, type Place } from "../model/mistake.js";
import { checkText, textIsShort } from "../model/text.js";
import { readDraftMarkdown } from "./draft-markdown.js";
import { readInitialRows } from "./draft-registry.js";
import { chooseTable, type Draft, readTableTsv } from "./draft-table.js";
import { readDraftXml } from "./draft-xml.js";
import { readIanaCsv } from "./iana-csv.js";
import { readHead } from "./iana-losses.js";
import { readIanaXml } from "./iana-xml.js";
import { checkRegistry } from "./registry-rules.js";
import {
  type Cell,
  oneMistake,
  type ReadResult,
  readSourceFile,
  type SourceFile,
  type SourceRegistry,
  type SourceRow,
} from "./source-file.js";

/** A registry as the registry folder has it, and what it no longer says, a sentence each. */
export interface NormalForm {
  readonly registry: SourceRegistry;
  readonly changes: readonly string[];
}

/**
 * Brings a registry into the form of the registry folder: its id is the one that the definition
 * names, its codes are decimal, and nothing is in it that no output would show.
 */
export function toNormalForm(source: SourceRegistry, id: string): NormalForm {
  const rows = source.rows.map(toRow);
  const notes = source.notes.filter((note) => !textIsShort(note));
  const columns = new Map<string, number>();
  for (const { name } of source.rows.flatMap((row) => row.others ?? [])) {
    columns.set(name, (columns.get(name) ?? 0) + 1);
  }
  const decimal = rows.filter((row, at) => row.value?.text !== source.rows[at]?.value?.text).length;
  return {
    registry: { ...source, id: { text: id, place: source.place }, notes, rows },
    changes: [
      ...(source.id && source.id.text !== id
        ? [`gave it the id ${id}, not ${source.id.text}`]
        : []),
      ...[...columns].flatMap(([name, many]) => tell(many, `dropped "${name}" of`, "")),
      ...tell(decimal, "wrote the codes of", "as decimal numbers"),
      ...source.notes.filter(textIsShort).map(describeNote),
    ],
  };
}

function toRow({ others: _others, value, ...row }: SourceRow): SourceRow {
  const codes = value && parseCodeRange(value.text);
  if (!value || !codes) return { ...row, ...(value && { value }) };
  const { first, last } = codes;
  const text = first === last ? String(first) : `${first}-${last}`;
  return { ...row, value: { text, place: value.place } };
}

function describeNote({ text }: Cell): string {
  return `dropped a note of ${text.length} characters, which is too long to be shown`;
}

function tell(many: number, before: string, behind: string): readonly string[] {
  if (many === 0) return [];
  const rows = many === 1 ? "1 row" : `${many} rows`;
  return [[before, rows, behind].filter(Boolean).join(" ")];
}

/** What a file does not say of the registry, or says otherwise than the user wants it. */
export interface ImportOptions {
  readonly id: string;
  /** Anchor, number or caption of the table. */
  readonly table?: string;
  /** The name of the document, with its version. */
  readonly draft?: string;
  readonly title?: string;
  readonly rule?: string;
  readonly notes: readonly string[];
}

/** A registry as it was published, and what it lost on the way. */
export interface ImportedRegistry {
  readonly registry: SourceRegistry;
  /** What the registry as a whole refers to. */
  readonly document?: string;
  readonly changes: readonly string[];
}

/** Either, or all that is wrong with the file. */
export type ImportResult =
  | ({ readonly kind: "imported" } & ImportedRegistry)
  | { readonly kind: "mistakes"; readonly mistakes: readonly Mistake[] };

/** Reads a registry in any form in which it is published, and checks it by all rules. */
export function importRegistry(path: string, name: string, options: ImportOptions): ImportResult {
  const source = readSourceFile(path, name);
  if (source.kind === "mistakes") return source;
  const read = readAny(source.value, options);
  if (read.kind === "mistakes") return read;
  const { changes, ...rest } = read.value;
  const normal = toNormalForm(rest.registry, options.id);
  const registry = applyOptions(normal.registry, options, source.value.placeAt(0));
  const mistakes = check(registry);
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  return { kind: "imported", ...rest, registry, changes: [...changes, ...normal.changes] };
}

/** A file is what its name says, and markup is what its root says. */
function readAny(file: SourceFile, options: ImportOptions): ReadResult<ImportedRegistry> {
  const ending = /\.(xml|csv|md|mkd|markdown|tsv)$/i.exec(file.path)?.[1]?.toLowerCase();
  switch (ending ?? (/^\s*</.test(file.text) ? "xml" : undefined)) {
    case "xml":
      return isDraft(file) ? fromDraft(readDraftXml(file), options) : fromIana(file, options);
    case "csv":
      return fromCsv(file, options);
    case "md":
    case "mkd":
    case "markdown":
      return fromDraft({ kind: "read", value: readDraftMarkdown(file) }, options);
    case "tsv":
      return fromDraft({ kind: "read", value: readTableTsv(file) }, options);
    default:
      return oneMistake(
        file.placeAt(0),
        "the name does not say in which form the file is",
        "name it .xml (of IANA or a draft), .csv (of IANA), .md (a draft) or .tsv (a table)",
      );
  }
}

/** The first element that tells: entities of a draft may have elements in them. */
function isDraft({ text }: SourceFile): boolean {
  return /<(rfc|registry|redirect)[\s>]/.exec(text)?.[1] === "rfc";
}

function fromIana(file: SourceFile, { id, draft }: ImportOptions): ReadResult<ImportedRegistry> {
  const read = readIanaXml(file, id);
  if (read.kind === "mistakes") return read;
  const { document, losses } = readHead(file, read.value);
  const value = { registry: read.value, document: draft ?? document, changes: losses };
  return { kind: "read", value };
}

function fromCsv(file: SourceFile, { draft }: ImportOptions): ReadResult<ImportedRegistry> {
  const read = readIanaCsv(file);
  if (read.kind === "mistakes") return read;
  const document = draft === undefined ? {} : { document: draft };
  return { kind: "read", value: { registry: read.value, ...document, changes: [] } };
}

function fromDraft(
  read: ReadResult<Draft>,
  { table: wanted, draft: name }: ImportOptions,
): ReadResult<ImportedRegistry> {
  if (read.kind === "mistakes") return read;
  const table = chooseTable(read.value, wanted);
  if (table.kind === "mistakes") return table;
  const initial = readInitialRows(read.value, table.value, name);
  if (initial.kind === "mistakes") return initial;
  const { rows, ...rest } = initial.value;
  const registry = { place: table.value.place, notes: [], rows };
  return { kind: "read", value: { registry, ...rest } };
}

function applyOptions(
  registry: SourceRegistry,
  { title, rule, notes }: ImportOptions,
  place: Place,
): SourceRegistry {
  const toCell = (text: string): Cell => ({ text: text.replace(/\s+/g, " ").trim(), place });
  return {
    ...registry,
    ...(title?.trim() && { title: toCell(title) }),
    ...(rule?.trim() && { rule: toCell(rule) }),
    notes: [...registry.notes, ...notes.filter((note) => note.trim()).map(toCell)],
  };
}

function check(registry: SourceRegistry): readonly Mistake[] {
  const { rule, rows, title, place } = registry;
  const untitled = { place, what: "the registry has no title", remedy: "give it with --title" };
  const remedy = "choose another one; rstdiag registry list shows those of a file";
  const empty = { place, what: "the registry has no codes", remedy };
  return [
    ...(rows.length > 0 ? [] : [empty]),
    ...(title ? [] : [untitled]),
    ...checkRegistry({ ...registry, title: title ?? { text: "untitled", place } }),
    ...checkText(rule),
  ].sort(compareMistakes);
}
