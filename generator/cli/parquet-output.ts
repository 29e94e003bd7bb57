import { resolve } from "node:path";
import { countOf } from "../explain/core/words.js";
import type { Model } from "../model/model.js";
import { findingSchema } from "../targets/explain-schema/finding-schema.js";
import { recordSchema } from "../targets/schema/record-schema.js";
import { type Context, EXIT, tell } from "./context.js";
import { columnsOf, loadDuckDb, ParquetError } from "./parquet-columns.js";
import { ParquetFolder, type ParquetTable } from "./parquet-folder.js";

/** The files that `--parquet` writes, by their name without the ending. */
const TABLES = {
  findings: (model: Model): object => ({ ...findingSchema(model), $ref: "#/$defs/Finding" }),
  captures: (model: Model): object => ({ ...findingSchema(model), $ref: "#/$defs/Capture" }),
  records: (model: Model): object => recordSchema(model),
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
