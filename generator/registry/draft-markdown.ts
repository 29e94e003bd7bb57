import type { Place } from "../model/mistake.js";
import { toPlace } from "./draft-registry.js";
import {
  type Draft,
  type DraftCell,
  type DraftRow,
  type DraftTable,
  dropTags,
  type Titles,
} from "./draft-table.js";
import { type Line, linesOf, type SourceFile } from "./source-file.js";
import { inOneLine } from "./source-registry.js";

/** What is no bar between cells: an escaped character, code, other text. */
const PIECE = /\\.|(`{1,3})[^`]*\1|[^\\`|]+|[\\`]/gs;

/** The text of one cell, and where it starts in its line. */
export interface PipeCell {
  readonly text: string;
  readonly start: number;
}

/** Splits a row of a Markdown pipe table; the bars at both ends are no cells. */
export function splitPipeRow(line: string): readonly PipeCell[] {
  const whole = line.trimEnd();
  const isClosed = whole.endsWith("|") && !whole.endsWith("\\|");
  const row = isClosed ? whole.slice(0, -1) : whole;
  const cells: PipeCell[] = [];
  let start = line.indexOf("|") + 1;
  for (;;) {
    const end = findBar(row, start);
    const text = row.slice(start, end);
    const indent = text.length - text.trimStart().length;
    cells.push({ text: text.trim(), start: start + indent });
    if (end >= row.length) return cells;
    start = end + 1;
  }
}

function findBar(row: string, from: number): number {
  let at = from;
  PIECE.lastIndex = at;
  while (at < row.length && row[at] !== "|") {
    PIECE.lastIndex = at;
    at += PIECE.exec(row)?.[0].length ?? 1;
  }
  return at;
}

/** Code, an escaped character, or a reference: what is inside them is not marked up further. */
const LITERAL = /(`{1,3})([^`]+)\1|\\([!-/:-@[-`{-~])|\{\{([^{}]*)\}\}/g;

/** kramdown-rfc's references: `!RFC9293` (normative), `Section 3.1 of !RFC9293`. */
const REFERENCE =
  /^(?:(Sections?|Appendix|Appendices) ([\w.]+(?:(?:, and |, | and )[\w.]+)*) of )?[!?-]?([^\s!?-]\S*)$/;

/** No reference is longer. */
const MAX_CHARACTERS = 500;

const STRESS = [/\*\*([^*]+)\*\*/g, /\*([^*\s][^*]*)\*/g, /(?<!\w)_([^_\s][^_]*)_(?!\w)/g];

/** The text of a cell as the rendered document has it. */
export function renderMarkdownCell(cell: string, place: Place, titles: Titles): DraftCell {
  let isMarked = false;
  let text = "";
  let at = 0;
  const addPlain = (plain: string): void => {
    const dropped = dropTags(STRESS.reduce((rest, mark) => rest.replace(mark, "$1"), plain));
    isMarked ||= dropped !== plain;
    text += dropped;
  };
  for (const match of cell.matchAll(LITERAL)) {
    const [whole, , code, escaped, reference] = match;
    addPlain(cell.slice(at, match.index));
    isMarked ||= code !== undefined;
    text += code?.trim() ?? escaped ?? renderReference(reference ?? "", titles);
    at = match.index + whole.length;
  }
  addPlain(cell.slice(at));
  return { text: inOneLine(text), place, isMarked };
}

function renderReference(reference: string, titles: Titles): string {
  const words = reference.replace(/\s+/g, " ");
  // A pattern with a loop runs out of stack on megabytes.
  if (words.length > MAX_CHARACTERS) return words;
  const [, word, parts, target] = REFERENCE.exec(words) ?? [];
  if (target === undefined) return words;
  const title = titles.get(target);
  if (title !== undefined) return JSON.stringify(title);
  return word && parts ? `${toPlace(word, parts)} of [${target}]` : `[${target}]`;
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
  const { name, blocks, titles } = new MarkdownLines(file);
  const tables = blocks.map(({ lines, ...named }): DraftTable => {
    const rows = lines
      .filter(({ text }) => !RULE.test(text))
      .map((line) => toRow(line, file, titles));
    return { place: file.placeAt(lines[0]?.offset ?? 0), ...named, rows, mistakes: [] };
  });
  return { place: file.placeAt(0), name, tables };
}

function toRow({ text, offset }: Line, file: SourceFile, titles: Titles): DraftRow {
  const cells = splitPipeRow(text).map(({ text: cell, start }) =>
    renderMarkdownCell(cell, file.placeAt(offset + start), titles),
  );
  return { place: file.placeAt(offset + text.indexOf("|")), cells };
}

/** What a block can be called. */
type BlockName = Pick<DraftTable, "anchor" | "caption">;

/** One pass over the lines, which knows the front matter and what is inside a fence. */
class MarkdownLines {
  name: string | undefined;
  readonly titles = new Map<string, string>();
  readonly blocks: (BlockName & { readonly lines: readonly Line[] })[] = [];
  private table: Line[] = [];
  private fence: string | undefined;

  constructor(file: SourceFile) {
    for (const line of linesOf(file)) this.take(line);
    this.endTable({});
  }

  private take(line: Line): void {
    const { text } = line;
    const fence = FENCE.exec(text)?.[1];
    if (this.fence !== undefined) {
      if (fence?.startsWith(this.fence)) this.fence = undefined;
      return;
    }
    if (TABLE_LINE.test(text)) {
      this.table.push(line);
      return;
    }
    const name = readName(ATTRIBUTES.exec(text)?.[1] ?? "");
    this.endTable(name);
    this.fence = fence;
    this.name ??= /^docname:\s*["']?([^"'\s]+)/.exec(text)?.[1];
    const [, title = name.caption, anchor = name.anchor] = HEADING.exec(text) ?? [];
    if (anchor !== undefined) this.titles.set(anchor, title ?? anchor);
  }

  private endTable(name: BlockName): void {
    if (this.table.length > 0) this.blocks.push({ lines: this.table, ...name });
    this.table = [];
  }
}

function readName(attributes: string): BlockName {
  const anchor = /(?:^|\s)#([\w.:-]+)/.exec(attributes)?.[1];
  const [, double, single] = /\btitle=(?:"([^"]*)"|'([^']*)')/.exec(attributes) ?? [];
  return { anchor, caption: double ?? single };
}
