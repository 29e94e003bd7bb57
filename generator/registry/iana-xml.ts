import type { Place } from "../model/mistake.js";
import {
  type Column,
  type ColumnMap,
  type ColumnNames,
  isPeople,
  mapColumns,
} from "./column-map.js";
import { renderReferences, renderXref, withoutMail } from "./references.js";
import {
  type Cell,
  type OtherCell,
  oneMistake,
  type ReadResult,
  type SourceFile,
  type SourceRegistry,
  type SourceRow,
} from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";

/** Elements that stand on lines of their own on IANA's page. */
const BLOCKS = new Set(["artwork", "br", "paragraph", "server"]);

/** The elements of a name directly in another one, and of its namespace. */
export function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return elementsOf(element).filter((child) => child.name === name);
}

/** The elements directly in another one, and of its namespace. */
export function elementsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement =>
      child.kind === "element" && child.namespace === element.namespace,
  );
}

/** An element that is there but empty says no more than one that is missing. */
function cellOf(element: XmlElement | undefined): Cell | undefined {
  if (!element) return undefined;
  const text = plainText(element).replace(/[ \t\r\n]+/g, " ");
  return text.trim() === "" ? undefined : { text: text.trim(), place: element.place };
}

/** Numbers of the footnotes that stand anywhere in an element. */
function footnotesIn(element: XmlElement): readonly string[] {
  const own = element.name === "xref" && element.attributes.get("type") === "note";
  const data = own ? element.attributes.get("data") : undefined;
  return [...(data === undefined ? [] : [data]), ...elementsOf(element).flatMap(footnotesIn)];
}

function plainText(element: XmlElement): string {
  const parts = element.children.map((child) => {
    if (child.kind === "text") return child.text;
    const text = child.name === "xref" ? citation(child) : plainText(child);
    return BLOCKS.has(child.name) ? ` ${text} ` : text;
  });
  return parts.join("");
}

/** A reference is a part of the sentence where it has words, and else a mark in brackets. */
function citation(xref: XmlElement): string {
  const words = plainText(xref);
  if (words.trim() !== "" && xref.attributes.get("type") !== "person") return words;
  const shown = renderXref(xref);
  return shown && `[${shown}]`;
}

/** The namespace of rstdiag's own additions to IANA's form. */
const ADDITIONS = "urn:rstdiag:registry";

/** What a row needs to know of its registry and of its file. */
export interface RecordContext {
  readonly columns: ColumnMap;
  /** The text of each footnote of the file by its number. */
  readonly footnotes: ReadonlyMap<string, string>;
}

/** A row of a registry; the elements that are none of its columns are kept aside. */
function toRow(record: XmlElement, context: RecordContext): SourceRow {
  const { place } = record;
  const { columns } = context;
  const elements = elementsOf(record);
  const valueElement = elements.find(({ name }) => name === columns.value);
  const textElement = columns.descriptions
    .map((column) => elements.find(({ name }) => name === column))
    .find((element) => cellOf(element) !== undefined);
  const value = cellOf(valueElement);
  const description = cellOf(textElement);
  const reference = renderReferences(record, columns.references);
  const used = new Set([valueElement, textElement]);
  const rest = elements.filter(
    (element) => !used.has(element) && !columns.references.includes(element.name),
  );
  const others = [...othersOf(rest), ...notesOf(record, context)];
  return {
    place,
    ...(value && { value }),
    ...(description && { description }),
    ...(reference && { reference: { text: reference, place } }),
    ...additionsOf(record),
    ...(others.length > 0 && { others }),
  };
}

/** What rstdiag says of a cause and IANA does not; no revision changes a cause's meaning. */
function additionsOf({
  attributes,
  place,
}: XmlElement): Pick<SourceRow, "meaning" | "group" | "origin"> {
  if (attributes.size === 0) return {};
  const cellAt = (name: string): Cell | undefined => {
    const text = attributes.get(`{${ADDITIONS}}${name}`)?.trim();
    return text ? { text, place } : undefined;
  };
  const [meaning, group, origin] = ["meaning", "group", "origin"].map(cellAt);
  return { ...(meaning && { meaning }), ...(group && { group }), ...(origin && { origin }) };
}

