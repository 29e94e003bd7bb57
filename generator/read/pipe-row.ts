/** What is no bar between cells: an escaped character, code, other text. */
const PIECE = /\\.|(`{1,3})[^`]*\1|[^\\`|]+|[\\`]/gs;

/** The text of one cell, and where it starts in its line. */
export interface PipeCell {
  readonly text: string;
  readonly start: number;
}

/** Splits a row of a Markdown pipe table; the bars at both ends are no cells. */
export function splitPipeRow(line: string): readonly PipeCell[] {
  const whole = line.trimEnd();
  const isClosed = whole.endsWith("|") && !whole.endsWith("\\|");
  const row = isClosed ? whole.slice(0, -1) : whole;
  const cells: PipeCell[] = [];
  let start = line.indexOf("|") + 1;
  for (;;) {
    const end = findBar(row, start);
    const text = row.slice(start, end);
    const indent = text.length - text.trimStart().length;
    cells.push({ text: text.trim(), start: start + indent });
    if (end >= row.length) return cells;
    start = end + 1;
  }
}

function findBar(row: string, from: number): number {
  let at = from;
  PIECE.lastIndex = at;
  while (at < row.length && row[at] !== "|") {
    PIECE.lastIndex = at;
    at += PIECE.exec(row)?.[0].length ?? 1;
  }
  return at;
}
