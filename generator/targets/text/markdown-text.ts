import { showUnprintable } from "../../model/unprintable.js";

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