function othersOf(elements: readonly XmlElement[]): readonly OtherCell[] {
  return elements.flatMap((element) => {
    const cell = isPeople(element.name) ? undefined : cellOf(element);
    const text = cell && withoutMail(cell.text);
    return text ? { name: element.name, text, place: element.place } : [];
  });
}

function notesOf(record: XmlElement, { footnotes }: RecordContext): readonly OtherCell[] {
  return footnotesIn(record).flatMap((number) => {
    const text = footnotes.get(number);
    return text ? { name: "footnote", text, place: record.place } : [];
  });
}

/**
 * All registries of a group in the order of the file: the root, which has the date of all, then
 * those inside at any depth, each with its own records only.
 */
function toRegistries(root: XmlElement, wanted?: ColumnNames): readonly SourceRegistry[] {
  const registries = registriesIn(root);
  const footnotes = new Map(registries.flatMap(readFootnotes));
  return registries.map((element) => {
    const records = childrenNamed(element, "record");
    const context = { columns: mapColumns(columnsOf(records), wanted), footnotes };
    return { ...headOf(element, footnotes), rows: records.map((record) => toRow(record, context)) };
  });
}

function registriesIn(element: XmlElement): readonly XmlElement[] {
  return [element, ...childrenNamed(element, "registry").flatMap(registriesIn)];
}

/** Numbers of footnotes are unique in the file, wherever it has the footnotes. */
function readFootnotes(registry: XmlElement): readonly (readonly [string, string])[] {
  return childrenNamed(registry, "footnote").flatMap((footnote) => {
    const number = footnote.attributes.get("anchor");
    const text = cellOf(footnote)?.text;
    return number !== undefined && text !== undefined ? [[number, text] as const] : [];
  });
}

function headOf(
  element: XmlElement,
  footnotes: ReadonlyMap<string, string>,
): Omit<SourceRegistry, "rows"> {
  const id = element.attributes.get("id")?.trim();
  const titleElement = childrenNamed(element, "title")[0];
  const title = cellOf(titleElement);
  const updated = cellOf(childrenNamed(element, "updated")[0]);
  const rule = cellOf(childrenNamed(element, "registration_rule")[0]);
  const organisation = additionOf(element, "organisation");
  const contactPage = additionOf(element, "contact-page");
  const notes = childrenNamed(element, "note").map(cellOf);
  return {
    place: element.place,
    ...(id && { id: { text: id, place: element.place } }),
    ...(title && { title }),
    ...(updated && { updated }),
    ...(rule && { rule }),
    ...(organisation && { organisation }),
    ...(contactPage && { contactPage }),
    notes: [...notes, ...notesOfTitle(titleElement, footnotes)].filter(
      (note) => note !== undefined,
    ),
  };
}

/** rstdiag's own additions to IANA's form are attributes of another namespace. */
function additionOf({ attributes, place }: XmlElement, name: string): Cell | undefined {
  const text = attributes
    .get(`{urn:rstdiag:registry}${name}`)
    ?.replace(/[ \t\r\n]+/g, " ")
    .trim();
  return text ? { text, place } : undefined;
}

function notesOfTitle(
  title: XmlElement | undefined,
  footnotes: ReadonlyMap<string, string>,
): readonly (Cell | undefined)[] {
  if (!title) return [];
  return footnotesIn(title).map((number) => {
    const text = footnotes.get(number);
    return text === undefined ? undefined : { text, place: title.place };
  });
}

/** Every element name that a record of the registry has, in the order in which they come up. */
function columnsOf(records: readonly XmlElement[]): readonly Column[] {
  const cites = new Map<string, boolean>();
  for (const element of records.flatMap(elementsOf)) {
    if (cites.get(element.name) !== true) cites.set(element.name, hasXref(element));
  }
  return [...cites].map(([name, has]) => ({ name, cites: has }));
}

