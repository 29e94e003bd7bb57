/**
 * Writes text as a Lua string literal of 7-bit characters. Other octets of its UTF-8 become
 * three decimal digits (Lua 5.2 manual, section 3.1), which no digit behind them can extend.
 */
export function luaString(text: string): string {
  const octets = Buffer.from(text, "utf8").toString("latin1");
  return `"${octets.replace(/[^\x20-\x7e]|["\\]/g, escapeOctet)}"`;
}

function escapeOctet(character: string): string {
  if (character === '"' || character === "\\") return `\\${character}`;
  return `\\${String(character.charCodeAt(0)).padStart(3, "0")}`;
}

/** Text for a one-line Lua comment behind `-- `: 7-bit and without a line end. */
export function luaComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?");
}
