import type { Place } from "../model/mistake.js";
import { toPlace } from "./draft-reference.js";
import type { DraftCell } from "./draft-table.js";
import { dropTags } from "./html-tags.js";

/** What a cell's meaning depends on beside itself. */
export interface MarkdownContext {
  /** Anchors of the document's own headings, and their words. */
  readonly titles: ReadonlyMap<string, string>;
}

/** Code, an escaped character, or a reference: what is inside them is not marked up further. */
const LITERAL = /(`{1,3})([^`]+)\1|\\([!-/:-@[-`{-~])|\{\{([^{}]*)\}\}/g;

/** kramdown-rfc's references: `!RFC9293` (normative), `Section 3.1 of !RFC9293`. */
const REFERENCE =
  /^(?:(Sections?|Appendix|Appendices) ([\w.]+(?:(?:, and |, | and )[\w.]+)*) of )?[!?-]?([^\s!?-]\S*)$/;

/** No reference is longer. */
const MAX_CHARACTERS = 500;

const STRESS = [/\*\*([^*]+)\*\*/g, /\*([^*\s][^*]*)\*/g, /(?<!\w)_([^_\s][^_]*)_(?!\w)/g];

/** The text of a cell as the rendered document has it. */
export function renderMarkdownCell(
  cell: string,
  place: Place,
  context: MarkdownContext,
): DraftCell {
  let isMarked = false;
  let text = "";
  let at = 0;
  const addPlain = (plain: string): void => {
    const dropped = dropTags(STRESS.reduce((rest, mark) => rest.replace(mark, "$1"), plain));
    isMarked ||= dropped !== plain;
    text += dropped;
  };
  for (const match of cell.matchAll(LITERAL)) {
    const [whole, , code, escaped, reference] = match;
    addPlain(cell.slice(at, match.index));
    isMarked ||= code !== undefined;
    text += code?.trim() ?? escaped ?? renderReference(reference ?? "", context);
    at = match.index + whole.length;
  }
  addPlain(cell.slice(at));
  return { text: text.replace(/[ \t\r\n]+/g, " ").trim(), place, isMarked };
}

function renderReference(reference: string, { titles }: MarkdownContext): string {
  const words = reference.replace(/\s+/g, " ");
  // A pattern with a loop runs out of stack on megabytes.
  if (words.length > MAX_CHARACTERS) return words;
  const [, word, parts, target] = REFERENCE.exec(words) ?? [];
  if (target === undefined) return words;
  const title = titles.get(target);
  if (title !== undefined) return JSON.stringify(title);
  return word && parts ? `${toPlace(word, parts)} of [${target}]` : `[${target}]`;
}