function hasXref(element: XmlElement): boolean {
  return element.name === "xref" || elementsOf(element).some(hasXref);
}

/** The registry of an id, or the only one of a title, in which case and blanks do not count. */
export function chooseRegistry(
  registries: readonly SourceRegistry[],
  wanted: string,
): ReadResult<SourceRegistry> {
  const byId = registries.find(({ id }) => id?.text === wanted);
  if (byId) return { kind: "read", value: byId };
  const titled = registries.filter(({ title }) => title && fold(title.text) === fold(wanted));
  const [only, ...more] = titled;
  if (only && more.length === 0) return { kind: "read", value: only };
  const place = placeOf(registries);
  if (only) {
    const what = `${titled.length} registries of this file have the title "${wanted}"`;
    return oneMistake(place, what, `give the id of one of them: ${idsOf(titled)}`);
  }
  const what = `no registry of this file has the id or title "${wanted}"`;
  return oneMistake(place, what, `give one of these: ${idsOf(registries) || "none has an id"}`);
}

function placeOf([first]: readonly SourceRegistry[]): Place {
  if (!first) throw new Error("a file without any registry");
  return first.place;
}

function idsOf(registries: readonly SourceRegistry[]): string {
  return registries.flatMap(({ id }) => (id ? [id.text] : [])).join(", ");
}

function fold(title: string): string {
  return title.replace(/\s+/g, " ").trim().toLowerCase();
}

/** The namespace of every registry that IANA publishes. */
const NAMESPACE = "http://www.iana.org/assignments";

/** A document type stands at the start, behind a few processing instructions. */
const START_CHARACTERS = 1000;
const DOCTYPE = /<!DOCTYPE\s+([^\s[>]+)/;

/**
 * Reads all registries of a group from the XML that IANA publishes, the root first and the nested
 * ones in the order of the file. With `columns`, these elements of a record are its parts.
 */
export function readRegistryGroup(
  file: SourceFile,
  columns?: ColumnNames,
): ReadResult<readonly SourceRegistry[]> {
  const parsed = parseXml(file);
  if (parsed.kind === "mistakes") return explainDoctype(file) ?? parsed;
  const root = parsed.value;
  if (root.namespace === NAMESPACE && root.name === "registry") {
    return { kind: "read", value: toRegistries(root, columns) };
  }
  return root.namespace === NAMESPACE && root.name === "redirect"
    ? redirected(root)
    : wrongRoot(root);
}

/**
 * Reads one registry. With `wanted`, the file may be a registry group and the registry of that id
 * or title is taken, at any depth; without, the root is taken.
 */
export function readIanaXml(file: SourceFile, wanted?: string): ReadResult<SourceRegistry> {
  const group = readRegistryGroup(file);
  if (group.kind === "mistakes") return group;
  const [root] = group.value;
  if (wanted === undefined && root) return { kind: "read", value: root };
  return chooseRegistry(group.value, wanted ?? "");
}

/** The files of IANA that have a document type are no registries, so to delete it is no help. */
function explainDoctype(file: SourceFile): ReadResult<never> | undefined {
  const found = DOCTYPE.exec(file.text.slice(0, START_CHARACTERS));
  const [, name = "registry"] = found ?? [];
  if (name === "registry") return undefined;
  const what = `the file is a "${name}", which is no registry`;
  return oneMistake(file.placeAt(found?.index ?? 0), what, remedy());
}

function redirected(root: XmlElement): ReadResult<never> {
  const target = root.attributes.get("registry") ?? "";
  return oneMistake(
    root.place,
    `the file has no registry of its own, it redirects to "${target}"`,
    `give the file ${target}.xml`,
  );
}

function wrongRoot(root: XmlElement): ReadResult<never> {
  const what = `the root element is <${root.name}> of namespace "${root.namespace}"`;
  return oneMistake(root.place, what, remedy());
}

function remedy(): string {
  return `give a <registry> of namespace "${NAMESPACE}"`;
}
