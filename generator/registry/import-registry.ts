import { parseCodeRange } from "../model/code-range.js";
import type { Pen } from "../model/identifiers.js";
import { compareMistakes, type Mistake, type Place } from "../model/mistake.js";
import { showCodes } from "../model/registry.js";
import { loadDefinition } from "./definition.js";
import { readDraftMarkdown, readDraftXml } from "./draft-documents.js";
import { chooseTable, type Draft, readInitialRows, readTableTsv } from "./draft-registry.js";
import { type EnterpriseNumbers, readEnterpriseNumbers } from "./enterprise-numbers.js";
import { readIanaCsv } from "./iana-csv.js";
import { chooseRegistry, readRegistryGroup } from "./iana-xml.js";
import { RowIndex } from "./registry-diff.js";
import { checkRegistry, penOfFileName } from "./registry-rules.js";
import {
  fileIn,
  listFolder,
  type NamedPath,
  oneMistake,
  type ReadResult,
  type SourceFile,
} from "./source-file.js";
import {
  ADDITIONS,
  type Cell,
  cellOf,
  checkText,
  countEach,
  countRows,
  inOneLine,
  isLong,
  type SourceRegistry,
  type SourceRow,
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
  const changes = [...losses];
  if (source.id && source.id.text !== id) {
    changes.push(`gave it the id ${id}, not ${source.id.text}`);
  }
  const others = source.rows.flatMap((row) => row.others ?? []).map(({ name }) => name);
  for (const [name, many] of countEach(others)) {
    changes.push(`dropped "${name}" of ${countRows(many)}`);
  }
  const rows = source.rows.map(toNormalRow);
  const decimal = rows.filter((row, at) => row.value?.text !== source.rows[at]?.value?.text);
  if (decimal.length > 0) {
    changes.push(`wrote the codes of ${countRows(decimal.length)} as decimal numbers`);
  }
  const notes = source.notes.filter((note) => !isLong(note));
  for (const { text } of source.notes.filter(isLong)) {
    changes.push(`dropped a note of ${text.length} characters: too long to be shown`);
  }
  return { registry: { ...kept, id: { text: id, place: source.place }, notes, rows }, changes };
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
 * Keeps what an older state, by default the file that is replaced, says of the registry and of the
 * causes that stay, where the new one says nothing: no publisher but rstdiag knows a meaning, a group
 * or an origin.
 */
export function carryOver(
  registry: SourceRegistry,
  before: SourceRegistry,
  keptFrom = "the replaced file",
): ImportedRegistry {
  const rows = carryAdditions(registry, before, keptFrom);
  const head = HEAD.filter(([name]) => !registry[name] && before[name]);
  const kept: string[] = head.map(([, words]) => words);
  const hasNotes = registry.notes.length > 0;
  if (!hasNotes && before.notes.length > 0) kept.push("notes");
  const stays = new Set(registry.notes.map(({ text }) => text));
  const dropped = hasNotes ? before.notes.filter(({ text }) => !stays.has(text)) : [];
  return {
    registry: {
      ...registry,
      ...Object.fromEntries(head.map(([name]) => [name, before[name]])),
      notes: hasNotes ? registry.notes : before.notes,
      rows: rows.rows,
    },
    changes: [
      ...(kept.length > 0 ? [`kept from ${keptFrom}: ${kept.join(", ")}`] : []),
      ...rows.changes,
      ...dropped.map(
        ({ text }) => `dropped the note ${JSON.stringify(text)}: the new file has others`,
      ),
    ],
  };
}

/** A state without what it says of itself alone: its document, and notes on its own codes. */
export function withoutOwnWords(registry: SourceRegistry): SourceRegistry {
  return { ...registry, document: undefined, notes: [] };
}

/** The rows with the additions of the old row that has the same cause, at the same code if there. */
function carryAdditions({ rows }: SourceRegistry, before: SourceRegistry, keptFrom: string) {
  const index = new RowIndex(before);
  const found = new Set<SourceRow>();
  let kept = 0;
  const carried = rows.map((row) => {
    const same = index.ofCause(row);
    const old = same.find(({ value }) => value?.text === row.value?.text) ?? same[0];
    if (!old) return row;
    found.add(old);
    const missing = ADDITIONS.filter((name) => !row[name] && old[name]);
    if (missing.length > 0) kept += 1;
    return { ...row, ...Object.fromEntries(missing.map((name) => [name, old[name]])) };
  });
  const lost = before.rows.filter((row) => !found.has(row) && ADDITIONS.some((name) => row[name]));
  const changes = lost.map(
    (row) => `could not keep ${additionsOf(row)}: no row has this cause any more`,
  );
  if (kept > 0) {
    changes.unshift(`kept from ${keptFrom}: meaning, group, origin of ${countRows(kept)}`);
  }
  return { rows: carried, changes };
}

function additionsOf(row: SourceRow): string {
  const stated = ADDITIONS.filter((name) => row[name]).map(
    (name) => `${name}=${JSON.stringify(row[name]?.text)}`,
  );
  return `${stated.join(" ")} of ${row.value?.text} ${JSON.stringify(row.description?.text)}`;
}

/** What a file does not say of the registry, or says otherwise than the user wants it. */
export interface ImportOptions {
  readonly id: string;
  /** Id or title of the registry in IANA's file; anchor, number or caption of the draft's table. */
  readonly table?: string | undefined;
  /** The name of the document, with its version. */
  readonly draft?: string | undefined;
  readonly title?: string | undefined;
  readonly rule?: string | undefined;
  readonly notes: readonly string[];
  /** What the file that is replaced says, or the revision that is kept. */
  readonly before?: SourceRegistry | undefined;
  /** What messages call that; the replaced file where absent. */
  readonly keptFrom?: string | undefined;
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
  const { before, keptFrom } = options;
  const { registry, changes } = before
    ? carryOver(named, before, keptFrom)
    : { registry: named, changes: [] };
  const mistakes = check(registry);
  if (mistakes.length > 0) return { kind: "mistakes", mistakes };
  return { kind: "read", value: { registry, changes: [...normal.changes, ...changes] } };
}

/** What a file has that is published: registries of IANA's, or the tables of a document. */
export type Published =
  | { readonly kind: "group"; readonly registries: readonly SourceRegistry[] }
  | { readonly kind: "table"; readonly registry: SourceRegistry }
  | { readonly kind: "draft"; readonly draft: Draft };

/** Reads whatever is published: a file is what its name says, and markup is what its root says. */
export function readPublished(file: SourceFile): ReadResult<Published> {
  const ending = /\.(xml|csv|md|mkd|markdown|tsv)$/i.exec(file.path)?.[1]?.toLowerCase();
  switch (ending ?? (/^\s*</.test(file.text) ? "xml" : undefined)) {
    case "xml": {
      // The first element that tells: entities of a draft may have elements in them.
      const [, root] = /<(rfc|registry|redirect)[\s>]/.exec(file.text) ?? [];
      if (root === "rfc") return asPublished(readDraftXml(file), toDraft);
      return asPublished(readRegistryGroup(file), (registries) => ({ kind: "group", registries }));
    }
    case "csv":
      return asPublished(readIanaCsv(file), (registry) => ({ kind: "table", registry }));
    case "md":
    case "mkd":
    case "markdown":
      return { kind: "read", value: toDraft(readDraftMarkdown(file)) };
    case "tsv":
      return { kind: "read", value: toDraft(readTableTsv(file)) };
    default:
      return oneMistake(
        file.placeAt(0),
        "the name does not say in which form the file is",
        "name it .xml (of IANA or a draft), .csv (of IANA), .md (a draft) or .tsv (a table)",
      );
  }
}

function toDraft(draft: Draft): Published {
  return { kind: "draft", draft };
}

function asPublished<T>(read: ReadResult<T>, to: (value: T) => Published): ReadResult<Published> {
  return read.kind === "read" ? { kind: "read", value: to(read.value) } : read;
}

function readAny(file: SourceFile, options: ImportOptions): ReadResult<SourceRegistry> {
  const read = readPublished(file);
  if (read.kind === "mistakes") return read;
  const { value } = read;
  switch (value.kind) {
    case "group":
      return chooseRegistry(value.registries, options.table ?? options.id);
    case "table":
      return { kind: "read", value: value.registry };
    case "draft":
      return fromDraft(value.draft, options);
    default:
      return value satisfies never;
  }
}

function fromDraft(draft: Draft, options: ImportOptions): ReadResult<SourceRegistry> {
  const table = chooseTable(draft, options.table);
  return table.kind === "read" ? readInitialRows(draft, table.value, options.draft) : table;
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
  const { rule, rows, place } = registry;
  const mistakes: Mistake[] = [];
  if (rows.length === 0) {
    const remedy = "choose another one; rstdiag registry list shows those of a file";
    mistakes.push({ place, what: "the registry has no codes", remedy });
  }
  if (!registry.title) {
    mistakes.push({ place, what: "the registry has no title", remedy: "give it with --title" });
  }
  const title = registry.title ?? { text: "untitled", place };
  const all = [...mistakes, ...checkRegistry({ ...registry, title }), ...checkText(rule)];
  return all.sort(compareMistakes);
}

/** What to write into the definition so that it lists a revision, in which line, and why. */
export function describeListing(
  folder: NamedPath,
  { id, revision, fileName }: Readonly<Record<"id" | "revision" | "fileName", string>>,
  why = "nothing reads this file yet; ",
): string | undefined {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return undefined;
  const { data, locate } = definition.value;
  const tell = (path: readonly string[], what: string): string => {
    const place = locate(["registries", ...path]);
    return `${place.path}:${place.line}: ${what}`;
  };
  const nobody = `${why}add to the`;
  const entry = `${revision}: ${fileName}`;
  const revisions = Object.hasOwn(data.registries, id) ? data.registries[id]?.revisions : undefined;
  if (!revisions) {
    const whole = `${id}: { default: ${revision}, revisions: { ${entry} } }`;
    return tell([], `${nobody} registries: ${whole}`);
  }
  const listed = Object.entries(revisions).find(([, name]) => name === fileName)?.[0];
  if (listed !== undefined) {
    return tell([id, "revisions", listed], `lists this file as the revision ${listed} of ${id}`);
  }
  return Object.hasOwn(revisions, revision)
    ? tell(
        [id, "revisions", revision],
        `lists another file as ${revision}; replace it by: ${entry}`,
      )
    : tell([id, "revisions"], `${nobody} revisions: ${entry}`);
}

/** What IANA's file of enterprise numbers says of the vendors of a registry folder. */
export interface EnterpriseExcerpt {
  /** With the organisations of the vendors alone. */
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
  folder: NamedPath,
  file: SourceFile,
): ReadResult<EnterpriseExcerpt> {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return definition;
  const { vendors: vendorFolder, "enterprise-numbers": named } = definition.value.data;
  // What is in the vendors' files does not matter here.
  const files = vendorFolder === undefined ? undefined : listFolder(folder, vendorFolder);
  if (files?.kind === "mistakes") return files;
  const vendors = (files?.value ?? []).flatMap((name) => {
    const pen = penOfFileName(name);
    return pen === undefined ? [] : { pen, file: fileIn(folder, `${vendorFolder}/${name}`).name };
  });
  const read = readEnterpriseNumbers(file);
  if (read.kind === "mistakes") return read;
  const all = read.value.organisations;
  const pens = new Set<number>(vendors.map(({ pen }) => pen));
  const value = {
    numbers: {
      ...read.value,
      organisations: new Map([...all].filter(([number]) => pens.has(number))),
    },
    path: fileIn(folder, named ?? USUAL_EXCERPT).path,
    isNamed: named !== undefined,
    missing: vendors.filter(({ pen }) => !all.has(pen)),
  };
  return { kind: "read", value };
}
