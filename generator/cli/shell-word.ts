import { findUnprintable } from "../model/text.js";

/**
 * A word as a shell wants it in a command that people copy. What would not be seen, or not be copied, is
 * written by its octets, which bash, zsh and ksh read.
 */
export function quoteForShell(word: string): string {
  // zsh takes the path of a command for a `=` at the beginning.
  if (/^[\w@%+:,./-][\w@%+=:,./-]*$/.test(word)) return word;
  return findUnprintable(word) === undefined
    ? `'${word.replaceAll("'", "'\\''")}'`
    : `$'${Array.from(Buffer.from(word), writeOctet).join("")}'`;
}

function writeOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  return /[\w @%+=:,./-]/.test(character) ? character : `\\${octet.toString(8).padStart(3, "0")}`;
}
