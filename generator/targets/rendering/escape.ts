import { showUnprintable } from "../../model/text.js";

/**
 * Text for a comment that ends with its line, as Lua's, those behind `#` and the head of a patch:
 * 7-bit and without a line end. Comments of other languages are this too, and cannot end early.
 */
export function lineComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?");
}

/** Text for a line inside a C block comment. */
export function cComment(text: string): string {
  return lineComment(text)
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replace(/\?(?=\?)/g, "? ")
    .replace(/\\[\\ ]*$/, "");
}

/** Text for a line inside an HTML comment. */
export function markdownComment(text: string): string {
  return lineComment(text).replace(/-(?=[->])/g, "- ");
}

/**
 * Writes text as a C string literal of 7-bit characters. Other octets of its UTF-8 become
 * three octal digits, which no digit behind them can extend (C99 section 6.4.4.4); a question
 * mark is escaped since two of them may begin a trigraph (C99 section 5.2.1.1).
 */
export function cString(text: string): string {
  return quote(text, /[^\x20-\x7e]|["\\?]/g, (character) => {
    if (/["\\?]/.test(character)) return `\\${character}`;
    return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
  });
}

/**
 * Writes text as a Lua string literal of 7-bit characters. Other octets of its UTF-8 become
 * three decimal digits (Lua 5.2 manual, section 3.1), which no digit behind them can extend.
 */
export function luaString(text: string): string {
  return quote(text, /[^\x20-\x7e]|["\\]/g, (character) => {
    if (/["\\]/.test(character)) return `\\${character}`;
    return `\\${String(character.charCodeAt(0)).padStart(3, "0")}`;
  });
}

/** The octets of a text in quotes, each one that is special escaped. */
function quote(text: string, special: RegExp, write: (character: string) => string): string {
  return `"${Buffer.from(text, "utf8").toString("latin1").replace(special, write)}"`;
}

/** What begins or ends anything but text within a line of CommonMark or of a table of GitHub's. */
const SPECIAL = /[\\`*_[\]<>&|~#$]/g;

/**
 * Shows nothing, and parts what would become a link by itself: GitHub looks for mail addresses and
 * issues when a backslash is gone already.
 */
const PART = "<!-- -->";

/**
 * Writes text for a cell of a Markdown table, or inside a paragraph or heading after a word of
 * our own: nothing in it becomes markup, HTML or the end of the cell, and no URL, mail address, name
 * of a user or number of an issue becomes a link.
 */
export function markdownText(text: string): string {
  return showUnprintable(text)
    .replace(SPECIAL, "\\$&")
    .replaceAll("://", `:${PART}//`)
    .replaceAll("@", `@${PART}`)
    .replace(/#(?=\d)/g, `#${PART}`)
    .replace(/(www)\./gi, `$1${PART}.`)
    .replace(/ +/g, " ")
    .trim();
}

/**
 * Writes text as a string of the display filter language. `@` would end a filter in a file of
 * colour rules, which has no escape of its own; `$` would begin a macro, in strings too.
 */
export function filterString(text: string): string {
  const inside = text.replace(/["\\]/g, "\\$&").replaceAll("@", "\\x40").replaceAll("$", "\\x24");
  return `"${inside}"`;
}

/** Writes a line of Wireshark's own tables, with its escape for octets. */
export function tableLine(cells: readonly string[]): string {
  const hexadecimal = (character: string) =>
    `\\x${character.charCodeAt(0).toString(16).padStart(2, "0")}`;
  return cells.map((cell) => quote(cell, /[^\x20-\x7e]|["\\]/g, hexadecimal)).join(",");
}

/** A filter and what people call it. */
export interface ListedFilter {
  readonly name: string;
  readonly filter: string;
}

/**
 * Writes Wireshark's `cfilters` and `dfilters`, an entry a line: the name in quotes, in which a
 * backslash keeps a quote or another backslash from its meaning, then the filter.
 */
export function filterList(entries: readonly ListedFilter[]): string {
  const lines = entries.map(({ name, filter }) => {
    return `"${showUnprintable(name).replace(/["\\]/g, "\\$&")}" ${filter}\n`;
  });
  return lines.join("");
}
