import { ReferenceList } from "./reference-list.js";
import type { XmlElement, XmlText } from "./xml-tree.js";

/** Attributes of an xref that say where in the document, and how that is written. */
const PARTS = new Map([
  ["section", "Section"],
  ["appendix", "Appendix"],
  ["table", "Table"],
  ["figure", "Figure"],
  ["page", "Page"],
]);

/** The references in some columns of a record as IANA's style sheet shows them, without the brackets. */
export function renderReferences(record: XmlElement, columns: readonly string[]): string {
  const list = new ReferenceList();
  let behindXref = false;
  for (const child of record.children) {
    if (child.kind === "text") {
      if (behindXref) list.addText(child.text);
    } else {
      behindXref = child.name === "xref" && columns.includes(child.name);
      list.end();
      if (columns.includes(child.name)) addNode(list, child);
    }
  }
  return list.toString();
}

function addNode(list: ReferenceList, node: XmlElement | XmlText): void {
  if (node.kind === "text") list.addText(node.text);
  else if (node.name === "xref") list.add(renderXref(node));
  else {
    if (node.name === "br" || node.name === "paragraph") list.end();
    for (const child of node.children) addNode(list, child);
  }
}

/** One reference without its brackets; a footnote's is none. */
export function renderXref(xref: XmlElement): string {
  const data = xref.attributes.get("data") ?? "";
  const text = ownText(xref);
  switch (xref.attributes.get("type")) {
    case "note":
      return "";
    // The name of a person is an id made of it; what else is said of him stays out.
    case "person":
      return data;
    case "rfc-errata":
      return `RFC Errata ${text || data}`;
    case "registry":
      return text || `IANA registry ${data}`;
    case "unicode":
      return text || data.replace(/^ucd/, "Unicode Character Database ");
    default:
      return text || withPart(xref, data);
  }
}

function withPart({ attributes }: XmlElement, data: string): string {
  const name = /^(rfc|bcp|std)\d/.test(data) ? data.toUpperCase() : data;
  const parts = [...PARTS].flatMap(([attribute, word]) => {
    const value = attributes.get(attribute);
    return value === undefined ? [] : [`${word} ${value}`];
  });
  const anchor = attributes.get("anchor");
  const place = parts.length === 0 && anchor !== undefined ? `#${anchor}` : "";
  return [name + place, ...parts].filter(Boolean).join(", ");
}

function ownText(xref: XmlElement): string {
  const texts = xref.children.map((child) => (child.kind === "text" ? child.text : ""));
  return texts
    .join("")
    .replace(/[ \t\r\n]+/g, " ")
    .trim();
}
