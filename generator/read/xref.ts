import type { XmlElement } from "./xml-tree.js";

/** Attributes of an xref that say where in the document, and how that is written. */
const PARTS = new Map([
  ["section", "Section"],
  ["appendix", "Appendix"],
  ["table", "Table"],
  ["figure", "Figure"],
  ["page", "Page"],
]);

/** References inside these belong to the text there, not to the record. */
const TEXT_COLUMNS = new Set(["value", "description", "note"]);

/** All references of a record as IANA's style sheet shows them, without the brackets. */
export function renderReferences(element: XmlElement): string {
  return xrefsOf(element).map(renderReference).filter(Boolean).join("; ");
}

function xrefsOf(element: XmlElement): readonly XmlElement[] {
  return element.children.flatMap((child) => {
    if (child.kind !== "element" || TEXT_COLUMNS.has(child.name)) return [];
    return child.name === "xref" ? [child] : xrefsOf(child);
  });
}

function renderReference(xref: XmlElement): string {
  const text = ownText(xref);
  if (text) return text;
  const data = xref.attributes.get("data") ?? "";
  const name = /^(rfc|bcp|std)\d/.test(data) ? data.toUpperCase() : data;
  const parts = [...PARTS].flatMap(([attribute, word]) => {
    const value = xref.attributes.get(attribute);
    return value === undefined ? [] : [`${word} ${value}`];
  });
  return [name, ...parts].filter(Boolean).join(", ");
}

function ownText(xref: XmlElement): string {
  const texts = xref.children.map((child) => (child.kind === "text" ? child.text : ""));
  return texts.join("").replace(/\s+/g, " ").trim();
}
