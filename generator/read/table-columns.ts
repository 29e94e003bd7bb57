import type { DraftRow } from "./draft-table.js";

/** The headings that mean a column of a registry, the plainest first. */
const HEADINGS = {
  value: ["value", "code", "codepoint", "number", "kind", "type", "decimal"],
  description: ["description", "meaning", "cause", "reason", "name"],
  reference: ["specification", "reference", "references", "document", "definition", "section"],
} as const;

const COLUMNS = ["value", "description", "reference"] as const;

/** Which column of a table is which of a registry, counted from 0. */
export type TableColumns = Readonly<Partial<Record<(typeof COLUMNS)[number], number>>>;

/** Whole headings decide first, then last words: `Frame Type Name` is a name. */
const WAYS = [
  (heading: string, word: string) => heading === word,
  (heading: string, word: string) => heading.endsWith(` ${word}`),
];

/** Finds the columns by meaning: `Specification (if available)` is a reference. */
export function findColumns(header: DraftRow): TableColumns {
  const headings = header.cells.map(({ text }) => foldHeading(text));
  const map: Partial<Record<(typeof COLUMNS)[number], number>> = {};
  for (const isMeant of WAYS) {
    for (const column of COLUMNS) {
      const taken = new Set(Object.values(map));
      const places = HEADINGS[column].map((word) =>
        headings.findIndex((heading, at) => !taken.has(at) && isMeant(heading, word)),
      );
      const at = places.find((place) => place >= 0);
      if (at !== undefined) map[column] ??= at;
    }
  }
  return map;
}

function foldHeading(text: string): string {
  return text
    .replace(/\([^()]*\)/g, " ")
    .replace(/[^\p{L}\p{N}]+/gu, " ")
    .trim()
    .toLowerCase();
}
