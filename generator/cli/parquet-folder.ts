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
import {
  type loadDuckDb,
  type ParquetColumn,
  ParquetError,
  writeParquet,
} from "./parquet-columns.js";

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
    duckDb: Awaited<ReturnType<typeof loadDuckDb>>,
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
      `the folder cannot be made (${code}); name one in a folder that is there`,
    );
  }
}

/** A folder would stop the renaming half way. */
function refuseFolder(path: string): void {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
  throw new ParquetError(`a folder is in the way: ${path}`);
}
