/** The first and the last code point of a range. */
export type CodePoints = readonly [first: number, last: number];

/** Code points that would reorder or break the text around them: a payload with one is no text. */
export const UNPRINTABLE: readonly CodePoints[] = [
  // C0 and C1 controls.
  [0x00, 0x1f],
  [0x7f, 0x9f],
  // What changes the direction of the text behind it.
  [0x61c, 0x61c],
  [0x200e, 0x200f],
  // Ends of lines and paragraphs, and again directions.
  [0x2028, 0x2029],
  [0x202a, 0x202e],
  [0x2066, 0x2069],
  // Half of a character of UTF-16, what is no character, and marks of the encoding.
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfeff, 0xfeff],
  [0xfff9, 0xfffb],
  ...Array.from({ length: 17 }, (_, plane): CodePoints => {
    return [plane * 0x10000 + 0xfffe, plane * 0x10000 + 0xffff];
  }),
];

/**
 * Code points that nobody sees: Default_Ignorable_Code_Point (Unicode Standard Annex 44) as far as it
 * is not in `UNPRINTABLE`. Some scripts and emoji join or vary letters by them, so a text may have
 * them; where it is shown, it cannot be told from another one unless they are seen.
 */
export const INVISIBLE: readonly CodePoints[] = [
  // Soft hyphen, combining grapheme joiner, fillers of Hangul, vowels of Khmer, Mongolian variations.
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x115f, 0x1160],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  // Zero width, joiners, operators without a sign, and formats that are no longer used.
  [0x200b, 0x200d],
  [0x2060, 0x2065],
  [0x206a, 0x206f],
  [0x3164, 0x3164],
  // Variations, a filler of half the width, and what is reserved for more of the kind.
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfff8],
  // Formats of shorthand and of music; tags and further variations.
  [0x1bca0, 0x1bca3],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

const CLASS = UNPRINTABLE.map(classRange).join("");
const FIRST_UNPRINTABLE = new RegExp(`[${CLASS}]`, "u");
const ANY_UNSEEN = new RegExp(`[${CLASS}${INVISIBLE.map(classRange).join("")}]`, "gu");
/** ASCII and arrows, as nearly every finding: that is told far sooner than what is in no range above. */
const PLAIN = /^[\x20-\x7e\u2190-\u21ff]*$/;
/** They enclose what tools say in their own name. */
const BRACKETS = /[[\]]/;

/** Whether nothing in a text reorders or breaks the text around it. */
export function isPrintable(text: string): boolean {
  return !FIRST_UNPRINTABLE.test(text);
}

/** The first character that would reorder, hide or break the text around it, as `U+202E`. */
export function findUnprintable(text: string): string | undefined {
  const found = text.match(ANY_UNSEEN)?.[0];
  return found === undefined ? undefined : nameCharacter(found);
}

/** The text with every such character replaced by its name: `a<U+000A>b`. */
export function showUnprintable(text: string): string {
  return text.replace(ANY_UNSEEN, (character) => `<${nameCharacter(character)}>`);
}

/** JSON with an escape for every such character: the same to a program, and harmless to a terminal. */
export function escapeUnseen(json: string): string {
  if (PLAIN.test(json)) return json;
  return json.replace(ANY_UNSEEN, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}

/** Longer than this, no column, tooltip or line of tcpdump shows the text whole. */
export const MAX_TEXT_CHARACTERS = 200;

/**
 * Foreign text as everybody sees it: in quotes on one line, with escapes for what would end the
 * quotation, imitate the brackets of tools, or not be seen. Cut where more than `most` characters
 * would be shown, it says how long it was: `"go\naway"... (65000 characters)`. The plugin has the same.
 */
export function quoteText(text: string, most: number = MAX_TEXT_CHARACTERS): string {
  let shown = "";
  let [width, characters] = [0, 0];
  let isCut = false;
  for (const character of text) {
    characters += 1;
    if (isCut) continue;
    const written = escapeCharacter(character);
    // An escape is ASCII, and another character is one, however many units of UTF-16 it has.
    width += written === character ? 1 : written.length;
    isCut = width > most;
    if (!isCut) shown += written;
  }
  return isCut ? `"${shown}"... (${characters} characters)` : `"${shown}"`;
}

const NAMED_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  "\\": "\\\\",
  "\t": "\\t",
  "\n": "\\n",
  "\r": "\\r",
};

function escapeCharacter(character: string): string {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  if (!BRACKETS.test(character) && findUnprintable(character) === undefined) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
}

function classRange([first, last]: CodePoints): string {
  return `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
}

function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
