import type { DuckDBConnection } from "@duckdb/node-api";
import { type ParquetColumn, quoteName } from "./parquet-columns.js";

type Package = typeof import("@duckdb/node-api");

/** Parquet files cannot be written; the message is for people. */
export class ParquetError extends Error {
  override readonly name = "ParquetError";
}

const ADVICE = "npm install --no-save @duckdb/node-api (with --global where rstdiag is so)";

/** Loads DuckDB, which most users of rstdiag never need; rejects with `ParquetError` without it. */
export async function loadDuckDb(
  load: () => Promise<Package> = () => import("@duckdb/node-api"),
): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    const why = isMissing ? "is not installed" : `cannot be loaded: ${firstLineOf(error)}`;
    throw new ParquetError(`Parquet files are written by DuckDB, which ${why}; run: ${ADVICE}`);
  }
}

/** What is to be made a Parquet file: JSON lines, with the types of their members. */
export interface JsonLines {
  readonly path: string;
  readonly columns: readonly ParquetColumn[];
}

/** Does all in little memory, and in the folder where the files are; rejects with `ParquetError`. */
export async function writeParquet(
  duckDb: Package,
  files: readonly (JsonLines & { readonly parquet: string })[],
  scratch: string,
): Promise<void> {
  try {
    const instance = await duckDb.DuckDBInstance.create(":memory:", {
      threads: "1",
      memory_limit: "256MB",
      temp_directory: scratch,
      // What reads JSON and writes Parquet is in the package; nothing is to be loaded from elsewhere.
      autoinstall_known_extensions: "false",
      autoload_known_extensions: "false",
    });
    const connection = await instance.connect();
    try {
      for (const file of files) await convert(connection, file);
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  } catch (error) {
    throw new ParquetError(`DuckDB: ${firstLineOf(error)}`);
  }
}

async function convert(
  connection: DuckDBConnection,
  { path, columns, parquet }: JsonLines & { readonly parquet: string },
): Promise<void> {
  const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
  await connection.run(
    `COPY (SELECT ${columns.map(({ name }) => quoteName(name)).join(", ")} ` +
      `FROM read_json(${quoteText(path)}, format = 'newline_delimited', columns = {${types.join(", ")}})) ` +
      `TO ${quoteText(parquet)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720)`,
  );
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function firstLineOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).split("\n", 1)[0] ?? "";
}
