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
 * is not in `UNPRINTABLE`, and signs whose picture is empty. Some scripts and emoji join or vary
 * letters by them, so a text may have them; where it is shown, it cannot be told from another one
 * unless they are seen.
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
  // Braille without a dot, and a filler of Hangul.
  [0x2800, 0x2800],
  [0x3164, 0x3164],
  // Variations, a filler of half the width, and what is reserved for more of the kind.
  [0xfe00, 0xfe0f],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfff8],
  // In place of an object that no text has.
  [0xfffc, 0xfffc],
  // What joins hieroglyphs, their blanks, and a filler of Khitan.
  [0x13430, 0x1343f],
  [0x13441, 0x13442],
  [0x16fe4, 0x16fe4],
  // Formats of shorthand and of music, and its note without a head; tags and further variations.
  [0x1bca0, 0x1bca3],
  [0x1d159, 0x1d159],
  [0x1d173, 0x1d17a],
  [0xe0000, 0xe0fff],
];

/**
 * Blanks of Unicode's White_Space but the space, tab and ends of lines. Registries may have them, as
 * IANA's do; in a quotation they are told from a space.
 */
export const BLANK: readonly CodePoints[] = [
  [0xa0, 0xa0],
  [0x1680, 0x1680],
  [0x2000, 0x200a],
  [0x202f, 0x202f],
  [0x205f, 0x205f],
  [0x3000, 0x3000],
];
