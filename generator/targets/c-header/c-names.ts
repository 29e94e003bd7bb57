import { cComment, cString } from "../rendering/escape.js";
import { wrapText } from "../rendering/layout.js";

/** C99 tells identifiers apart by their first 63 characters (section 5.2.4.1). */
const MAX_CHARACTERS = 63;

/** Words that a constant's name is clear without. */
const FILLERS = new Set(["A", "AN", "ARE", "IS", "THE"]);

/** Gives the first candidate that is free in a header; where none is, the last one with a number. */
export type ClaimName = (...candidates: readonly [string, ...string[]]) => string;

/** Starts with the names that are taken already. */
export function openNames(taken: Iterable<string>): ClaimName {
  const used = new Set(taken);
  return (...candidates) => {
    const last = candidates.at(-1) ?? candidates[0];
    let name = candidates.find((candidate) => !used.has(candidate)) ?? last;
    for (let number = 2; used.has(name); number += 1) name = `${last}_${number}`;
    used.add(name);
    return name;
  };
}

/** `tcp-failure-causes` becomes `TCP_FC`: a prefix that every constant bears has to be short. */
export function registryPrefix(id: string): string {
  const words = wordsOf(id);
  const telling = words[0] === "TCP" && words.length > 1 ? words.slice(1) : words;
  return `TCP_${telling.map((word) => word.charAt(0)).join("")}`;
}

/** A name of C from one of the definition: `reason-code` becomes `REASON_CODE`. */
export function upperName(name: string): string {
  return wordsOf(name).join("_");
}

/**
 * The constant of a cause, in the words of its description. Where these are no words of ASCII,
 * too long, or look like a number's name, it is named by its code.
 */
export function constantName(prefix: string, code: number, description: string): string {
  const words = wordsThatFit(causeWords(description), MAX_CHARACTERS - prefix.length);
  const name = [prefix, ...words].join("_");
  const isNumber = words.length === 0 || /_CODE_\d+$/.test(name);
  return isNumber ? codeName(prefix, code) : name;
}

/** The name of a constant where its description gives none. */
export function codeName(prefix: string, code: number): string {
  return `${prefix}_CODE_${code}`;
}

/** The constant of one end of a range, as long as names may be. */
export function withEnd(name: string, end: string): string {
  return `${name.slice(0, MAX_CHARACTERS - end.length - 1).replace(/_+$/, "")}_${end}`;
}

function causeWords(description: string): readonly string[] {
  const plain = description.normalize("NFKD").replace(/\p{Mn}|['\u2019]/gu, "");
  // Half of a word would be another word.
  if (/(?!\p{ASCII})\p{L}/u.test(plain)) return [];
  const words = wordsOf(plain);
  const clear = words.filter((word) => !FILLERS.has(word));
  return clear.length > 0 ? clear : words;
}

function wordsThatFit(words: readonly string[], characters: number): readonly string[] {
  let length = 0;
  const end = words.findIndex((word) => {
    length += 1 + word.length;
    return length > characters;
  });
  return end < 0 ? words : words.slice(0, end);
}

function wordsOf(text: string): readonly string[] {
  return text.toUpperCase().match(/[A-Z0-9]+/g) ?? [];
}

const MAX_COLUMNS = 80;

/** The lines between the first and the last of a block comment, each with its ` *`. */
export function commentBody(text: string): readonly string[] {
  return wrapText(cComment(text), MAX_COLUMNS - 3).map((line) => ` * ${cComment(line)}`.trimEnd());
}

/** A comment above an indented line: on one line where it fits. */
export function commentAbove(text: string, indent: string): readonly string[] {
  const comment = cComment(text);
  const single = `${indent}/* ${comment} */`;
  if (single.length <= MAX_COLUMNS) return [single];
  const lines = wrapText(comment, MAX_COLUMNS - indent.length - 3);
  return [
    `${indent}/*`,
    ...lines.map((line) => `${indent} * ${cComment(line)}`.trimEnd()),
    `${indent} */`,
  ];
}

/** A row of a table: its constants and a text, on as many lines as they need. */
export function tableRow(
  constants: readonly string[],
  text: string,
  indent: string,
): readonly string[] {
  const single = `${indent}{ ${constants.join(", ")}, ${cString(text)} },`;
  if (single.length <= MAX_COLUMNS) return [single];
  const parts = cutString(cString(text), MAX_COLUMNS - indent.length - "    },".length);
  const lines = parts.map((part, at) => `${indent}  ${part}${at < parts.length - 1 ? "" : " },"}`);
  const [first = "", ...others] = constants;
  return [`${indent}{ ${first},`, ...others.map((other) => `${indent}  ${other},`), ...lines];
}

/** Cuts a literal into several, which C joins again: behind a blank, never within an escape. */
function cutString(literal: string, width: number): readonly string[] {
  const parts: string[] = [];
  let part = "";
  for (const piece of piecesOf(literal.slice(1, -1), width - 2)) {
    if (part.length + piece.length > width - 2) {
      parts.push(part);
      part = "";
    }
    part += piece;
  }
  return [...parts, part].map((text) => `"${text}"`);
}

/** Words with the blanks behind them; a word that is longer than a line in its characters. */
function piecesOf(text: string, width: number): readonly string[] {
  const words = text.match(/[^ ]+ *| +/g) ?? [];
  return words.flatMap((word) =>
    word.length <= width ? [word] : (word.match(/\\[0-7]{3}|\\.|[^\\]/g) ?? []),
  );
}
