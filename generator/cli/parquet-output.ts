import { resolve } from "node:path";
import { countOf } from "../explain/core/words.js";
import type { Model } from "../model/model.js";
import { TIME } from "../model/record.js";
import { definitionOf, type Schema } from "../model/shape.js";
import { LINE_SCHEMAS } from "../targets/schema/documents.js";
import { type Context, EXIT, tell } from "./context.js";
import {
  loadDuckDb,
  type ParquetColumn,
  ParquetError,
  ParquetFolder,
  type ParquetTable,
  quoteName,
} from "./parquet-folder.js";

/** The files that `--parquet` writes, by their name without the ending. */
const TABLES = {
  findings: LINE_SCHEMAS.finding,
  captures: LINE_SCHEMAS.capture,
  records: LINE_SCHEMAS.record,
};

export type TableName = keyof typeof TABLES;

/** Takes a row of a file that `--parquet` writes. */
export type AddRow = (name: TableName, row: object) => void;

export interface ParquetOptions {
  /** The folder to write into. */
  readonly parquet?: string;
}

export interface ParquetTask {
  readonly model: Model;
  readonly names: readonly TableName[];
  /** Does the work, and returns the exit code; there is no `addRow` without `--parquet`. */
  readonly run: (addRow: AddRow | undefined) => Promise<number>;
}

/** Writes what `run` adds where `--parquet` asks for it; else only runs. All files or none. */
export async function withParquet(
  context: Context,
  { parquet }: ParquetOptions,
  { model, names, run }: ParquetTask,
): Promise<number> {
  if (parquet === undefined) return run(undefined);
  try {
    const duckDb = await loadDuckDb();
    const tables = names.map(
      (name): ParquetTable => ({ name, columns: columnsOf(TABLES[name](model)) }),
    );
    const folder = new ParquetFolder(resolve(context.cwd, parquet), tables);
    try {
      const exitCode = await run((name, row) => folder.add(name, row));
      for (const { file, rows } of await folder.finish(duckDb)) {
        tell(context, `${parquet}/${file}: ${countOf(rows, "row")}`);
      }
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

/**
 * The columns of a table with one row for each object that satisfies the schema: its members in
 * their order, objects as structs and arrays as lists. Throws where a member has no single type.
 */
export function columnsOf(schema: Schema): readonly ParquetColumn[] {
  const { $defs = {} } = schema;
  const members = Object.entries(resolveIn($defs, schema).properties ?? {});
  return members.map(([name, member]) => ({ name, type: typeOf(member, $defs) }));
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
      return schema.pattern === TIME.pattern ? "TIMESTAMP_NS" : "VARCHAR";
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
