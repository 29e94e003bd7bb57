import {
  type Column,
  type ColumnMap,
  type ColumnNames,
  isPeople,
  mapColumns,
} from "./column-map.js";
import { renderReferences, renderXref, withoutMail } from "./references.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import {
  ADDITIONS,
  type Cell,
  cellOf,
  countRows,
  inOneLine,
  makeRow,
  type SourceRegistry,
  type SourceRow,
} from "./source-registry.js";
import { childrenNamed, elementsOf, parseXml, type XmlElement } from "./xml-tree.js";

/** Elements that stand on lines of their own on IANA's page. */
const BLOCKS = new Set(["artwork", "br", "paragraph", "server"]);

function readCell(element: XmlElement | undefined): Cell | undefined {
  return element && cellOf(inOneLine(plainText(element)), element.place);
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

/** The text of each footnote of the file by its number. */
type Footnotes = ReadonlyMap<string, string>;

/** A row of a registry; the elements that are none of its columns are kept aside. */
function readRow(record: XmlElement, columns: ColumnMap, footnotes: Footnotes): SourceRow {
  const { place } = record;
  const elements = elementsOf(record);
  const [valueElement, secondValue] = elements.filter(({ name }) => name === columns.value);
  const textElement = columns.descriptions
    .map((column) => elements.find(({ name }) => name === column))
    .find((element) => readCell(element) !== undefined);
  const rest = elements.filter(
    (element) =>
      element !== valueElement &&
      element !== secondValue &&
      element !== textElement &&
      !columns.references.includes(element.name) &&
      !isPeople(element.name),
  );
  const others = rest.flatMap((element) => {
    const text = withoutMail(readCell(element)?.text ?? "");
    return text === "" ? [] : { name: element.name, text, place: element.place };
  });
  const notes = notesOf(record, footnotes).map((note) => ({ name: "footnote", ...note }));
  const [meaning, group, origin] = ADDITIONS.map((name) => additionOf(record, name));
  return makeRow(place, {
    value: readCell(valueElement),
    ...(secondValue && { secondValue: readCell(secondValue) ?? { text: "", place } }),
    description: readCell(textElement),
    reference: cellOf(renderReferences(record, columns.references), place),
    meaning,
    group,
    origin,
    others: [...others, ...notes],
  });
}

/** rstdiag's own additions to IANA's form are attributes of another namespace. */
function additionOf({ attributes, place }: XmlElement, name: string): Cell | undefined {
  return cellOf(inOneLine(attributes.get(`{urn:rstdiag:registry}${name}`) ?? ""), place);
}

function notesOf(element: XmlElement, footnotes: Footnotes): readonly Cell[] {
  return footnotesIn(element).flatMap(
    (number) => cellOf(footnotes.get(number), element.place) ?? [],
  );
}

/**
 * All registries of a group in the order of the file: the root, which has the date of all, then
 * those inside at any depth, each with its own records only.
 */
function readRegistries(root: XmlElement, wanted?: ColumnNames): readonly SourceRegistry[] {
  const registries = registriesIn(root);
  const footnotes = new Map(registries.flatMap(readFootnotes));
  return registries.map((element) => {
    const records = childrenNamed(element, "record");
    const columns = mapColumns(columnsOf(records), wanted);
    return {
      ...readHead(element, footnotes),
      rows: records.map((record) => readRow(record, columns, footnotes)),
      losses: lossesOf(element, records),
    };
  });
}

function registriesIn(element: XmlElement): readonly XmlElement[] {
  return [element, ...childrenNamed(element, "registry").flatMap(registriesIn)];
}

/** Numbers of footnotes are unique in the file, wherever it has the footnotes. */
function readFootnotes(registry: XmlElement): readonly (readonly [string, string])[] {
  return childrenNamed(registry, "footnote").flatMap((footnote) => {
    const number = footnote.attributes.get("anchor");
    const text = readCell(footnote)?.text;
    return number !== undefined && text !== undefined ? [[number, text] as const] : [];
  });
}

function readHead(element: XmlElement, footnotes: Footnotes): Omit<SourceRegistry, "rows"> {
  const { place } = element;
  const first = (name: string) => childrenNamed(element, name)[0];
  const title = first("title");
  const notes = childrenNamed(element, "note").flatMap((note) => readCell(note) ?? []);
  const documents = childrenNamed(element, "xref").map(renderXref);
  return {
    place,
    id: cellOf(element.attributes.get("id")?.trim(), place),
    title: readCell(title),
    updated: readCell(first("updated")),
    document: cellOf(documents.filter(Boolean).join("; "), place),
    rule: readCell(first("registration_rule")),
    organisation: additionOf(element, "organisation"),
    contactPage: additionOf(element, "contact-page"),
    notes: [...notes, ...(title ? notesOf(title, footnotes) : [])],
  };
}

/** What is read, here or with the group; a range only repeats the rule for its codes. */
const READ_HERE = new Set(
  "title updated registration_rule note range xref record registry people footnote created".split(
    " ",
  ),
);

/** What a registry in normal form does not say, a sentence each. */
function lossesOf(registry: XmlElement, records: readonly XmlElement[]): readonly string[] {
  const namesIn = (elements: readonly XmlElement[]) => new Set(elements.map(({ name }) => name));
  const head = [...namesIn(elementsOf(registry))].filter((name) => !READ_HERE.has(name));
  const people = [...namesIn(records.flatMap(elementsOf))].filter(isPeople);
  const dates = records.filter(({ attributes }) => attributes.has("date")).length;
  return [
    ...head.map((name) => `dropped <${name}> of the registry`),
    ...people.map((name) => `dropped <${name}> of rows`),
    ...(dates > 0 ? [`dropped the dates of ${countRows(dates)}`] : []),
  ];
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
  const place = registries[0]?.place ?? { path: "", line: 1, column: 1 };
  if (only) {
    const what = `${titled.length} registries of this file have the title "${wanted}"`;
    return oneMistake(place, what, `give the id of one of them: ${idsOf(titled)}`);
  }
  const what = `no registry of this file has the id or title "${wanted}"`;
  return oneMistake(place, what, `give one of these: ${idsOf(registries) || "none has an id"}`);
}

function idsOf(registries: readonly SourceRegistry[]): string {
  return registries.flatMap(({ id }) => (id ? [id.text] : [])).join(", ");
}

/** A title as it is compared: case and blanks do not count. */
export function fold(title: string): string {
  return inOneLine(title).toLowerCase();
}

/** The namespace of every registry that IANA publishes. */
const NAMESPACE = "http://www.iana.org/assignments";

/**
 * Reads all registries of a group from the XML that IANA publishes, the root first and the nested
 * ones in the order of the file. With `columns`, these elements of a record are its parts.
 */
export function readRegistryGroup(
  file: SourceFile,
  columns?: ColumnNames,
): ReadResult<readonly SourceRegistry[]> {
  const parsed = parseXml(file);
  if (parsed.kind === "mistakes") return parsed;
  const { name, namespace, place, attributes } = parsed.value;
  if (namespace === NAMESPACE && name === "registry") {
    return { kind: "read", value: readRegistries(parsed.value, columns) };
  }
  if (namespace === NAMESPACE && name === "redirect") {
    const target = attributes.get("registry") ?? "";
    const what = `the file has no registry of its own, it redirects to "${target}"`;
    return oneMistake(place, what, `give the file ${target}.xml`);
  }
  const what = `the root element is <${name}> of namespace "${namespace}"`;
  return oneMistake(place, what, `give a <registry> of namespace "${NAMESPACE}"`);
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
