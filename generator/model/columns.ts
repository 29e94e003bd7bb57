/** A longer cell makes no column wider, so that one text from outside cannot multiply a table. */
const WIDEST = 120;

/**
 * Pads each column but the last to its widest cell, so that a table reads as one. Behind a cell of
 * more than `widest` characters the rest of its row stands further to the right.
 */
export function alignColumns(
  rows: readonly (readonly string[])[],
  gap = " ",
  widest = WIDEST,
): readonly string[] {
  const widths: number[] = [];
  for (const row of rows) {
    row.forEach((cell, at) => {
      widths[at] = Math.min(widest, Math.max(widths[at] ?? 0, cell.length));
    });
  }
  return rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join(gap)
      .trimEnd(),
  );
}
