import { alignColumns } from "./columns.js";

/** One column of a table; its cells are Markdown already. */
export interface Column {
  readonly title: string;
  readonly cells: readonly string[];
}

/** The lines of a table as GitHub reads it; a column without anything in it is left out. */
export function markdownTable(columns: readonly Column[]): readonly string[] {
  const shown = columns.filter(({ cells }) => cells.some((cell) => cell !== ""));
  const rowCount = Math.max(0, ...shown.map(({ cells }) => cells.length));
  const rows = [
    shown.map(({ title }) => title),
    shown.map(({ title }) => "-".repeat(title.length)),
    ...Array.from({ length: rowCount }, (_, at) => shown.map(({ cells }) => cells[at] ?? "")),
  ];
  return alignColumns(rows.map((cells) => [...cells.map((cell) => `| ${cell}`), "|"]));
}
