import type { Cell, SourceRegistry, SourceRow } from "../model/source-registry.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";
import { renderReferences } from "./xref.js";

/** The namespace of every registry that IANA publishes. */
const NAMESPACE = "http://www.iana.org/assignments";

/**
 * Reads a registry from the XML that IANA publishes. With `id`, the file may be a registry
 * group and the registry of that id is taken, at any depth; without, the root is taken.
 */
export function readIanaXml(file: SourceFile, id?: string): ReadResult<SourceRegistry> {
  const parsed = parseXml(file);
  if (parsed.kind === "mistakes") return parsed;
  const root = parsed.value;
  if (root.name !== "registry" || root.namespace !== NAMESPACE) return wrongRoot(root);
  const element = id === undefined ? root : findRegistry(root, id);
  if (element) return { kind: "read", value: toRegistry(element) };
  return oneMistake(
    root.place,
    `no registry of this file has the id "${id}"`,
    "correct the id here or in the definition",
  );
}

function wrongRoot(root: XmlElement): ReadResult<never> {
  return oneMistake(
    root.place,
    `the root element is <${root.name}> of namespace "${root.namespace}"`,
    `give a <registry> of namespace "${NAMESPACE}"`,
  );
}

function findRegistry(element: XmlElement, id: string): XmlElement | undefined {
  if (element.attributes.get("id") === id) return element;
  for (const nested of childrenNamed(element, "registry")) {
    const found = findRegistry(nested, id);
    if (found) return found;
  }
  return undefined;
}

function toRegistry(element: XmlElement): SourceRegistry {
  const id = element.attributes.get("id");
  const title = cellOf(element, "title");
  return {
    place: element.place,
    ...(id !== undefined && { id: { text: id, place: element.place } }),
    ...(title && { title }),
    notes: childrenNamed(element, "note").map(toCell),
    rows: childrenNamed(element, "record").map(toRow),
  };
}

function toRow(record: XmlElement): SourceRow {
  const value = cellOf(record, "value");
  const description = cellOf(record, "description");
  const reference = renderReferences(record);
  return {
    place: record.place,
    ...(value && { value }),
    ...(description && { description }),
    ...(reference && { reference: { text: reference, place: record.place } }),
  };
}

function childrenNamed(element: XmlElement, name: string): readonly XmlElement[] {
  return element.children.filter(
    (child): child is XmlElement => child.kind === "element" && child.name === name,
  );
}

/** An element that is there but empty says no more than one that is missing. */
function cellOf(element: XmlElement, name: string): Cell | undefined {
  const child = childrenNamed(element, name)[0];
  const cell = child && toCell(child);
  return cell?.text ? cell : undefined;
}

function toCell(element: XmlElement): Cell {
  return {
    text: plainText(element)
      .replace(/[ \t\r\n]+/g, " ")
      .trim(),
    place: element.place,
  };
}

function plainText(element: XmlElement): string {
  const parts = element.children.map((child) => {
    if (child.kind === "text") return child.text;
    return child.name === "br" ? " " : plainText(child);
  });
  return parts.join("");
}
