import type { Draft, DraftRow, DraftTable } from "./draft-table.js";
import { type MarkdownContext, renderMarkdownCell } from "./markdown-cell.js";
import { splitPipeRow } from "./pipe-row.js";
import type { SourceFile } from "./source-file.js";

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
  const lines = new MarkdownLines(file);
  const context = { titles: lines.titles };
  const place = file.placeAt(0);
  return {
    place,
    ...(lines.name !== undefined && { name: lines.name }),
    tables: lines.blocks.map((block) => toTable(block, file, context)),
  };
}

interface Line {
  readonly text: string;
  /** Of its first character in the file. */
  readonly offset: number;
}

/** What a block can be called. */
interface BlockName {
  readonly anchor?: string;
  readonly caption?: string;
}

interface TableBlock extends BlockName {
  readonly lines: readonly Line[];
}

/** One pass over the lines, which knows the front matter and what is inside a fence. */
class MarkdownLines {
  name: string | undefined;
  readonly titles = new Map<string, string>();
  readonly blocks: TableBlock[] = [];
  private table: Line[] = [];
  private fence: string | undefined;

  constructor(file: SourceFile) {
    let offset = 0;
    for (const text of file.text.split("\n")) {
      this.take({ text: text.replace(/\r$/, ""), offset });
      offset += text.length + 1;
    }
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
  const caption = double ?? single;
  return { ...(anchor !== undefined && { anchor }), ...(caption !== undefined && { caption }) };
}

function toTable(
  { lines, ...name }: TableBlock,
  file: SourceFile,
  context: MarkdownContext,
): DraftTable {
  const rows = lines.filter(({ text }) => !RULE.test(text));
  return {
    place: file.placeAt(lines[0]?.offset ?? 0),
    ...name,
    rows: rows.map((line) => toRow(line, file, context)),
    mistakes: [],
  };
}

function toRow({ text, offset }: Line, file: SourceFile, context: MarkdownContext): DraftRow {
  const cells = splitPipeRow(text).map(({ text: cell, start }) =>
    renderMarkdownCell(cell, file.placeAt(offset + start), context),
  );
  return { place: file.placeAt(offset + text.indexOf("|")), cells };
}
