import { readFileSync } from "node:fs";
import { parse } from "csv-parse/sync";

/** Reads a table of `data/`, its cells by commas or tabs; lines that begin with `#` are comments. */
export function readTable(name: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8");
  const isCsv = name.endsWith(".csv");
  return parse(text, {
    comment: "#",
    comment_no_infix: true,
    delimiter: isCsv ? "," : "\t",
    quote: isCsv ? '"' : null,
  });
}
