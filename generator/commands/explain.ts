import { createDecoder } from "../capture/decode-capture.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { History } from "../explain/history.js";
import type { CaptureSummary } from "../model/capture-summary.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { PayloadCounters } from "../report/payload-counters.js";
import { describeInputError, keepPace, nameCapture, openInput } from "./capture-input.js";
import { type Context, EXIT, tell } from "./context.js";
import { tellStory } from "./explain-story.js";
import { createFindingTable } from "./explain-table.js";
import { loadOrTell } from "./pack.js";
import { type AddRow, type ParquetOptions, withParquet } from "./parquet-output.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface ExplainOptions extends Omit<ProjectOptions, "out">, ParquetOptions {
  readonly json?: true;
  /** The machine that has the captures. */
  readonly host?: string;
  /** The connection of this frame is told as a story. */
  readonly frame?: number;
  readonly stream?: number;
}

/** What takes what is said of one file. */
interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly end: (summary: CaptureSummary) => void;
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
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  return withParquet(context, options, {
    model,
    names: ["findings", "records", "captures"],
    run: async (addRow) => {
      let exitCode: number = EXIT.ok;
      for (const file of files) {
        if (!(await explainFile(context, file, { model, options, addRow }))) {
          exitCode = EXIT.badInput;
        }
      }
      return exitCode;
    },
  });
}

/** Prints what one file holds; false where it could not be read to its end. */
async function explainFile(
  context: Context,
  file: string,
  { model, options, addRow }: Task,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const name = nameCapture(file, options);
  const sinks = chooseSinks(context, name, { options, addRow, counts });
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
      consume: (finding) => {
        for (const { consume } of sinks) consume(finding);
      },
      onHistory: (history) => {
        for (const { onHistory } of sinks) onHistory?.(history);
      },
      ...((options.json || addRow) && { onFrame: decode }),
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
  for (const { end } of sinks) end({ file: name, ...known, ...payloads.counts(), ...problem });
  if (message === undefined || counts.frames > 0) tell(context, summarise(file, counts));
  if (message !== undefined) tell(context, `${file}: ${message}`);
  return message === undefined;
}

function chooseSinks(
  context: Context,
  name: string,
  { options, addRow, counts }: Omit<Task, "model"> & { readonly counts: ExplainCounts },
): readonly FindingSink[] {
  if (options.frame !== undefined || options.stream !== undefined) {
    return [storySink(context, name, { options, counts })];
  }
  const sinks = [
    ...(addRow ? [rowSink(name, addRow)] : []),
    ...(options.json ? [rowSink(name, (_table, row) => printLine(context, row))] : []),
  ];
  if (sinks.length > 0) return sinks;
  const table = createFindingTable(context);
  return [{ consume: table.add, end: table.print }];
}

function rowSink(name: string, addRow: AddRow): FindingSink {
  return {
    consume: (finding) => addRow("findings", { file: name, ...finding }),
    end: (summary) => addRow("captures", summary),
  };
}

function printLine({ stdout }: Context, row: object): void {
  stdout.write(`${JSON.stringify(row)}\n`);
}

/** Tells the connection that is asked for, by its number or by one of its frames. */
function storySink(
  context: Context,
  name: string,
  { options, counts }: { readonly options: ExplainOptions; readonly counts: ExplainCounts },
): FindingSink {
  const histories = new Map<number, History>();
  let isTold = false;
  const wanted = (): number | undefined => options.stream ?? counts.watchedStream;
  return {
    onHistory: (history) => {
      if (history.stream === wanted()) histories.set(history.reset.frame, history);
    },
    consume: (finding) => {
      const history = histories.get(finding.frame);
      if (history === undefined) return;
      isTold = true;
      if (options.json) printLine(context, { file: name, ...finding });
      else tellStory(context, finding, history);
    },
    end: () => {
      if (isTold) return;
      tell(
        context,
        `${nameOf(wanted(), options)}; without --stream and --frame all resets are listed`,
      );
    },
  };
}

function nameOf(stream: number | undefined, { frame }: ExplainOptions): string {
  return stream === undefined
    ? `frame ${frame} is in no TCP connection`
    : `stream ${stream} was not reset`;
}

function summarise(file: string, counts: ExplainCounts): string {
  const { frames, segments, resets, evicted, unread } = counts;
  const parts = [`${frames} frames, ${segments} TCP segments, ${resets} resets`];
  if (evicted > 0)
    parts.push(`${evicted} open connections were forgotten, there were too many at once`);
  if (unread > 0) parts.push(`${unread} frames of a link type that is not read`);
  return `${file}: ${parts.join("; ")}`;
}
