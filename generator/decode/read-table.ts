import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type * as CsvParse from "csv-parse/sync";

const require = createRequire(import.meta.url);

/** Reads a table of `data/`, its cells by commas or tabs; lines that begin with `#` are comments. */
export function readTable(name: string): readonly (readonly string[])[] {
  const text = readFileSync(new URL(`../../data/${name}`, import.meta.url), "utf8");
  if (name.endsWith(".csv")) {
    const { parse }: typeof CsvParse = require("csv-parse/sync");
    return parse(text, { comment: "#", comment_no_infix: true });
  }
  const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  return lines.map((line) => line.split("\t"));
}
