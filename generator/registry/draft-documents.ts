import type { Mistake } from "../model/mistake.js";
import { type Draft, type DraftTable, dropTags, toPlace } from "./draft-registry.js";
import { type Line, linesOf, oneMistake, type ReadResult, type SourceFile } from "./source-file.js";
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

/** A line that begins with a bar; deeper than three blanks it would be code. */
const TABLE_LINE = /^ {0,3}\|/;

/** A row of dashes between the header and the body, or between bodies. */
const RULE = /^ {0,3}\|[\s|:=+-]*$/;

/** kramdown's attributes of the block before: `{: #initial title='...'}`. */
const ATTRIBUTES = /^ {0,3}\{:(.*)\}\s*$/;

const FENCE = /^ {0,3}(~{3,}|`{3,})/;

/** A heading with its anchor: `## Guidelines {#de}`. */
const HEADING = /^#{1,6}\s+(\S(?:.*\S)?)\s+\{#([\w.:-]+)\}\s*$/;

/** Reads the pipe tables of a draft in kramdown-rfc's Markdown; what is not one is passed over. */
export function readDraftMarkdown(file: SourceFile): Draft {
  const lines = linesOf(file);
  const headings = lines.map(({ text }) => HEADING.exec(text));
  const titles = new Map(headings.map((match) => [match?.[2] ?? "", match?.[1] ?? ""]));
  const tables: DraftTable[] = [];
  let name: string | undefined;
  let fence: string | undefined;
  let table: Line[] = [];
  for (const line of [...lines, { text: "", offset: file.text.length }]) {
    const { text } = line;
    const mark = FENCE.exec(text)?.[1];
    if (fence !== undefined) {
      if (mark?.startsWith(fence)) fence = undefined;
    } else if (TABLE_LINE.test(text)) {
      table.push(line);
    } else {
      if (table.length > 0) {
        const attributes = ATTRIBUTES.exec(text)?.[1] ?? "";
        tables.push({ ...nameOf(attributes), ...tableOfLines(file, table, titles) });
      }
      table = [];
      fence = mark;
      name ??= /^docname:\s*["']?([^"'\s]+)/.exec(text)?.[1];
    }
  }
  return { place: file.placeAt(0), name, tables };
}

function nameOf(attributes: string): Pick<DraftTable, "anchor" | "caption"> {
  const anchor = /(?:^|\s)#([\w.:-]+)/.exec(attributes)?.[1];
  const [, double, single] = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(attributes) ?? [];
  return { anchor, caption: double ?? single };
}

function tableOfLines(file: SourceFile, lines: readonly Line[], titles: Titles): DraftTable {
  const rows = lines
    .filter(({ text }) => !RULE.test(text))
    .map(({ text, offset }) => ({
      place: file.placeAt(offset + text.indexOf("|")),
      cells: splitPipeRow(text).map(({ text: cell, start }) => ({
        text: renderMarkdown(cell, titles),
        place: file.placeAt(offset + start),
      })),
    }));
  return { place: file.placeAt(lines[0]?.offset ?? 0), rows, mistakes: [] };
}

/** What a row consists of: an escaped character, code, other text, and bars between cells. */
const PIECE = /\\.|(`{1,3})[^`]*\1|[^\\`|]+|[\\`|]/gs;

/** The cells of a row of a Markdown pipe table, and where each starts; bars at both ends are none. */
export function splitPipeRow(
  line: string,
): readonly { readonly text: string; readonly start: number }[] {
  const whole = line.trimEnd();
  const isClosed = whole.endsWith("|") && !whole.endsWith("\\|");
  const start = line.indexOf("|") + 1;
  const row = whole.slice(start, isClosed ? -1 : undefined);
  const bars = [...row.matchAll(PIECE)].filter(([piece]) => piece === "|");
  let from = 0;
  return [...bars.map(({ index }) => index), row.length].map((end) => {
    const text = row.slice(from, end);
    const indent = text.length - text.trimStart().length;
    const cell = { text: text.trim(), start: start + from + indent };
    from = end + 1;
    return cell;
  });
}

/** Code, an escaped character, or a reference: what is inside them is not marked up further. */
const LITERAL = /(`{1,3})([^`]+)\1|\\([!-/:-@[-`{-~])|\{\{([^{}]*)\}\}/g;

const STRESS = [/\*\*([^*]+)\*\*/g, /\*([^*\s][^*]*)\*/g, /(?<!\w)_([^_\s][^_]*)_(?!\w)/g];

/** The text of a cell as the rendered document has it. */
export function renderMarkdown(cell: string, titles: Titles): string {
  const renderPlain = (plain: string) =>
    dropTags(STRESS.reduce((rest, mark) => rest.replace(mark, "$1"), plain));
  let text = "";
  let at = 0;
  for (const match of cell.matchAll(LITERAL)) {
    const [whole, , code, escaped, reference = ""] = match;
    text += renderPlain(cell.slice(at, match.index));
    text += code?.trim() ?? escaped ?? renderReference(reference, titles);
    at = match.index + whole.length;
  }
  return inOneLine(text + renderPlain(cell.slice(at)));
}

/** kramdown-rfc's references: `!RFC9293` (normative), `Section 3.1 of !RFC9293`. */
const REFERENCE =
  /^(?:(Sections?|Appendix|Appendices) ([\w.]+(?:(?:, and |, | and )[\w.]+)*) of )?[!?-]?([^\s!?-]\S*)$/;

/** No reference is longer; a pattern with a loop runs out of stack on megabytes. */
const MAX_CHARACTERS = 500;

function renderReference(reference: string, titles: Titles): string {
  const words = reference.replace(/\s+/g, " ");
  if (words.length > MAX_CHARACTERS) return words;
  const [, word, parts, target] = REFERENCE.exec(words) ?? [];
  if (target === undefined) return words;
  const title = titles.get(target);
  if (title !== undefined) return JSON.stringify(title);
  return word && parts ? `${toPlace(word, parts)} of [${target}]` : `[${target}]`;
}
