import { parseCodeRange } from "./code-range.js";
import type { Cell, SourceRegistry, SourceRow } from "./source-registry.js";
import { textIsShort } from "./text-rules.js";

/** A registry as the registry folder has it, and what it no longer says, a sentence each. */
export interface NormalForm {
  readonly registry: SourceRegistry;
  readonly changes: readonly string[];
}

/**
 * Brings a registry into the form of the registry folder: its id is the one that the definition
 * names, its codes are decimal, and nothing is in it that no output would show.
 */
export function toNormalForm(source: SourceRegistry, id: string): NormalForm {
  const rows = source.rows.map(toRow);
  const notes = source.notes.filter((note) => !textIsShort(note));
  const columns = new Map<string, number>();
  for (const { name } of source.rows.flatMap((row) => row.others ?? [])) {
    columns.set(name, (columns.get(name) ?? 0) + 1);
  }
  const decimal = rows.filter((row, at) => row.value?.text !== source.rows[at]?.value?.text).length;
  return {
    registry: { ...source, id: { text: id, place: source.place }, notes, rows },
    changes: [
      ...(source.id && source.id.text !== id
        ? [`gave it the id ${id}, not ${source.id.text}`]
        : []),
      ...[...columns].flatMap(([name, many]) => tell(many, `dropped "${name}" of`, "")),
      ...tell(decimal, "wrote the codes of", "as decimal numbers"),
      ...source.notes.filter(textIsShort).map(describeNote),
    ],
  };
}

function toRow({ others: _others, value, ...row }: SourceRow): SourceRow {
  const codes = value && parseCodeRange(value.text);
  if (!value || !codes) return { ...row, ...(value && { value }) };
  const { first, last } = codes;
  const text = first === last ? String(first) : `${first}-${last}`;
  return { ...row, value: { text, place: value.place } };
}

function describeNote({ text }: Cell): string {
  return `dropped a note of ${text.length} characters, which is too long to be shown`;
}

function tell(many: number, before: string, behind: string): readonly string[] {
  if (many === 0) return [];
  const rows = many === 1 ? "1 row" : `${many} rows`;
  return [[before, rows, behind].filter(Boolean).join(" ")];
}
