import type { Cell, SourceRegistry } from "../model/source-registry.js";
import { type Column, type ColumnNames, mapColumns } from "./column-map.js";
import { toRow } from "./registry-record.js";
import { cellOf, childrenNamed, elementsOf, footnotesIn } from "./xml-text.js";
import type { XmlElement } from "./xml-tree.js";

/**
 * All registries of a group in the order of the file: the root, which has the date of all, then
 * those inside at any depth, each with its own records only.
 */
export function toRegistries(root: XmlElement, wanted?: ColumnNames): readonly SourceRegistry[] {
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
