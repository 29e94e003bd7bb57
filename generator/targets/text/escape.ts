import { showUnprintable } from "../../model/text.js";

/**
 * Writes text as a C string literal of 7-bit characters. Other octets of its UTF-8 become
 * three octal digits, which no digit behind them can extend (C99 section 6.4.4.4); a question
 * mark is escaped since two of them may begin a trigraph (C99 section 5.2.1.1).
 */
export function cString(text: string): string {
  const octets = Buffer.from(text, "utf8").toString("latin1");
  return `"${octets.replace(/[^\x20-\x7e]|["\\?]/g, escapeOctet)}"`;
}

function escapeOctet(character: string): string {
  if (/["\\?]/.test(character)) return `\\${character}`;
  return `\\${character.charCodeAt(0).toString(8).padStart(3, "0")}`;
}

/** Text for a line inside a C block comment: 7-bit, and it cannot end the comment. */
export function cComment(text: string): string {
  return text
    .replace(/[^\x20-\x7e]/gu, "?")
    .replaceAll("*/", "* /")
    .replaceAll("/*", "/ *")
    .replace(/\?(?=\?)/g, "? ")
    .replace(/\\[\\ ]*$/, "");
}

/** What begins or ends anything but text within a line of CommonMark or of a table of GitHub's. */
const SPECIAL = /[\\`*_[\]<>&|~#$]/g;

/**
 * Writes text for a cell of a Markdown table, or inside a paragraph or heading after a word of
 * our own: nothing in it becomes markup, HTML or the end of the cell, and no URL becomes a link.
 */
export function markdownText(text: string): string {
  return showUnprintable(text)
    .replace(SPECIAL, "\\$&")
    .replaceAll("://", ":\\//")
    .replace(/\b(www)\./gi, "$1\\.")
    .replace(/ +/g, " ")
    .trim();
}

/** Text for a line inside an HTML comment: 7-bit, and it cannot end the comment. */
export function markdownComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?").replace(/-(?=[->])/g, "- ");
}

/** tcpdump's own words at the beginning of a reason would make the line ambiguous. */
const RESERVED_WORDS = /^(code|length|linux-reason) /;

/**
 * A registry's description as tcpdump prints it: 7-bit, without the brackets and
 * parentheses that its output is told apart by, and without `%`, which ends in formats.
 */
export function tcpdumpText(description: string): string {
  const plain = description
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .replace(/[[\]()]/g, "")
    .replaceAll("%", " percent ")
    .replace(/[^\x20-\x7e]/gu, "?")
    .replace(/ +/g, " ")
    .trim();
  return RESERVED_WORDS.test(plain) ? plain.charAt(0).toUpperCase() + plain.slice(1) : plain;
}
