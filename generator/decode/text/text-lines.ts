import { showLatin1 } from "../../capture/octets.js";

/** No line that tells a segment is as long; more of it is not kept. */
const MOST_CHARACTERS = 16_384;
/** More octets at once might be more characters than a string can have. */
const PIECE_OCTETS = 1 << 20;

// biome-ignore lint/suspicious/noControlCharactersInRegex: terminals write it before colours
const COLOUR = /\u001b\[[0-9;]*[A-Za-z]/g;
const BYTE_ORDER_MARK = /^\ufeff/;
const HARD_SPACE = /[\u00a0\u2007\u202f]/g;

/**
 * Divides octets into lines at line feeds alone: what a payload has of other line ends stays inside.
 * UTF-8, or UTF-16 by its byte order mark, which PowerShell writes.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decoder: InstanceType<typeof TextDecoder> | undefined;
  let rest = "";
  for await (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at += PIECE_OCTETS) {
      const piece = chunk.subarray(at, at + PIECE_OCTETS);
      decoder ??= new TextDecoder(encodingOf(piece));
      const lines = (rest + decoder.decode(piece, { stream: true })).split("\n");
      rest = (lines.pop() ?? "").slice(0, MOST_CHARACTERS);
      for (const line of lines) yield clean(line);
    }
  }
  if (rest !== "") yield clean(rest);
}

function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return "utf-16le";
  return first === 0xfe && second === 0xff ? "utf-16be" : "utf-8";
}

function clean(line: string): string {
  return line
    .slice(0, MOST_CHARACTERS)
    .replace(BYTE_ORDER_MARK, "")
    .replace(/\r$/, "")
    .replace(COLOUR, "")
    .replace(HARD_SPACE, " ");
}

/** Takes off the marks of quoting: `> `, also as the entity. */
export function unquote(line: string): string {
  return line.replace(/^(?:(?:>|&gt;) ?)+/, "");
}

const ENTITIES: Readonly<Record<string, string>> = {
  gt: ">",
  lt: "<",
  amp: "&",
  quot: '"',
  apos: "'",
  nbsp: " ",
  rarr: "→",
};

/** Puts the characters in the place of HTML's names for them; numbers only where they print. */
export function decodeEntities(line: string): string {
  return line.replace(/&(?:#(\d{2,5})|#x([0-9a-f]{2,4})|([a-z]{2,5}));/gi, (whole, ...groups) => {
    const [decimal, hex, name] = groups as (string | undefined)[];
    if (name !== undefined) return ENTITIES[name.toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal);
    return code >= 0x20 && code <= 0xffff ? String.fromCharCode(code) : whole;
  });
}

/** Reads a line from left to right; a pattern must be sticky, and match where the last one ended. */
export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get rest(): string {
    return this.text.slice(this.at);
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** Takes what the pattern matches; undefined, and nothing is taken, where it does not. */
  take(pattern: RegExp): RegExpExecArray | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text) ?? undefined;
    if (found !== undefined) this.at = pattern.lastIndex;
    return found;
  }
}

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
