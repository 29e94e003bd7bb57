import { appendFileSync, lstatSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { countOf } from "../explain/core/words.js";
import type { Writer } from "../install/scratch-folders.js";
import { EXISTS, WholeFiles } from "../install/whole-files.js";
import type { Model } from "../model/model.js";
import { TIME } from "../model/record.js";
import { definitionOf, type Schema } from "../model/shape.js";
import { showUnprintable } from "../model/text.js";
import { LINE_SCHEMAS } from "../targets/schema/documents.js";
import { type Context, messageOf, tell, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { readPart } from "./named-output.js";
import { OWN_ROOT } from "./own-release.js";

/** The files that `--parquet` writes, by their name without the ending. */
const TABLES = {
  findings: LINE_SCHEMAS.finding,
  failures: LINE_SCHEMAS.failure,
  captures: LINE_SCHEMAS.capture,
  records: LINE_SCHEMAS.record,
};

export type TableName = keyof typeof TABLES;

export type AddRow = (name: TableName, row: object) => void;

export interface ParquetOptions {
  readonly parquet?: string;
  /** Existing files may be replaced, whoever wrote them. */
  readonly force?: true;
}

/** What is written, and over what. */
interface Written extends Pick<ParquetOptions, "force"> {
  readonly model: Model;
  readonly tables: readonly TableName[];
}

/** Writes what `run` adds into the folder `parquet`, all files or none. Gives the exit code. */
export async function withParquet(
  context: Context,
  parquet: string,
  { model, tables, force }: Written,
  run: (addRow: AddRow) => Promise<number>,
): Promise<number> {
  try {
    const duckDb = await loadDuckDb();
    const path = resolve(context.cwd, parquet);
    const isReplacing = force === true;
    const described = tables.map((name) => ({ name, columns: columnsOf(TABLES[name](model)) }));
    const folder = new ParquetFolder(context, { path, isReplacing }, described);
    try {
      const exitCode = await run((name, row) => folder.add(name, row));
      for (const { file, rows } of await folder.finish(duckDb)) {
        tell(context, `${parquet}/${file}: ${countOf(rows, "row")}`);
      }
      for (const [file, times] of folder.lostTimes) tellOf(context, file, describeLost(times));
      return exitCode;
    } finally {
      folder.close();
    }
  } catch (error) {
    if (!(error instanceof ParquetError)) throw error;
    tell(context, `${parquet}: ${error.message}`);
    return EXIT.badInput;
  }
}

function describeLost(times: number): string {
  const many = times === 1 ? "1 time is" : `${times} times are`;
  return `${many} outside the years ${FIRST_YEAR} to ${LAST_YEAR}, which a Parquet file cannot hold: null there`;
}

/** A column of a table, with its type as DuckDB writes it. */
interface Column {
  readonly name: string;
  readonly type: string;
}

/**
 * The columns of a table with one row for each object that satisfies the schema: its members in
 * their order, objects as structs and arrays as lists. Throws where a member has no single type.
 */
export function columnsOf(schema: Schema): readonly Column[] {
  const { $defs = {} } = schema;
  const members = Object.entries(resolveIn($defs, schema).properties ?? {});
  return members.map(([name, member]) => ({ name, type: typeOf(member, $defs) }));
}

/** Nanoseconds since 1970 in 64 bits: of 1677 and of 2262 it has a part. */
const TIMESTAMP = "TIMESTAMP_NS";
const FIRST_YEAR = 1678;
const LAST_YEAR = 2261;
const FRACTION = /(\.\d{9})\d+Z$/;

/** A time as a column can have it; null where it cannot. */
function fitTime(time: string): string | null {
  const year = Number(time.slice(0, 4));
  if (year < FIRST_YEAR || year > LAST_YEAR) return null;
  return time.replace(FRACTION, "$1Z");
}

type Definitions = NonNullable<Schema["$defs"]>;

function resolveIn(definitions: Definitions, schema: Schema): Schema {
  const name = definitionOf(schema);
  return name === undefined ? schema : resolveIn(definitions, definitions[name] ?? {});
}

function typeOf(member: Schema | false, definitions: Definitions): string {
  const schema = resolveIn(definitions, member || {});
  switch (schema.enum ? "string" : schema.type) {
    case "boolean":
      return "BOOLEAN";
    case "integer":
      return integerType(schema);
    case "number":
      return "DOUBLE";
    case "string":
      return schema.pattern === TIME.pattern ? TIMESTAMP : "VARCHAR";
    case "array":
      return `${typeOf(schema.items ?? {}, definitions)}[]`;
    case "object": {
      const members = Object.entries(schema.properties ?? {});
      const types = members.map(([name, one]) => `${quoteName(name)} ${typeOf(one, definitions)}`);
      return `STRUCT(${types.join(", ")})`;
    }
    default:
      throw new Error(`no type of a column for ${JSON.stringify(schema)}`);
  }
}

function integerType({ minimum = -1, maximum = Number.POSITIVE_INFINITY }: Schema): string {
  if (minimum < 0) return "BIGINT";
  if (maximum < 2 ** 16) return "USMALLINT";
  return maximum < 2 ** 32 ? "UINTEGER" : "BIGINT";
}

/** A file of the folder: `name` without its ending. */
export interface ParquetTable {
  readonly name: string;
  readonly columns: readonly Column[];
}

interface OpenTable extends ParquetTable {
  readonly file: string;
  /** Path at which it is written, and of its rows as JSON lines. */
  readonly whole: string;
  readonly lines: string;
  rows: number;
  /** Lines that are not in the file yet. */
  waiting: string;
}

/** Where the tables are written. */
interface Place {
  /** Absolute. */
  readonly path: string;
  /** Whether files that we did not write may be replaced. */
  readonly isReplacing: boolean;
}

/** Rows are written when so many characters of them are there. */
const BATCH_CHARACTERS = 1024 * 1024;

/**
 * Writes rows into Parquet files, all or none. DuckDB would hold the rows of a table in memory, so
 * they wait in JSON lines beside the files and become Parquet at the end.
 * Throws `ParquetError` where a row cannot be written, else the system's error.
 */
export class ParquetFolder {
  readonly #files: WholeFiles;
  readonly #tables: readonly OpenTable[];
  /** Times that could not be written, by the capture that has them. */
  readonly lostTimes = new Map<string, number>();

  constructor(
    writer: Writer,
    { path: folder, isReplacing }: Place,
    tables: readonly ParquetTable[],
  ) {
    refuseFolder(folder);
    this.#files = new WholeFiles(writer);
    try {
      this.#tables = tables.map((table) => {
        const file = `${table.name}.parquet`;
        const path = join(folder, file);
        const isNew = !isReplacing && !isThere(path);
        const mayReplace = isReplacing ? {} : { mayReplace: isOurs };
        const whole = this.#files.place({ folder, path, isNew, ...mayReplace });
        if (!isReplacing && !isNew && !isOurs(path)) throw new ParquetError(`${file} ${EXISTS}`);
        return { ...table, file, whole, lines: `${whole}.jsonl`, rows: 0, waiting: "" };
      });
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Adds an object that has no members but the columns of its table. */
  add(name: string, row: object): void {
    const table = this.#tables.find((one) => one.name === name);
    if (table === undefined) throw new Error(`no table ${name}`);
    table.waiting += `${JSON.stringify(this.#withTimes(row, table), withoutHidden)}\n`;
    table.rows += 1;
    if (table.waiting.length > BATCH_CHARACTERS) flush(table);
  }

  /** One time that cannot be written would leave all captures without tables. */
  #withTimes(row: object, { columns }: OpenTable): object {
    const fitted: [string, string | null][] = [];
    for (const [name, value] of Object.entries(row)) {
      if (typeof value !== "string") continue;
      if (!columns.some((column) => column.name === name && column.type === TIMESTAMP)) continue;
      const time = fitTime(value);
      if (time === value) continue;
      fitted.push([name, time]);
      if (time !== null) continue;
      const file = "file" in row ? String(row.file) : "";
      this.lostTimes.set(file, (this.lostTimes.get(file) ?? 0) + 1);
    }
    return fitted.length === 0 ? row : { ...row, ...Object.fromEntries(fitted) };
  }

  /** Puts the files into their places; returns their names with the number of their rows. */
  async finish(
    duckDb: Package,
  ): Promise<readonly { readonly file: string; readonly rows: number }[]> {
    this.#tables.forEach(flush);
    try {
      await writeParquet(duckDb, this.#tables);
    } catch (error) {
      throw new ParquetError(`DuckDB: ${this.#nameFiles(firstLineOf(error))}`);
    }
    await this.#files.finish();
    return this.#tables.map(({ file, rows }) => ({ file, rows }));
  }

  /** Takes away all but what is finished; to be called in any case. */
  close(): void {
    this.#files.discard();
  }

  /** What is said of a file that is not in its place yet is said of the file. */
  #nameFiles(message: string): string {
    return this.#tables.reduce(
      (text, { file, whole, lines }) => text.replaceAll(lines, file).replaceAll(whole, file),
      message,
    );
  }
}

