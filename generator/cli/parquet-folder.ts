import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { OWN_ROOT } from "./context.js";

/** A column of a table, with its type as DuckDB writes it. */
export interface ParquetColumn {
  readonly name: string;
  readonly type: string;
}

/** A file of the folder: `name` without its ending. */
export interface ParquetTable {
  readonly name: string;
  readonly columns: readonly ParquetColumn[];
}

interface OpenTable extends ParquetTable {
  readonly lines: string;
  readonly file: number;
  rows: number;
}

/** Rows are written when so many characters of them are there. */
const BATCH_CHARACTERS = 1024 * 1024;

/**
 * Writes rows into Parquet files, all or none. DuckDB would hold the rows of a table in memory, so
 * they wait in JSON lines beside the files and become Parquet at the end.
 * Throws `ParquetError` where a row cannot be written, else the system's error.
 */
export class ParquetFolder {
  readonly #folder: string;
  readonly #scratch: string;
  readonly #tables: ReadonlyMap<string, OpenTable>;
  #waiting = new Map<OpenTable, string>();

  constructor(folder: string, tables: readonly ParquetTable[]) {
    this.#folder = folder;
    makeFolder(folder);
    for (const { name } of tables) refuseFolder(join(folder, fileOf(name)));
    this.#scratch = mkdtempSync(join(folder, ".rstdiag-new-"));
    const opened = tables.map((table): [string, OpenTable] => {
      const lines = join(this.#scratch, `${table.name}.jsonl`);
      return [table.name, { ...table, lines, file: openSync(lines, "wx"), rows: 0 }];
    });
    this.#tables = new Map(opened);
  }

  /** Adds an object that has no members but the columns of its table. */
  add(name: string, row: object): void {
    const table = this.#tables.get(name);
    if (table === undefined) throw new Error(`no table ${name}`);
    const waiting = `${this.#waiting.get(table) ?? ""}${JSON.stringify(row)}\n`;
    table.rows += 1;
    this.#waiting.set(table, waiting);
    if (waiting.length > BATCH_CHARACTERS) this.#flush();
  }

  /** Puts the files into their places; returns their names with the number of their rows. */
  async finish(
    duckDb: Package,
  ): Promise<readonly { readonly file: string; readonly rows: number }[]> {
    this.#flush();
    const made = [...this.#tables.values()].map(({ name, lines, columns, rows }) => ({
      path: lines,
      columns,
      parquet: join(this.#scratch, fileOf(name)),
      file: fileOf(name),
      rows,
    }));
    await writeParquet(duckDb, made, this.#scratch);
    for (const { parquet, file } of made) renameSync(parquet, join(this.#folder, file));
    return made.map(({ file, rows }) => ({ file, rows }));
  }

  /** Takes away all but what is finished; to be called in any case. */
  close(): void {
    for (const { file } of this.#tables.values()) closeSync(file);
    rmSync(this.#scratch, { recursive: true, force: true });
  }

  #flush(): void {
    for (const [{ file }, text] of this.#waiting) writeAll(file, Buffer.from(text));
    this.#waiting = new Map();
  }
}

function writeAll(file: number, octets: Buffer): void {
  try {
    for (let at = 0; at < octets.length; ) at += writeSync(file, octets, at);
  } catch (error) {
    // Else it would be taken for a mistake of the capture that is being read.
    throw new ParquetError(
      `rows cannot be written: ${error instanceof Error ? error.message : error}`,
    );
  }
}

function fileOf(name: string): string {
  return `${name}.parquet`;
}

/** Not with those above it: where Node may not make one of them, it tries for ever. */
function makeFolder(path: string): void {
  if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  try {
    mkdirSync(path);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ParquetError(
      `the folder cannot be created (${code}); name one whose parent folder exists`,
    );
  }
}

/** A folder would stop the renaming half way. */
function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new ParquetError(`a folder is in the way: ${path}`);
}

type Package = typeof import("@duckdb/node-api");

/** Parquet files cannot be written; the message is for people. */
export class ParquetError extends Error {
  override readonly name = "ParquetError";
}

/** The command that puts DuckDB where an rstdiag in the folder `root` finds it. */
function adviceFor(root: string): string {
  const [, prefix] = /^(.*)\/lib\/node_modules\/rstdiag\/$/.exec(root) ?? [];
  return prefix === undefined
    ? "npm install --no-save @duckdb/node-api (add --global if rstdiag is installed so)"
    : `npm install -g --prefix ${prefix} @duckdb/node-api`;
}

/** Loads DuckDB, which most users of rstdiag never need; rejects with `ParquetError` without it. */
export async function loadDuckDb(
  load: () => Promise<Package> = () => import("@duckdb/node-api"),
  root: string = OWN_ROOT,
): Promise<Package> {
  try {
    return await load();
  } catch (error) {
    const isMissing =
      error instanceof Error && "code" in error && error.code === "ERR_MODULE_NOT_FOUND";
    const why = isMissing ? "is not installed" : `cannot be loaded: ${firstLineOf(error)}`;
    throw new ParquetError(
      `Parquet files are written by DuckDB, which ${why}; run: ${adviceFor(root)}`,
    );
  }
}

/** JSON lines at `path` that are to be a Parquet file. */
interface JsonLines {
  readonly path: string;
  readonly columns: readonly ParquetColumn[];
  readonly parquet: string;
}

/** Does all in little memory, and in the folder where the files are; rejects with `ParquetError`. */
async function writeParquet(
  duckDb: Package,
  files: readonly JsonLines[],
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
  { path, columns, parquet }: JsonLines,
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

/** Text in double quotes, as SQL has names. */
export function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}
