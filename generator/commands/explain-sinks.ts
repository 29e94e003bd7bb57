import type { ExplainCounts } from "../explain/explain-capture.js";
import type { History } from "../explain/history.js";
import type { CaptureSummary } from "../model/capture-summary.js";
import type { Finding } from "../model/finding.js";
import { type Context, tell } from "./context.js";
import { tellStory } from "./explain-story.js";
import { createFindingTable } from "./explain-table.js";
import type { AddRow } from "./parquet-output.js";

/** How the user wants to be told. */
export interface ExplainOutput {
  readonly json?: true;
  /** Behind the findings of a capture is what else a report needs. */
  readonly summary?: true;
  /** The connection of this frame is told as a story. */
  readonly frame?: number;
  readonly stream?: number;
  /** What is told of a capture begins with its name. */
  readonly isTitled?: boolean;
}

/** What takes what is said of one file. */
interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly end: (summary: CaptureSummary) => void;
}

interface Choice {
  readonly options: ExplainOutput;
  readonly addRow: AddRow | undefined;
  readonly counts: ExplainCounts;
}

/** Finds what takes the findings of the capture of that name. */
export function chooseSink(
  context: Context,
  name: string,
  { options, addRow, counts }: Choice,
): FindingSink {
  if (options.frame !== undefined || options.stream !== undefined) {
    return storySink(context, name, { options, counts });
  }
  if (addRow) return rowSink(name, addRow);
  if (options.json) return lineSink(context, name, options);
  const table = createFindingTable(context, options.isTitled ? name : undefined);
  return { consume: table.add, end: table.print };
}

function rowSink(name: string, addRow: AddRow): FindingSink {
  return {
    consume: (finding) => addRow("findings", { file: name, ...finding }),
    end: (summary) => addRow("captures", summary),
  };
}

function lineSink(context: Context, name: string, { summary }: ExplainOutput): FindingSink {
  return rowSink(name, (table, row) => {
    if (table === "findings" || summary) printLine(context, row);
  });
}

function printLine({ stdout }: Context, row: object): void {
  stdout.write(`${JSON.stringify(row)}\n`);
}

/** Tells the connection that is asked for, by its number or by one of its frames. */
function storySink(
  context: Context,
  name: string,
  { options, counts }: Omit<Choice, "addRow">,
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
      else tellStory(context, finding, history, options.isTitled ? name : undefined);
    },
    end: ({ problem }) => {
      if (isTold || problem !== undefined) return;
      tell(
        context,
        `${nameOf(wanted(), options)}; without --stream and --frame all resets are listed`,
      );
    },
  };
}

function nameOf(stream: number | undefined, { frame }: ExplainOutput): string {
  return stream === undefined
    ? `frame ${frame} is in no TCP connection`
    : `stream ${stream} was not reset`;
}