/** Programs print a column's text as it is, without the escapes that JSON has. */
function withoutHidden(_member: string, value: unknown): unknown {
  return typeof value === "string" ? showUnprintable(value) : value;
}

function flush(table: OpenTable): void {
  try {
    appendFileSync(table.lines, table.waiting);
  } catch (error) {
    // Else it would be taken for a mistake of the capture that is being read.
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ParquetError(
      `${table.file} cannot be written (${code}); check the folder, its rights and space`,
    );
  }
  table.waiting = "";
}

/** A folder is made, but not those above it, which a mistyped name would ask for. */
function refuseFolder(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory()) return;
  if (found !== undefined) throw new ParquetError("is no folder; name one");
  if (statSync(dirname(path), { throwIfNoEntry: false })?.isDirectory()) return;
  throw new ParquetError("the folder cannot be created; name one whose parent folder exists");
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What a table of ours has among its metadata, which are at its end. */
const MARK = "rstdiag-table";
const END_OCTETS = 64 * 1024;
/** Parquet's magic number, at both ends of a file. */
const MAGIC = "PAR1";

function isOurs(path: string): boolean {
  const [start, end] = [readPart(path, 0, MAGIC.length), readPart(path, -END_OCTETS, END_OCTETS)];
  const isTable = start.equals(Buffer.from(MAGIC)) && end.subarray(-MAGIC.length).equals(start);
  return isTable && end.includes(MARK);
}

