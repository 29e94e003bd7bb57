/** The first and the last code point of a range. */
export type CodePoints = readonly [first: number, last: number];

/** Code points that would reorder, hide or break the text around them, in their order. */
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

const ANY_UNPRINTABLE = new RegExp(`[${UNPRINTABLE.map(classRange).join("")}]`, "gu");

/** The first character that would reorder, hide or break the text around it, as `U+202E`. */
export function findUnprintable(text: string): string | undefined {
  const found = text.match(ANY_UNPRINTABLE)?.[0];
  return found === undefined ? undefined : nameCharacter(found);
}

/** The text with every such character replaced by its name: `a<U+000A>b`. */
export function showUnprintable(text: string): string {
  return text.replace(ANY_UNPRINTABLE, (character) => `<${nameCharacter(character)}>`);
}

function classRange([first, last]: CodePoints): string {
  return `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
}

function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Longer than this, no column, tooltip or line of tcpdump shows the text whole. */
export const MAX_TEXT_CHARACTERS = 200;
