import { versions } from "node:process";
import { setFlagsFromString } from "node:v8";
import type { Model } from "../model/model.js";
import { type CaptureInput, describeInputError, keepPace, openInput } from "./capture-input.js";
import { type Context, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import type { AddRow, ParquetOptions, TableName } from "./parquet.js";
import { findInputs, type InputOptions, loadOrRefuse } from "./project.js";

/** What the commands understand that print what captures hold, or write it into Parquet files. */
export interface CaptureOptions extends InputOptions, ParquetOptions {
  readonly json?: true;
  readonly host?: string;
  /** What is printed of a capture begins with its name. */
  readonly isTitled?: boolean;
}

/** What reading a file needs. */
export interface Settings<Options extends CaptureOptions> {
  readonly model: Model;
  readonly options: Options;
}

interface CaptureCommand<Options extends CaptureOptions> {
  readonly tables: readonly TableName[];
  /** Prints what one file holds, or adds rows; false where it could not be read to its end. */
  readonly readFile: (
    context: Context,
    file: string,
    settings: Settings<Options>,
    addRow?: AddRow,
  ) => Promise<boolean>;
  /** The same of all files as one. */
  readonly readAll?: (
    context: Context,
    files: readonly string[],
    settings: Settings<Options>,
    addRow?: AddRow,
  ) => Promise<boolean>;
}

/**
 * Makes V8 collect before the old generation has grown by more than 50 %. Connections that have
 * ended live just long enough to become old garbage, of which V8 keeps the more, the longer it runs:
 * 346 MB at 4 GB of capture, against 229 MB so, for 7 % more CPU.
 *
 * Node 20 compiles a function as soon as it has run for a millisecond or so, hundreds of them for a
 * few resets: a quarter of what 1 GB takes. To wait longer saves most of that, and costs 5 to 9 %
 * where 100,000 connections or more are reset. Later versions wait by themselves.
 */
export function prepareForCaptures(): void {
  setFlagsFromString("--heap-growing-percent=50");
  if (versions.v8.startsWith("11.")) setFlagsFromString("--interrupt-budget=300000");
}

/** Loads the Model, and reads one file after the other. Gives the exit code. */
export async function readCaptures<Options extends CaptureOptions>(
  context: Context,
  files: readonly string[],
  options: Options,
  { tables, readFile, readAll }: CaptureCommand<Options>,
): Promise<number> {
  const model = await loadOrRefuse(context, findInputs(context, options));
  const settings = { model, options: { ...options, isTitled: files.length > 1 && !readAll } };
  const read = async (addRow?: AddRow): Promise<number> => {
    if (readAll) {
      return (await readAll(context, files, settings, addRow)) ? EXIT.ok : EXIT.badInput;
    }
    let isWhole = true;
    for (const file of files) {
      isWhole = (await readFile(context, file, settings, addRow)) && isWhole;
    }
    return isWhole ? EXIT.ok : EXIT.badInput;
  };
  if (options.parquet === undefined) return read();
  // Only here, since all schemas are made when it is loaded, which every short run would pay for.
  const { withParquet } = await import("./parquet.js");
  return withParquet(context, options.parquet, { ...options, model, tables }, read);
}

interface CaptureReading {
  /** Where it is not the file. */
  readonly input?: CaptureInput;
  readonly read: (chunks: AsyncIterable<Uint8Array>, ahead: CaptureInput["ahead"]) => Promise<void>;
  /** Of the frames that `read` counts. */
  readonly counts: { readonly frames: number };
  /** Ends what `read` began; `problem` says why the file could not be read to its end. */
  readonly end: (problem: string | undefined) => void;
  /** Prints what is held back until some more was read. */
  readonly flush?: () => void;
  readonly summarise: () => string;
}

/** Reads one file as far as it can be read, and tells what was counted and what is wrong with it. */
export async function readCapture(
  context: Context,
  file: string,
  options: CaptureOptions,
  { read, counts, end, flush, summarise, ...given }: CaptureReading,
): Promise<boolean> {
  const input = given.input ?? openInput(context, file, options);
  let problem: string | undefined;
  try {
    await read(keepPace(context, input.chunks, flush), input.ahead);
  } catch (error) {
    problem = describeInputError(error);
  } finally {
    await input.close();
  }
  end(problem);
  flush?.();
  if (problem === undefined || counts.frames > 0) tellOf(context, file, summarise());
  if (problem !== undefined) tellOf(context, file, problem);
  return problem === undefined;
}
