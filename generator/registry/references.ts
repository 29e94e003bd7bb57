import { inOneLine } from "./source-registry.js";
import type { XmlElement, XmlText } from "./xml-tree.js";

/** A mail address, and as IANA disguises it. */
const MAIL = /(?:mailto:)?(?<![\w.+-])[\w.+-]+[@&](?:[a-z][\w-]*\.)+[a-z]{2,}\b/gi;
/** Between two references these say only that there are two. */
const SEPARATOR = /^(?:[\s,;]|\band\b|\bor\b)*$/;
/** A text that ends so is about the reference behind it: `Section 3 of`, `Reclaimed (`. */
const OPEN = /(?:\b(?:of|in|see|using|by|with|from)|\()$/i;

interface Item {
  /** Its text in pieces: to look at the end of one long text again and again would take its square. */
  readonly parts: string[];
  /** Whether the next reference belongs to this text. */
  open: boolean;
}

/** Collects the references of a row, and what is said of each behind it or before it. */
export class ReferenceList {
  private readonly items: Item[] = [];
  private ended = true;

  /** A reference without its brackets. */
  add(reference: string): void {
    const text = withoutMail(reference);
    if (text === "") return;
    const last = this.items.at(-1);
    if (last?.open && !this.ended) {
      last.parts.push(endsInBracket(last) ? text : ` ${text}`);
      last.open = false;
    } else {
      this.items.push({ parts: [text], open: false });
    }
    this.ended = false;
  }

  /** Text around the references: `, Section 3.2` belongs to the one before it. */
  addText(around: string): void {
    const text = withoutMail(around);
    if (text === "" || SEPARATOR.test(text)) return;
    const last = this.items.at(-1);
    if (!last || this.ended) this.items.push({ parts: [text], open: true });
    else {
      last.parts.push(/^[,.;:)]/.test(text) || endsInBracket(last) ? text : ` ${text}`);
      last.open = OPEN.test(text);
    }
    this.ended = false;
  }

  /** What comes now has nothing to do with what came before. */
  end(): void {
    this.ended = true;
  }

  toString(): string {
    return this.items
      .map(({ parts }) => parts.join("").replace(/(?<![\s,;])[\s,;]+$/, ""))
      .filter(Boolean)
      .join("; ");
  }
}

function endsInBracket({ parts }: Item): boolean {
  return parts.at(-1)?.endsWith("(") === true;
}

/** The text in one line without the mail addresses in it: they are personal data. */
export function withoutMail(text: string): string {
  const without = text
    .replace(/\S+/g, (word) => (word.includes("://") ? word : word.replace(MAIL, "")))
    .replace(/\(\s*\)|<\s*>/g, "");
  return inOneLine(without);
}

/** Attributes of an xref that say where in the document, written with a capital. */
const PARTS = ["section", "appendix", "table", "figure", "page"];

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
  const parts = PARTS.filter((part) => attributes.has(part)).map(
    (part) => `${part.charAt(0).toUpperCase()}${part.slice(1)} ${attributes.get(part)}`,
  );
  const anchor = attributes.get("anchor");
  const place = parts.length === 0 && anchor !== undefined ? `#${anchor}` : "";
  return [name + place, ...parts].filter(Boolean).join(", ");
}

function ownText(xref: XmlElement): string {
  const texts = xref.children.map((child) => (child.kind === "text" ? child.text : ""));
  return inOneLine(texts.join(""));
}
