import { showLatin1 } from "../../capture/octets.js";

/** First octets that no text has: those of captures, of compressed files and of programs. */
const ENOUGH_OCTETS = 4096;
const LEAST_PRINTABLE = 0x20;
/** Tab, line feed, form feed, carriage return, and what terminals begin colours with. */
const CONTROLS: ReadonlySet<number> = new Set([0x09, 0x0a, 0x0c, 0x0d, 0x1b]);

/** Whether the first octets of a file are those of a text; no magic number of a capture is. */
export function isText(octets: Uint8Array): boolean {
  const start = octets.subarray(0, ENOUGH_OCTETS);
  const [first, second] = start;
  if (first === undefined) return false;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) return true;
  return (
    start.every((octet) => octet >= LEAST_PRINTABLE || CONTROLS.has(octet)) && !isForeign(start)
  );
}

/** What is printable and no text: magic numbers in letters, or in octets above ASCII alone. */
function isForeign(start: Uint8Array): boolean {
  const head = showLatin1(start.subarray(0, 4));
  if (/^(?:snoop|snoo|GMBU|RTSS|TRSI)/.test(head)) return true;
  return start.length >= 4 && start.subarray(0, 4).every((octet) => octet >= 0x80);
}
