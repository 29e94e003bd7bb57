import { basename, join } from "node:path";
import { parseCodeRange } from "../model/code-range.js";
import type { Pen } from "../model/identifiers.js";
import { compareMistakes, type Mistake, type Place } from "../model/mistake.js";
import { showCodes } from "../model/registry.js";
import type { RegistryFolder } from "./definition.js";
import { loadDefinition } from "./definition-file.js";
import { readDraftMarkdown } from "./draft-markdown.js";
import { readInitialRows } from "./draft-registry.js";
import { chooseTable, type Draft, readTableTsv } from "./draft-table.js";
import { readDraftXml } from "./draft-xml.js";
import { type EnterpriseNumbers, readEnterpriseNumbers } from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { readIanaXml } from "./iana-xml.js";
import { Loading, vendorFiles } from "./load-model.js";
import { RowIndex } from "./registry-diff.js";
import { checkRegistry, penOfFileName } from "./registry-rules.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import {
  ADDITIONS,
  type Cell,
  cellOf,
  checkText,
  countRows,
  inOneLine,
  type SourceRegistry,
  type SourceRow,
  textIsShort,
} from "./source-registry.js";

/** A registry as the registry folder has it, and what became of the rest, a sentence each. */
export interface ImportedRegistry {
  readonly registry: SourceRegistry;
  readonly changes: readonly string[];
}

/**
 * Brings a registry into the form of the registry folder: its id is the one that the definition
 * names, its codes are decimal, and nothing is in it that no output would show.
 */
export function toNormalForm(source: SourceRegistry, id: string): ImportedRegistry {
  const { losses = [], ...kept } = source;
  const rows = source.rows.map(toNormalRow);
  const notes = source.notes.filter((note) => !textIsShort(note));
  const columns = new Map<string, number>();
  for (const { name } of source.rows.flatMap((row) => row.others ?? [])) {
    columns.set(name, (columns.get(name) ?? 0) + 1);
  }
  const decimal = rows.filter((row, at) => row.value?.text !== source.rows[at]?.value?.text);
  return {
    registry: { ...kept, id: { text: id, place: source.place }, notes, rows },
    changes: [
      ...losses,
      ...(source.id && source.id.text !== id
        ? [`gave it the id ${id}, not ${source.id.text}`]
        : []),
      ...[...columns].map(([name, many]) => `dropped "${name}" of ${countRows(many)}`),
      ...(decimal.length > 0
        ? [`wrote the codes of ${countRows(decimal.length)} as decimal numbers`]
        : []),
      ...source.notes
        .filter(textIsShort)
        .map(({ text }) => `dropped a note of ${text.length} characters: too long to be shown`),
    ],
  };
}

function toNormalRow({ others: _others, value, ...row }: SourceRow): SourceRow {
  const codes = value && parseCodeRange(value.text);
  return { ...row, value: codes ? { text: showCodes(codes), place: value.place } : value };
}

/** What a file states of its registry beside rows and notes, in the words of messages. */
const HEAD = [
  ["title", "title"],
  ["document", "document"],
  ["rule", "registration rule"],
  ["organisation", "organisation"],
  ["contactPage", "contact page"],
] as const;

/**
 * Keeps what the file that is replaced says of the registry and of the causes that stay, where the
 * new one says nothing: no publisher but rstdiag knows a meaning, a group or an origin.
 */
export function carryOver(registry: SourceRegistry, before: SourceRegistry): ImportedRegistry {
  const index = new RowIndex(before);
  const found = new Set<SourceRow>();
  let kept = 0;
  const rows = registry.rows.map((row) => {
    const same = index.ofCause(row);
    const old = same.find(({ value }) => value?.text === row.value?.text) ?? same[0];
    if (!old) return row;
    found.add(old);
    const missing = ADDITIONS.filter((name) => !row[name] && old[name]);
    if (missing.length === 0) return row;
    kept += 1;
    return { ...row, ...Object.fromEntries(missing.map((name) => [name, old[name]])) };
  });
  const head = HEAD.filter(([name]) => !registry[name] && before[name]);
  const hasNotes = registry.notes.length > 0;
  const stays = new Set(registry.notes.map(({ text }) => text));
  const dropped = hasNotes ? before.notes.filter(({ text }) => !stays.has(text)) : [];
  const lost = before.rows.filter((row) => !found.has(row) && ADDITIONS.some((name) => row[name]));
  const words = [
    ...head.map(([, word]) => word),
    ...(!hasNotes && before.notes.length > 0 ? ["notes"] : []),
  ];
  return {
    registry: {
      ...registry,
      ...Object.fromEntries(head.map(([name]) => [name, before[name]])),
      notes: hasNotes ? registry.notes : before.notes,
      rows,
    },
    changes: [
      ...(words.length > 0 ? [`kept from the replaced file: ${words.join(", ")}`] : []),
      ...(kept > 0
        ? [`kept from the replaced file: meaning, group, origin of ${countRows(kept)}`]
        : []),
      ...lost.map((row) => `could not keep ${additionsOf(row)}: no row has this cause any more`),
      ...dropped.map(
        ({ text }) => `dropped the note ${JSON.stringify(text)}: the new file has others`,
      ),
    ],
  };
}

function additionsOf(row: SourceRow): string {
  const stated = ADDITIONS.flatMap((name) => {
    const text = row[name]?.text;
    return text === undefined ? [] : [`${name}=${JSON.stringify(text)}`];
  });
  return `${stated.join(" ")} of ${row.value?.text} ${JSON.stringify(row.description?.text)}`;
}

