import { toPlace } from "./draft-registry.js";
import { type Draft, type DraftTable, dropTags } from "./draft-table.js";
import { type Line, linesOf, type SourceFile } from "./source-file.js";
import { inOneLine } from "./source-registry.js";

/** A line that begins with a bar; deeper than three blanks it would be code. */
const TABLE_LINE = /^ {0,3}\|/;

/** A row of dashes between the header and the body, or between bodies. */
const RULE = /^ {0,3}\|[\s|:=+-]*$/;

/** kramdown's attributes of the block before: `{: #initial title='...'}`. */
const ATTRIBUTES = /^ {0,3}\{:(.*)\}\s*$/;

const FENCE = /^ {0,3}(~{3,}|`{3,})/;

/** A heading with its anchor: `## Guidelines {#de}`. */
const HEADING = /^#{1,6}\s+(\S(?:.*\S)?)\s+\{#([\w.:-]+)\}\s*$/;

/** What a document calls its own parts, by their anchors. */
type Titles = ReadonlyMap<string, string>;

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
        tables.push({ ...nameOf(attributes), ...toTable(file, table, titles) });
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

function toTable(file: SourceFile, lines: readonly Line[], titles: Titles): DraftTable {
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
