import { basename } from "node:path";
import { loadDefinition } from "./definition.js";
import { chooseTable, findCaptioned, isDocumentName } from "./draft-registry.js";
import { readEnterpriseNumbers } from "./enterprise-numbers.js";
import { fold } from "./iana-xml.js";
import {
  importEnterpriseNumbers,
  importRegistry,
  type Published,
  readPublished,
  withoutOwnWords,
} from "./import-registry.js";
import { loadRegistry } from "./load-registries.js";
import { diffRegistries, type RegistryChange } from "./registry-diff.js";
import {
  fileIn,
  type NamedPath,
  oneMistake,
  type ReadResult,
  readSourceFile,
  type SourceFile,
} from "./source-file.js";
import type { SourceRegistry } from "./source-registry.js";

/** A registry of the folder in all revisions that the definition lists, the default one first. */
export interface WatchedRegistry {
  readonly id: string;
  readonly title: string;
  readonly revision: string;
  readonly states: readonly { readonly revision: string; readonly registry: SourceRegistry }[];
}

/** What a downloaded file says of one registry of the folder. */
export interface News {
  readonly registry: WatchedRegistry;
  /** What it is read of: a document, or IANA's registry with its date. */
  readonly source: string;
  readonly state:
    | { readonly kind: "known"; readonly revision: string }
    | { readonly kind: "older"; readonly newest: string }
    | {
        readonly kind: "new";
        /** A name for the revision; it may be that of one that is listed and says otherwise. */
        readonly revision: string;
        readonly isListed: boolean;
        /** Where in the file it is, if the id of the registry does not say so. */
        readonly table?: string | undefined;
        /** Against the default revision, or the listed one. */
        readonly against: string;
        /** The revision whose causes are the most alike. */
        readonly keep: string;
        readonly changes: readonly RegistryChange[];
      };
}

/** Reads all registries of a folder, as they are compared with what was downloaded. */
export function loadWatched(folder: NamedPath): ReadResult<readonly WatchedRegistry[]> {
  const definition = loadDefinition(folder);
  if (definition.kind === "mistakes") return definition;
  const watched: WatchedRegistry[] = [];
  for (const [id, { default: revision, revisions }] of Object.entries(
    definition.value.data.registries,
  )) {
    const states: { revision: string; registry: SourceRegistry }[] = [];
    for (const [name, file] of Object.entries(revisions)) {
      const read = loadRegistry(fileIn(folder, file), id);
      if (read.kind === "mistakes") return read;
      const state = { revision: name, registry: read.value };
      if (name === revision) states.unshift(state);
      else states.push(state);
    }
    watched.push({ id, title: states[0]?.registry.title?.text ?? id, revision, states });
  }
  return { kind: "read", value: watched };
}

/** Where a file has one of the registries, and what it calls the state of that. */
interface Found {
  readonly source: string;
  readonly revision: string;
  readonly table?: string | undefined;
  /** The version of the document, where older ones are known. */
  readonly document?: string | undefined;
}

/** What a file of IANA, or a draft, says of each of the registries that it has. */
export function watchFile(
  watched: readonly WatchedRegistry[],
  file: SourceFile,
): ReadResult<readonly News[]> {
  const published = readPublished(file);
  if (published.kind === "mistakes") return published;
  const news: News[] = [];
  for (const registry of watched) {
    const found = findIn(published.value, registry, file);
    if (found === undefined) continue;
    if (found.kind === "mistakes") return found;
    const compared = compare(registry, found.value, file);
    if (compared.kind === "mistakes") return compared;
    news.push(compared.value);
  }
  return { kind: "read", value: news };
}

function findIn(
  published: Published,
  registry: WatchedRegistry,
  file: SourceFile,
): ReadResult<Found> | undefined {
  switch (published.kind) {
    case "group":
      return findInGroup(published.registries, registry);
    case "table": {
      // IANA's tables have no title; the file is called as the registry is.
      if (basename(file.path).replace(/\.csv$/i, "") !== registry.id) return undefined;
      return { kind: "read", value: { source: "IANA's table", revision: "iana" } };
    }
    case "draft":
      return findInDraft(published.draft, registry);
    default:
      return published satisfies never;
  }
}

function findInGroup(
  registries: readonly SourceRegistry[],
  { id, title }: WatchedRegistry,
): ReadResult<Found> | undefined {
  const filled = registries.filter(({ rows }) => rows.length > 0);
  const found =
    filled.find((one) => one.id?.text === id) ??
    filled.find((one) => one.title && fold(one.title.text) === fold(title));
  if (!found) return undefined;
  // The date of the whole group; no identity, but a name that people can look for.
  const updated = found.updated?.text ?? registries[0]?.updated?.text ?? "";
  const date = /^\d{4}-\d{2}-\d{2}/.exec(updated.trim())?.[0];
  const value = {
    source: `IANA's registry "${found.title?.text ?? id}"${date === undefined ? "" : ` of ${date}`}`,
    revision: date === undefined ? "iana" : `iana-${date}`,
    table: found.id?.text === id ? undefined : (found.id?.text ?? title),
  };
  return { kind: "read", value };
}

