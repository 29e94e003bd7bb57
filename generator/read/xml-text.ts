import type { Cell } from "../model/source-registry.js";
import type { XmlElement } from "./xml-tree.js";
import { renderXref } from "./xref.js";

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
export function cellOf(element: XmlElement | undefined): Cell | undefined {
  if (!element) return undefined;
  const text = plainText(element).replace(/[ \t\r\n]+/g, " ");
  return text.trim() === "" ? undefined : { text: text.trim(), place: element.place };
}

/** Numbers of the footnotes that stand anywhere in an element. */
export function footnotesIn(element: XmlElement): readonly string[] {
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
