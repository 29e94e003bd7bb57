import { alignColumns } from "../../model/columns.js";
import type { Field } from "../../model/format.js";
import type { Registry } from "../../model/registry.js";

/** Breaks text at its blanks into lines of at most `width`; a longer word is cut. */
export function wrapText(text: string, width: number): readonly string[] {
  const cuts = new RegExp(`.{1,${width}}`, "gs");
  const words = text.split(" ").flatMap((word) => word.match(cuts) ?? [""]);
  return wrapWords(words, width);
}

/** Lines of words, of at most `width` columns where no word is longer. */
export function wrapWords(words: readonly string[], width: number): readonly string[] {
  const lines: string[] = [];
  for (const word of words) {
    const before = lines.pop();
    const line = before ? `${before} ${word}` : word;
    if (before && line.length > width) lines.push(before, word);
    else lines.push(line);
  }
  return lines;
}

/** The title of a registry, with its revision where it has one. */
export function titleOf({ title, revision }: Registry): string {
  return revision === undefined ? title : `${title}, revision ${revision}`;
}

/** Names of the kinds that every format has, for people. */
const TITLES = {
  magic: "Magic number",
  "reason-code": "Reason code",
  pen: "Private enterprise number",
} as const;

/** What people call a field of a diagnostic payload: its kind's name, or its own. */
export function fieldTitle(field: Field): string {
  return field.kind === "number" ? nameTitle(field.name) : TITLES[field.kind];
}

/** A name of the definition with a capital, and blanks instead of hyphens. */
export function nameTitle(name: string): string {
  const words = name.replaceAll("-", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** A number as specifications write magic numbers: `0x33AA`. */
export function hex(value: number, widthBits: number): string {
  return `0x${value
    .toString(16)
    .toUpperCase()
    .padStart(widthBits / 4, "0")}`;
}

/**
 * The lines of a table as GitHub reads it, its cells being Markdown already; a column without
 * anything below its title is left out.
 */
export function markdownTable(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): readonly string[] {
  const rules = titles.map((title) => "-".repeat(title.length));
  const isShown = titles.map((_, at) => rows.some((row) => row[at] !== ""));
  return alignColumns(
    [titles, rules, ...rows].map((cells) => {
      const shown = cells.filter((_, at) => isShown[at]);
      return [...shown.map((cell) => `| ${cell}`), "|"];
    }),
    " ",
    Number.POSITIVE_INFINITY,
  );
}
