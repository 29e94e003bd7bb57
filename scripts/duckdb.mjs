// Asks DuckDB a question, and prints the answer as its own program does for `duckdb -csv -c SQL`: for
// the tests of what the pages show, since neither Debian nor npm has that program.
import { DuckDBInstance } from "@duckdb/node-api";

/** @param {unknown} value */
function cellOf(value) {
  const text = value === null ? "" : String(value);
  return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const [format, flag, sql] = process.argv.slice(2);
if (format === "-csv" && flag === "-c" && sql !== undefined) {
  const connection = await (await DuckDBInstance.create(":memory:")).connect();
  const result = await connection.runAndReadAll(`SELECT COLUMNS(*)::VARCHAR FROM (${sql})`);
  for (const row of [result.columnNames(), ...result.getRowsJS()]) {
    console.log(row.map(cellOf).join(","));
  }
} else {
  console.error("usage: node scripts/duckdb.mjs -csv -c SQL");
  process.exitCode = 2;
}
