import { type DecodeCounts, type Decoded, decodeCapture } from "../capture/decode-capture.js";
import { countOf } from "../explain/finding-words.js";
import type { Model } from "../model/model.js";
import { decodeTcpdumpText } from "../verify/decode-tcpdump-text.js";
import { TcpdumpTextError } from "../verify/tcpdump-frames.js";
import { describeInputError, keepPace, nameCapture, openInput } from "./capture-input.js";
import { type Context, EXIT, tellOf } from "./context.js";
import { createDecodeTable } from "./decode-table.js";
import { forEachFile } from "./for-each-file.js";
import { loadOrTell } from "./pack.js";
import { type AddRow, type ParquetOptions, withParquet } from "./parquet-output.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface DecodeOptions extends Omit<ProjectOptions, "out">, ParquetOptions {
  readonly json?: true;
  /** The machine that has the captures. */
  readonly host?: string;
  /** What the files are; captures where absent. */
  readonly from?: "capture" | "tcpdump-text";
  /** Files that are read at the same time. */
  readonly jobs?: number;
  /** What is told of a capture begins with its name. */
  readonly isTitled?: boolean;
}

/** `rstdiag decode`: a table, JSON lines or a Parquet file; counts go to standard error. */
export async function decode(
  context: Context,
  files: readonly string[],
  options: DecodeOptions,
): Promise<number> {
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const titled = { ...options, isTitled: files.length > 1 };
  return withParquet(context, options, {
    model,
    names: ["records"],
    run: async (addRow) => {
      const isWhole = await forEachFile(context, {
        files,
        // Parquet files are written by this thread.
        jobs: addRow ? 1 : options.jobs,
        task: { command: "decode", model, options: titled },
        read: (file) => decodeFile(context, file, { model, options: titled, addRow }),
      });
      return isWhole ? EXIT.ok : EXIT.badInput;
    },
  });
}

interface Task {
  readonly model: Model;
  readonly options: DecodeOptions;
  readonly addRow: AddRow | undefined;
}

/** Prints what one file holds; false where it could not be read to its end. */
export async function decodeFile(
  context: Context,
  file: string,
  { model, options, addRow }: Task,
): Promise<boolean> {
  const name = nameCapture(file, options);
  const title = options.isTitled ? name : undefined;
  const table = options.json || addRow ? undefined : createDecodeTable(context, title);
  const consume = (decoded: Decoded): void => {
    const row = { file: name, ...decoded.record };
    if (table) table.add(decoded);
    else if (addRow) addRow("records", row);
    else context.stdout.write(`${JSON.stringify(row)}\n`);
  };
  const input = openInput(context, file, options);
  let message: string | undefined;
  const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  try {
    const read = options.from === "tcpdump-text" ? decodeTcpdumpText : decodeCapture;
    await read(model, keepPace(context, input.chunks), { consume, counts });
  } catch (error) {
    message = describe(error);
  } finally {
    input.close();
  }
  table?.print();
  if (message === undefined || counts.frames > 0) tellOf(context, file, summarise(counts, options));
  if (message !== undefined) tellOf(context, file, message);
  return message === undefined;
}

/** A text that tcpdump printed can be damaged as a capture can. */
function describe(error: unknown): string {
  return error instanceof TcpdumpTextError ? error.message : describeInputError(error);
}

function summarise(counts: DecodeCounts, { from }: DecodeOptions): string {
  const { frames, unread, resets, stated, guessed } = counts;
  if (from === "tcpdump-text") {
    const hint = "with -n, and -v or -vvv, tcpdump prints what is needed";
    const skipped = unread === 0 ? "" : `; ${unread} not read: ${hint}`;
    return `${countOf(frames, "frame")}, ${resets} RST: ${stated} with a reason${skipped}`;
  }
  const silent = resets - stated - guessed;
  const others = guessed === 0 ? "" : `, ${guessed} with another payload`;
  const skipped = unread === 0 ? "" : `; ${unread} frames of a link type that is not read`;
  return `${countOf(frames, "frame")}, ${resets} RST: ${stated} with a reason${others}, ${silent} without${skipped}`;
}
