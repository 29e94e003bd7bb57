import type { Mistake } from "../model/mistake.js";
import { toPlace } from "./draft-registry.js";
import type { Draft, DraftTable } from "./draft-table.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { type Cell, inOneLine } from "./source-registry.js";
import { childrenNamed, elementsOf, parseXml, type XmlElement, type XmlText } from "./xml-tree.js";

/** Reads the tables of an Internet-Draft or RFC in xml2rfc's version 3 (RFC 7991). */
export function readDraftXml(file: SourceFile): ReadResult<Draft> {
  const parsed = parseXml(file, "characters");
  if (parsed.kind === "mistakes") return parsed;
  const rfc = parsed.value;
  const elements = descendants(rfc);
  const old = elements.find(({ name }) => name === "texttable");
  if (rfc.name !== "rfc") {
    return oneMistake(rfc.place, `the root element is <${rfc.name}>`, "give a draft's <rfc>");
  }
  if (old) {
    const what = "<texttable> is of version 2 of the format";
    return oneMistake(old.place, what, "convert the draft, for instance with xml2rfc --v2v3");
  }
  const titles = findTitles(elements);
  const tables = elements
    .filter(({ name }) => name === "table")
    .map((table) => toTable(table, titles));
  // A published RFC goes by its number, which a draft does not have yet.
  const number = rfc.attributes.get("number");
  const name = number ? `RFC${number}` : rfc.attributes.get("docName");
  return { kind: "read", value: { place: rfc.place, name, tables } };
}

/** The element and all below it, in document order. */
function descendants(element: XmlElement): readonly XmlElement[] {
  return [element, ...elementsOf(element).flatMap(descendants)];
}

/** What a document calls its own parts, by their anchors; a cited document has no title here. */
type Titles = ReadonlyMap<string, string>;

function findTitles(elements: readonly XmlElement[]): Titles {
  const titles = new Map<string, string>();
  for (const element of elements) {
    const anchor = element.attributes.get("anchor");
    if (anchor === undefined || /^reference(group|s)?$/.test(element.name)) continue;
    const [title] = childrenNamed(element, "name");
    const text = title ? renderCell(title, new Map()).text : "";
    titles.set(anchor, text || (element.attributes.get("title") ?? anchor));
  }
  return titles;
}

function toTable(table: XmlElement, titles: Titles): DraftTable {
  const rowsOf = (name: string) =>
    childrenNamed(table, name).flatMap((part) => childrenNamed(part, "tr"));
  const [caption] = childrenNamed(table, "name");
  const head = rowsOf("thead");
  const rows = [...head, ...rowsOf("tbody"), ...rowsOf("tfoot")];
  const second = { what: "the table has a second header row", remedy: "make it one" };
  return {
    place: table.place,
    anchor: table.attributes.get("anchor"),
    caption: caption && renderCell(caption, titles).text,
    rows: rows.map((row) => ({
      place: row.place,
      cells: cellsOf(row).map((cell) => renderCell(cell, titles)),
    })),
    mistakes: [
      ...head.slice(1).map(({ place }) => ({ place, ...second })),
      ...rows.flatMap(cellsOf).flatMap(refuseSpan),
    ],
  };
}

function cellsOf(row: XmlElement): readonly XmlElement[] {
  return elementsOf(row).filter(({ name }) => name === "td" || name === "th");
}

function refuseSpan({ attributes, place }: XmlElement): readonly Mistake[] {
  return ["colspan", "rowspan"].flatMap((name) => {
    const span = attributes.get(name) ?? "1";
    if (span === "1") return [];
    const what = `a cell has ${name}=${JSON.stringify(span)}, so its column is not clear`;
    return [{ place, what, remedy: "write a cell for each column and row" }];
  });
}

/** The text of a cell (or a caption) as the rendered document has it. */
export function renderCell(cell: XmlElement, titles: Titles): Cell {
  return { text: inOneLine(renderContent(cell, titles)), place: cell.place };
}

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(["t", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "artwork"]);

function renderContent({ children }: XmlElement, titles: Titles): string {
  return children.map((child) => renderNode(child, titles)).join("");
}

function renderNode(node: XmlElement | XmlText, titles: Titles): string {
  if (node.kind === "text") return node.text;
  const { name } = node;
  const content = renderContent(node, titles);
  switch (name) {
    // Editors' comments and index entries, which no reader of the document sees in place.
    case "cref":
    case "iref":
      return "";
    case "xref":
    case "relref":
      return renderXref(node, content.trim(), titles);
    case "eref":
      return content || `<${node.attributes.get("target") ?? ""}>`;
    case "br":
      return " ";
    case "sup":
      return `^${content}`;
    case "sub":
      return `_${content}`;
    default:
      return BLOCKS.has(name) ? ` ${content} ` : content;
  }
}

/** The words of a reference, and what is cited: `Section 3.1 of [RFC9293]`. */
function renderXref({ attributes }: XmlElement, own: string, titles: Titles): string {
  const target = attributes.get("target") ?? "";
  const title = titles.get(target);
  // A part of the document itself: only prepared files say its number.
  if (title !== undefined) return own || attributes.get("derivedContent") || JSON.stringify(title);
  if (own !== "" && attributes.get("format") === "none") return own;
  const section = attributes.get("section");
  const cited = section ? `${toPlace("Section", section)} of [${target}]` : `[${target}]`;
  const isBare = section && attributes.get("sectionFormat") === "bare";
  return [own, isBare ? section : cited].filter(Boolean).join(" ");
}
