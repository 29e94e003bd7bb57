import { showUnprintable } from "./text.js";

/** A place in an input file. Lines and columns count from 1, columns in characters. */
export interface Place {
  readonly path: string;
  readonly line: number;
  readonly column: number;
}

/** One thing that is wrong in an input file, and what its author can do about it. */
export interface Mistake {
  readonly place: Place;
  readonly what: string;
  readonly remedy: string;
}

/**
 * One line for people and editors: `file:line:column: what is wrong; what to do`. It quotes
 * text from outside, which may neither end the line nor command a terminal.
 */
export function formatMistake({ place, what, remedy }: Mistake): string {
  return showUnprintable(`${place.path}:${place.line}:${place.column}: ${what}; ${remedy}`);
}

/** Nobody reads more of them. */
const SHOWN_MISTAKES = 100;

/** The first ones, a line each, and how many more there are. */
export function formatMistakes(
  mistakes: readonly Mistake[],
  format: (mistake: Mistake) => string = formatMistake,
): readonly string[] {
  const lines = mistakes.slice(0, SHOWN_MISTAKES).map(format);
  const more = mistakes.length - lines.length;
  return more === 0 ? lines : [...lines, `and ${more} more`];
}

/** The same of what may be right, and only looks wrong. */
export function formatWarning(warning: Mistake): string {
  return formatMistake({ ...warning, what: `warning: ${warning.what}` });
}

/** Order of the files as they were read, then of the places in each. */
export function compareMistakes(a: Mistake, b: Mistake): number {
  return a.place.line - b.place.line || a.place.column - b.place.column;
}
