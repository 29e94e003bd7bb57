/** What the cells of a table's row show, without markup; only for tests. */
export function readCells(line: string): readonly string[] {
  if (!/^\| .*\|$/.test(line)) throw new Error(`no row of a table: ${line}`);
  const cells = line.slice(1, -1).match(/(?:\\.|[^\\|])+/g) ?? [];
  return cells.map((cell) => shownText(cell.trim()));
}

/** The text of a line as a reader sees it; only for tests. */
export function shownText(markdown: string): string {
  return /^`[^`]*`$/.test(markdown)
    ? markdown.slice(1, -1)
    : markdown.replaceAll("<!-- -->", "").replace(/\\([!-/:-@[-`{-~])/g, "$1");
}