/** What a file does not say of the registry, or says otherwise than the user wants it. */
export interface ImportOptions {
  readonly id: string;
  /** Anchor, number or caption of the table. */
  readonly table?: string | undefined;
  /** The name of the document, with its version. */
  readonly draft?: string | undefined;
  readonly title?: string | undefined;
  readonly rule?: string | undefined;
  readonly notes: readonly string[];
  /** What the file that is replaced says. */
  readonly before?: SourceRegistry | undefined;
}

/** Reads a registry in any form in which it is published, and checks it by all rules. */
export function importRegistry(
  file: SourceFile,
  options: ImportOptions,
): ReadResult<ImportedRegistry> {
  const read = readAny(file, options);
  if (read.kind === "mistakes") return read;
  const normal = toNormalForm(read.value, options.id);
  const named = applyOptions(normal.registry, options, file.placeAt(0));
  const { before } = options;
  const { registry, changes } = before
    ? carryOver(named, before)
    : { registry: named, changes: [] };
  const mistakes = check(registry);
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  return { kind: "read", value: { registry, changes: [...normal.changes, ...changes] } };
}

/** A file is what its name says, and markup is what its root says. */
function readAny(file: SourceFile, options: ImportOptions): ReadResult<SourceRegistry> {
  const ending = /\.(xml|csv|md|mkd|markdown|tsv)$/i.exec(file.path)?.[1]?.toLowerCase();
  switch (ending ?? (/^\s*</.test(file.text) ? "xml" : undefined)) {
    case "xml":
      return isDraft(file) ? fromDraft(readDraftXml(file), options) : readIanaXml(file, options.id);
    case "csv":
      return readIanaCsv(file);
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

function fromDraft(
  read: ReadResult<Draft>,
  { table: wanted, draft: name }: ImportOptions,
): ReadResult<SourceRegistry> {
  if (read.kind === "mistakes") return read;
  const table = chooseTable(read.value, wanted);
  return table.kind === "read" ? readInitialRows(read.value, table.value, name) : table;
}

function applyOptions(
  registry: SourceRegistry,
  { title, rule, draft, notes }: ImportOptions,
  place: Place,
): SourceRegistry {
  const toCell = (text = ""): Cell | undefined => cellOf(inOneLine(text), place);
  return {
    ...registry,
    title: toCell(title) ?? registry.title,
    rule: toCell(rule) ?? registry.rule,
    document: toCell(draft) ?? registry.document,
    notes: [...registry.notes, ...notes.flatMap((note) => toCell(note) ?? [])],
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

/** What to write into the definition so that it lists a revision, and in which line. */
export function describeListing(
  folder: RegistryFolder,
  {
    id,
    revision,
    fileName,
  }: { readonly id: string; readonly revision: string; readonly fileName: string },
): string | undefined {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return undefined;
  const { data, locate } = definition.value;
  const at = (...path: readonly string[]): string => {
    const place = locate(path);
    return `${place.path}:${place.line}:`;
  };
  const revisions = Object.hasOwn(data.registries, id) ? data.registries[id]?.revisions : undefined;
  if (!revisions) {
    const entry = `{ default: ${revision}, revisions: { ${revision}: ${fileName} } }`;
    return `${at("registries")} nothing reads this file yet; add to the registries: ${id}: ${entry}`;
  }
  const listed = Object.entries(revisions).find(([, name]) => name === fileName)?.[0];
  if (listed !== undefined) {
    return `${at("registries", id, "revisions", listed)} lists this file as the revision ${listed} of ${id}`;
  }
  const entry = `${revision}: ${fileName}`;
  return Object.hasOwn(revisions, revision)
    ? `${at("registries", id, "revisions", revision)} lists another file as ${revision}; replace it by: ${entry}`
    : `${at("registries", id, "revisions")} nothing reads this file yet; add to the revisions: ${entry}`;
}

/** What IANA's file of enterprise numbers says of the vendors of a registry folder. */
export interface EnterpriseExcerpt {
  readonly numbers: EnterpriseNumbers;
  /** Path of the excerpt, and whether the definition names it already. */
  readonly path: string;
  readonly isNamed: boolean;
  /** Vendors that IANA's file names no organisation for, and their files. */
  readonly missing: readonly { readonly pen: Pen; readonly file: string }[];
}

/** The excerpt's name in a registry folder whose definition names none. */
const USUAL_EXCERPT = "enterprise-numbers.txt";

/** Takes the organisations of a folder's vendors from IANA's file. */
export function importEnterpriseNumbers(
  folder: RegistryFolder,
  file: SourceFile,
): ReadResult<EnterpriseExcerpt> {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return definition;
  const { vendors: vendorFolder, "enterprise-numbers": named } = definition.value.data;
  const loading = new Loading(folder);
  // The vendors' files are only counted here: what is in them does not matter.
  const files = vendorFolder === undefined ? [] : vendorFiles(loading, vendorFolder);
  const { mistakes } = loading;
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  const vendors = files.flatMap(({ path, name }) => {
    const pen = penOfFileName(basename(path));
    return pen === undefined ? [] : [{ pen, file: name }];
  });
  const read = readEnterpriseNumbers(file, new Set<number>(vendors.map(({ pen }) => pen)));
  if (read.kind === "mistakes") return read;
  const value = {
    numbers: read.value,
    path: join(folder.path, named ?? USUAL_EXCERPT),
    isNamed: named !== undefined,
    missing: vendors.filter(({ pen }) => !read.value.organisations.has(pen)),
  };
  return { kind: "read", value };
}
