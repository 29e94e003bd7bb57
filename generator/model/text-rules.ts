import type { Mistake } from "./mistake.js";
import type { Cell } from "./source-registry.js";
import { findUnprintable } from "./unprintable.js";

/** Longer than this, no column, tooltip or line of tcpdump shows the text whole. */
export const MAX_TEXT_CHARACTERS = 200;

/** Registry text has no character that would reorder, hide or break the text around it. */
export function textIsPlain({ text, place }: Cell): Mistake | undefined {
  const name = findUnprintable(text);
  if (name === undefined) return undefined;
  return {
    place,
    what: `the text has the control or bidirectional-override character ${name}`,
    remedy: "delete it",
  };
}

/** Registry text fits where it is shown. */
export function textIsShort({ text, place }: Cell): Mistake | undefined {
  if (text.length <= MAX_TEXT_CHARACTERS) return undefined;
  return {
    place,
    what: `the text has ${text.length} characters, more than ${MAX_TEXT_CHARACTERS}`,
    remedy: "shorten it",
  };
}

/** What every text from outside must obey. */
export function checkText(cell: Cell | undefined): readonly Mistake[] {
  if (!cell) return [];
  return [textIsPlain(cell), textIsShort(cell)].filter((mistake) => mistake !== undefined);
}
