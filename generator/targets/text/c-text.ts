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
