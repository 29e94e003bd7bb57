import { createDecoder } from "../capture/decode-capture.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import { countOf } from "../explain/finding-words.js";
import type { Model } from "../model/model.js";
import { PayloadCounters } from "../report/payload-counters.js";
import { describeInputError, keepPace, nameCapture, openInput } from "./capture-input.js";
import { type Context, EXIT, tellOf } from "./context.js";
import { chooseSink, type ExplainOutput } from "./explain-sinks.js";
import { keepMemoryFlat } from "./flat-memory.js";
import { forEachFile } from "./for-each-file.js";
import { loadOrTell } from "./pack.js";
import { type AddRow, type ParquetOptions, withParquet } from "./parquet-output.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface ExplainOptions extends Omit<ProjectOptions, "out">, ParquetOptions, ExplainOutput {
  /** The machine that has the captures. */
  readonly host?: string;
  /** Files that are read at the same time. */
  readonly jobs?: number;
}

interface Task {
  readonly model: Model;
  readonly options: ExplainOptions;
  readonly addRow: AddRow | undefined;
}

/** `rstdiag explain`: a table, JSON lines, Parquet files, or one connection as a story. */
export async function explain(
  context: Context,
  files: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  keepMemoryFlat();
  const titled = { ...options, isTitled: files.length > 1 };
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  return withParquet(context, options, {
    model,
    names: ["findings", "records", "captures"],
    run: async (addRow) => {
      const isWhole = await forEachFile(context, {
        files,
        // Parquet files are written by this thread.
        jobs: addRow ? 1 : options.jobs,
        task: { command: "explain", model, options: titled },
        read: (file) => explainFile(context, file, { model, options: titled, addRow }),
      });
      return isWhole ? EXIT.ok : EXIT.badInput;
    },
  });
}

/** Prints what one file holds; false where it could not be read to its end. */
export async function explainFile(
  context: Context,
  file: string,
  { model, options, addRow }: Task,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const name = nameCapture(file, options);
  const { end, ...sink } = chooseSink(context, name, { options, addRow, counts });
  const payloads = new PayloadCounters(model);
  const decoded = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const decode = createDecoder(model, {
    consume: (one) => {
      payloads.add(one);
      addRow?.("records", { file: name, ...one.record });
    },
    counts: decoded,
  });
  const input = openInput(context, file, options);
  let message: string | undefined;
  try {
    await explainCapture(model, keepPace(context, input.chunks), {
      ...sink,
      ...((options.summary || addRow) && { onFrame: decode }),
      ...(options.frame !== undefined && { watchedFrame: options.frame }),
      counts,
    });
  } catch (error) {
    message = describeInputError(error);
  } finally {
    input.close();
  }
  payloads.resets = decoded.resets;
  const { watchedStream: _watched, ...known } = counts;
  const problem = message === undefined ? {} : { problem: message };
  end({ file: name, ...known, ...payloads.counts(), ...problem });
  if (message === undefined || counts.frames > 0) tellOf(context, file, summarise(counts));
  if (message !== undefined) tellOf(context, file, message);
  return message === undefined;
}

function summarise(counts: ExplainCounts): string {
  const { frames, segments, resets, evicted, unread } = counts;
  const parts = [
    `${countOf(frames, "frame")}, ${countOf(segments, "TCP segment")}, ${countOf(resets, "reset")}`,
  ];
  if (evicted > 0)
    parts.push(`${evicted} open connections were forgotten, there were too many at once`);
  if (unread > 0) parts.push(`${unread} frames of a link type that is not read`);
  return parts.join("; ");
}