/** The name of a document without its version, and the version: `draft-ietf-tcpm-example`, 2. */
function versionOf(document: string) {
  const [, name, version] = /^(draft-.+)-(\d\d)$/.exec(document) ?? [];
  return name === undefined ? undefined : { name, version: Number(version) };
}

function findInDraft(
  { name = "", place, tables }: Extract<Published, { kind: "draft" }>["draft"],
  registry: WatchedRegistry,
): ReadResult<Found> | undefined {
  const table = findCaptioned(tables, registry.title);
  const document = versionOf(name.replace(/-latest$/, "-00"))?.name;
  const isOurs = documentsOf(registry).some((known) => known.name === document);
  if (!table && !isOurs) return undefined;
  if (!isDocumentName(name)) {
    const what = `the document's name ${JSON.stringify(name)} does not say which version it is`;
    return oneMistake(place, what, "give it as the IETF published it, such as draft-...-02.xml");
  }
  const usual = chooseTable({ place, tables }, undefined);
  const isUsual = usual.kind === "read" && usual.value === table;
  const version = /-(\d\d)$/.exec(name)?.[1];
  const revision = isOurs && version !== undefined ? `draft-${version}` : name.toLowerCase();
  const named = isUsual ? undefined : (table?.anchor ?? table?.caption);
  return { kind: "read", value: { source: name, revision, document: name, table: named } };
}

/** The drafts that the revisions are of, with their versions. */
function documentsOf({ states }: WatchedRegistry) {
  return states.flatMap(({ registry }) => versionOf(registry.document?.text ?? "") ?? []);
}

function compare(
  registry: WatchedRegistry,
  { source, revision, table, document = "" }: Found,
  file: SourceFile,
): ReadResult<News> {
  // What is published has no meanings: each state lends its own, and the nearest one knows the most.
  const comparisons: Comparison[] = [];
  for (const state of registry.states) {
    const before = withoutOwnWords(state.registry);
    const imported = importRegistry(file, { id: registry.id, table, notes: [], before });
    if (imported.kind === "mistakes") return imported;
    const published = imported.value.registry;
    comparisons.push({ state, published, changes: changesOfCodes(state.registry, published) });
  }
  const [nearest] = [...comparisons].sort(
    (one, other) => one.changes.length - other.changes.length,
  );
  const known = (state: News["state"]): ReadResult<News> => {
    return { kind: "read", value: { registry, source, state } };
  };
  if (nearest?.changes.length === 0)
    return known({ kind: "known", revision: nearest.state.revision });
  const listed = registry.states.find((state) => state.revision === revision);
  const newest = listed ? undefined : newerThan(registry, document);
  if (newest !== undefined) return known({ kind: "older", newest });
  const against = listed ?? registry.states[0];
  const changes = against && nearest ? changesOfCodes(against.registry, nearest.published) : [];
  return known({
    kind: "new",
    revision,
    isListed: listed !== undefined,
    table,
    against: against?.revision ?? "",
    keep: nearest?.state.revision ?? "",
    changes,
  });
}

interface Comparison {
  readonly state: WatchedRegistry["states"][number];
  /** What was downloaded, with the meanings of that state. */
  readonly published: SourceRegistry;
  readonly changes: readonly RegistryChange[];
}

/** The newest version of a draft that a revision is of, if the document is an older one. */
function newerThan(registry: WatchedRegistry, document: string): string | undefined {
  const own = versionOf(document);
  const versions = documentsOf(registry)
    .filter(({ name, version }) => own && name === own.name && version > own.version)
    .map(({ version }) => version);
  if (versions.length === 0) return undefined;
  return `${own?.name}-${String(Math.max(...versions)).padStart(2, "0")}`;
}

function changesOfCodes(before: SourceRegistry, after: SourceRegistry) {
  return diffRegistries(before, after).filter(isOfCodes);
}

/** A draft cites itself with its version, and that alone makes no other codes. */
function isOfCodes(change: RegistryChange): boolean {
  if (change.kind !== "reference-changed") return true;
  const plain = (text: string) => text.replace(/\b(draft-[\w-]+)-\d\d\b/g, "$1");
  return plain(change.from.reference) !== plain(change.to.reference);
}

/** A vendor whose organisation has another name at IANA than in the folder. */
export interface RenamedOrganisation {
  readonly pen: number;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Compares IANA's file of enterprise numbers with the excerpt that the folder has. */
export function watchEnterprises(
  folder: NamedPath,
  file: SourceFile,
): ReadResult<readonly RenamedOrganisation[]> {
  const imported = importEnterpriseNumbers(folder, file);
  if (imported.kind === "mistakes") return imported;
  const { numbers, path, isNamed } = imported.value;
  const excerpt = isNamed ? readSourceFile(path, path) : undefined;
  if (excerpt?.kind === "mistakes") return excerpt;
  const old = excerpt && readEnterpriseNumbers(excerpt.value);
  if (old?.kind === "mistakes") return old;
  const before = old?.value.organisations ?? new Map();
  const pens = [...new Set([...before.keys(), ...numbers.organisations.keys()])];
  const renamed = pens.flatMap((pen) => {
    const [from, to] = [before.get(pen)?.text, numbers.organisations.get(pen)?.text];
    return from === to ? [] : { pen, from, to };
  });
  return { kind: "read", value: renamed };
}
