import type { Mistake } from "../model/mistake.js";
import { toPlace } from "./draft-registry.js";
import type { Draft, DraftCell, DraftTable, Titles } from "./draft-table.js";
import { oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
import { inOneLine } from "./source-registry.js";
import { childrenNamed, elementsOf, parseXml, type XmlElement, type XmlText } from "./xml-tree.js";

/** Editors' comments and index entries, which no reader of the document sees in place. */
const UNSEEN = new Set(["cref", "iref"]);

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(["t", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "artwork"]);

/** A change of type alone. */
const MARKS = new Set(["tt", "em", "strong", "sub", "sup", "bcp14"]);

/** The text of a cell (or a caption) as the rendered document has it. */
export function renderCell(cell: XmlElement, titles: Titles): DraftCell {
  const text = inOneLine(renderContent(cell, titles));
  return { text, place: cell.place, isMarked: hasMark(cell) };
}

function renderContent({ children }: XmlElement, titles: Titles): string {
  return children.map((child) => renderNode(child, titles)).join("");
}

function renderNode(node: XmlElement | XmlText, titles: Titles): string {
  if (node.kind === "text") return node.text;
  const { name } = node;
  if (UNSEEN.has(name)) return "";
  const content = renderContent(node, titles);
  if (name === "xref" || name === "relref") return renderXref(node, content, titles);
  if (name === "eref") return content || `<${node.attributes.get("target") ?? ""}>`;
  if (name === "br") return " ";
  if (name === "sup") return `^${content}`;
  if (name === "sub") return `_${content}`;
  return BLOCKS.has(name) ? ` ${content} ` : content;
}

function renderXref(xref: XmlElement, content: string, titles: Titles): string {
  const { attributes } = xref;
  const own = content.trim();
  const title = titles.get(attributes.get("target") ?? "");
  // A part of the document itself: only prepared files say its number.
  if (title !== undefined) return own || attributes.get("derivedContent") || JSON.stringify(title);
  if (own !== "" && attributes.get("format") === "none") return own;
  return [own, renderCitation(attributes)].filter(Boolean).join(" ");
}

/** The words of a citation in the rendered document: xref's sectionFormat (RFC 7991bis). */
function renderCitation(attributes: ReadonlyMap<string, string>): string {
  const document = `[${attributes.get("target") ?? ""}]`;
  const section = attributes.get("section") ?? "";
  if (section === "") return document;
  const place = toPlace("Section", section);
  const format = attributes.get("sectionFormat") ?? "of";
  if (format === "bare") return section;
  if (format === "comma") return `${document}, ${place}`;
  return format === "parens" ? `${document} (${place})` : `${place} of ${document}`;
}

function hasMark({ children }: XmlElement): boolean {
  return children.some(
    (child) => child.kind === "element" && (MARKS.has(child.name) || hasMark(child)),
  );
}

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
  return { kind: "read", value: { place: rfc.place, name: nameOf(rfc), tables } };
}

/** A published RFC goes by its number, which a draft does not have yet. */
function nameOf({ attributes }: XmlElement): string | undefined {
  const number = attributes.get("number") ?? "";
  return number === "" ? attributes.get("docName") : `RFC${number}`;
}

/** The titles of what internal references can point to; a cited document has none here. */
function findTitles(elements: readonly XmlElement[]): Titles {
  const anchored = elements.filter(({ name }) => !/^reference(group|s)?$/.test(name));
  return new Map(
    anchored.flatMap((element) => {
      const anchor = element.attributes.get("anchor");
      if (anchor === undefined) return [];
      const title = childrenNamed(element, "name")[0];
      const text = title ? renderCell(title, new Map()).text : "";
      return [[anchor, text || (element.attributes.get("title") ?? anchor)] as const];
    }),
  );
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

/** The element and all below it, in document order. */
function descendants(element: XmlElement): readonly XmlElement[] {
  return [element, ...elementsOf(element).flatMap(descendants)];
}
