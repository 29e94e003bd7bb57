import { toPlace } from "./draft-reference.js";
import type { DraftCell } from "./draft-table.js";
import type { XmlElement, XmlText } from "./xml-tree.js";

/** What a cell's meaning depends on beside itself. */
export interface CellContext {
  /** Anchors of the document's own parts, and what each is called. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Editors' comments and index entries, which no reader of the document sees in place. */
const UNSEEN = new Set(["cref", "iref"]);

/** Elements that stand on lines of their own. */
const BLOCKS = new Set(["t", "ul", "ol", "dl", "li", "dt", "dd", "blockquote", "artwork"]);

/** A change of type alone. */
const MARKS = new Set(["tt", "em", "strong", "sub", "sup", "bcp14"]);

/** The text of a cell (or a caption) as the rendered document has it. */
export function renderCell(cell: XmlElement, context: CellContext): DraftCell {
  return {
    text: renderContent(cell, context)
      .replace(/[ \t\r\n]+/g, " ")
      .trim(),
    place: cell.place,
    isMarked: hasMark(cell),
  };
}

function renderContent({ children }: XmlElement, context: CellContext): string {
  return children.map((child) => renderNode(child, context)).join("");
}

function renderNode(node: XmlElement | XmlText, context: CellContext): string {
  if (node.kind === "text") return node.text;
  const { name } = node;
  if (UNSEEN.has(name)) return "";
  const content = renderContent(node, context);
  if (name === "xref" || name === "relref") return renderXref(node, content, context);
  if (name === "eref") return content || `<${node.attributes.get("target") ?? ""}>`;
  if (name === "br") return " ";
  if (name === "sup") return `^${content}`;
  if (name === "sub") return `_${content}`;
  return BLOCKS.has(name) ? ` ${content} ` : content;
}

function renderXref(xref: XmlElement, content: string, context: CellContext): string {
  const { attributes } = xref;
  const own = content.trim();
  const title = context.titles.get(attributes.get("target") ?? "");
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
