import { Buffer } from "node:buffer";

/**
 * Writes text as a string of the display filter language. `@` would end a filter in a file of
 * colour rules, which has no escape of its own; `$` would begin a macro, in strings too.
 */
export function filterString(text: string): string {
  const inside = text.replace(/["\\]/g, "\\$&").replaceAll("@", "\\x40").replaceAll("$", "\\x24");
  return `"${inside}"`;
}

/** Writes text as a field of Wireshark's own tables, with its escape for octets. */
export function tableField(text: string): string {
  const octets = [...Buffer.from(text, "utf8")];
  return `"${octets.map(tableOctet).join("")}"`;
}

/** Writes text as the name of a filter in a list. */
export function filterListName(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** Text for a one-line comment behind `# `: 7-bit and without a line end. */
export function profileComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?");
}

function tableOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  const isPlain = octet >= 0x20 && octet < 0x7f && character !== '"' && character !== "\\";
  return isPlain ? character : `\\x${octet.toString(16).padStart(2, "0")}`;
}
