/**
 * Writes text as a Lua string literal of 7-bit characters. Other octets of its UTF-8 become
 * three decimal digits (Lua 5.2 manual, section 3.1), which no digit behind them can extend.
 */
export function luaString(text: string): string {
  const octets = [...new TextEncoder().encode(text)];
  return `"${octets.map(luaOctet).join("")}"`;
}

function luaOctet(octet: number): string {
  const character = String.fromCharCode(octet);
  if (character === '"' || character === "\\") return `\\${character}`;
  if (octet >= 0x20 && octet < 0x7f) return character;
  return `\\${String(octet).padStart(3, "0")}`;
}

/** Text for a one-line Lua comment behind `-- `: 7-bit and without a line end. */
export function luaComment(text: string): string {
  return text.replace(/[^\x20-\x7e]/gu, "?");
}
