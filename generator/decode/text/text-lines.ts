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
