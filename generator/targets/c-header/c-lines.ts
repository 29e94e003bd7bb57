import { cComment, cString } from "../text/c-text.js";
import { wrapText } from "../text/wrap-text.js";

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
