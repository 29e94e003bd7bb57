import { BLANK, COMBINING_MARKS, type CodePoints, INVISIBLE, UNPRINTABLE } from "./code-points.js";

const ANY_UNPRINTABLE = anyOf(UNPRINTABLE);
const UNSEEN = anyOf([...UNPRINTABLE, ...INVISIBLE]);
const MARK = anyOf(COMBINING_MARKS);
const DOUBTFUL = anyOf([...UNPRINTABLE, ...INVISIBLE, ...COMBINING_MARKS]);
const UNSEEN_IN_QUOTES = anyOf([...UNPRINTABLE, ...INVISIBLE, ...BLANK]);
/** No script has more on one letter; what has climbs into the lines around it. */
export const MOST_MARKS = 4;
/** What else than a letter or a digit of ASCII a mark would change is mostly ours. */
const NO_LETTER = /^[\0-/:-@[-`{-\x7f]$/;
/** ASCII and arrows, as nearly every finding: that is told far sooner than what is in no range above. */
const PLAIN = /^[\x20-\x7e\u2190-\u21ff]*$/;
/** They enclose what tools say in their own name. */
const BRACKETS = /[[\]]/;

/** Whether nothing in a text reorders or breaks the text around it. */
export function isPrintable(text: string): boolean {
  return !ANY_UNPRINTABLE.test(text);
}

/**
 * Tells of the characters of a text, one after the other, whether they would reorder, hide or break
 * the text around them. Marks would that stand on no letter, or too many on one.
 */
function hidingCharacters(unseen: RegExp): (character: string) => boolean {
  let marks = MOST_MARKS;
  return (character) => {
    if (MARK.test(character)) {
      marks += 1;
      return marks > MOST_MARKS;
    }
    const isHiding = unseen.test(character);
    marks = isHiding || NO_LETTER.test(character) ? MOST_MARKS : 0;
    return isHiding;
  };
}

/** The first such character, as `U+202E`. */
export function findUnprintable(text: string): string | undefined {
  if (!DOUBTFUL.test(text)) return undefined;
  const found = [...text].find(hidingCharacters(UNSEEN));
  return found === undefined ? undefined : nameCharacter(found);
}

/** The text with every such character replaced by its name: `a<U+000A>b`. */
export function showUnprintable(text: string): string {
  return replaceHiding(text, (character) => `<${nameCharacter(character)}>`);
}

/** JSON with an escape for every such character: the same to a program, and harmless to a terminal. */
export function escapeUnseen(json: string): string {
  if (PLAIN.test(json)) return json;
  return replaceHiding(json, (character) =>
    Array.from({ length: character.length }, (_, at) => {
      return `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`;
    }).join(""),
  );
}

function replaceHiding(text: string, show: (character: string) => string): string {
  if (!DOUBTFUL.test(text)) return text;
  const isHiding = hidingCharacters(UNSEEN);
  return Array.from(text, (one) => (isHiding(one) ? show(one) : one)).join("");
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
  const isHiding = hidingCharacters(UNSEEN_IN_QUOTES);
  let previous = "";
  for (const character of text) {
    characters += 1;
    if (isCut) continue;
    // Many spaces would begin a line where a terminal folds, as if it were another row.
    const isPadding = character === " " && previous === " ";
    previous = character;
    const written = escapeCharacter(character, isHiding(character) || isPadding);
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

function escapeCharacter(character: string, isHiding: boolean): string {
  const named = NAMED_ESCAPES[character];
  if (named !== undefined) return named;
  if (!isHiding && !BRACKETS.test(character)) return character;
  const code = (character.codePointAt(0) ?? 0).toString(16);
  return code.length <= 2 ? `\\x${code.padStart(2, "0")}` : `\\u{${code}}`;
}

function anyOf(ranges: readonly CodePoints[]): RegExp {
  return new RegExp(`[${ranges.map(classRange).join("")}]`, "u");
}

function classRange([first, last]: CodePoints): string {
  return `\\u{${first.toString(16)}}-\\u{${last.toString(16)}}`;
}

function nameCharacter(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  return `U+${code.toString(16).toUpperCase().padStart(4, "0")}`;
}
