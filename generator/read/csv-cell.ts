import { ReferenceList } from "./reference-list.js";

/** The mark of a footnote of IANA's page; a table has ` [2]` without the note itself. */
const FOOTNOTE = /\s?\[\d{1,3}\]$/;
const FOOTNOTE_CHARACTERS = 6;

/** The text of a cell in one line, without the marks of footnotes behind it. */
export function readTextCell(cell: string): string {
  let text = cell.replace(/[ \t\r\n]+/g, " ").trim();
  for (;;) {
    const mark = FOOTNOTE.exec(text.slice(-FOOTNOTE_CHARACTERS))?.[0];
    if (mark === undefined) return text;
    text = text.slice(0, -mark.length);
  }
}

/**
 * The references of a cell as `[RFC792][RFC6633], Section 2.2` has them, in the form that the
 * XML of the same registry gives: without brackets, with `; ` between.
 */
export function readReferenceCell(cell: string): string {
  const list = new ReferenceList();
  let depth = 0;
  let part = "";
  for (const character of cell) {
    if (character === "[" && depth === 0) {
      list.addText(part);
      part = "";
    } else if (character === "]" && depth === 1) {
      if (!/^\d{1,3}$/.test(part)) list.add(part);
      part = "";
    } else {
      part += character;
    }
    if (character === "[") depth += 1;
    if (character === "]" && depth > 0) depth -= 1;
  }
  list.addText(depth > 0 ? `[${part}` : part);
  return list.toString();
}
