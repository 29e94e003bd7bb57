import type { Draft, DraftRow } from "./draft-table.js";
import { dropTags } from "./html-tags.js";
import type { SourceFile } from "./source-file.js";

/** Reads a table that someone has copied from a rendered draft: tabs between cells, # comments. */
export function readTableTsv(file: SourceFile): Draft {
  const rows: DraftRow[] = [];
  let offset = 0;
  for (const line of file.text.split("\n")) {
    if (line.trim() !== "" && !line.startsWith("#")) rows.push(toRow(line, offset, file));
    offset += line.length + 1;
  }
  const place = file.placeAt(0);
  return { place, tables: [{ place: rows[0]?.place ?? place, rows, mistakes: [] }] };
}

function toRow(line: string, offset: number, file: SourceFile): DraftRow {
  let start = offset;
  const cells = line.split("\t").map((cell) => {
    const place = file.placeAt(start);
    start += cell.length + 1;
    const text = dropTags(cell);
    return { text: text.replace(/[ \r]+/g, " ").trim(), place, isMarked: text !== cell };
  });
  return { place: file.placeAt(offset), cells };
}