type Package = typeof import("@duckdb/node-api");

/** Parquet files cannot be written; the message is for people. */
export class ParquetError extends Error {
  override readonly name = "ParquetError";
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

/** The command that puts DuckDB where an rstdiag in the folder `root` finds it. */
function adviceFor(root: string): string {
  const [, prefix] = /^(.*)\/lib\/node_modules\/rstdiag\/$/.exec(root) ?? [];
  return prefix === undefined
    ? "npm install --no-save @duckdb/node-api (add --global if rstdiag is installed so)"
    : `npm install -g --prefix ${prefix} @duckdb/node-api`;
}

/** Does all in little memory, and in the folder where the files are. */
async function writeParquet(duckDb: Package, tables: readonly OpenTable[]): Promise<void> {
  const [{ whole: first } = { whole: "" }] = tables;
  const instance = await duckDb.DuckDBInstance.create(":memory:", {
    threads: "1",
    memory_limit: "256MB",
    temp_directory: dirname(first),
    // What reads JSON and writes Parquet is in the package; nothing is to be loaded from elsewhere.
    autoinstall_known_extensions: "false",
    autoload_known_extensions: "false",
  });
  const connection = await instance.connect();
  try {
    for (const { name, lines, columns, whole } of tables) {
      const names = columns.map(({ name }) => quoteName(name)).join(", ");
      const types = columns.map(({ name, type }) => `${quoteText(name)}: ${quoteText(type)}`);
      await connection.run(
        `COPY (SELECT ${names} ` +
          `FROM read_json(${quoteText(lines)}, format = 'newline_delimited', columns = {${types.join(", ")}})) ` +
          `TO ${quoteText(whole)} (FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 30720, ` +
          `KV_METADATA {${quoteName(MARK)}: ${quoteText(name)}})`,
      );
    }
  } finally {
    connection.closeSync();
    instance.closeSync();
  }
}

function quoteText(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

function quoteName(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

function firstLineOf(error: unknown): string {
  return messageOf(error).split("\n", 1)[0] ?? "";
}
