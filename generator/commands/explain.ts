import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { History } from "../explain/history.js";
import type { Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { describeInputError, keepPace, openInput } from "./capture-input.js";
import { type Context, EXIT, tell } from "./context.js";
import { tellStory } from "./explain-story.js";
import { createFindingTable } from "./explain-table.js";
import { loadOrTell } from "./pack.js";
import { findProject, type ProjectOptions } from "./project.js";

export interface ExplainOptions extends Omit<ProjectOptions, "out"> {
  readonly json?: true;
  /** The connection of this frame is told as a story. */
  readonly frame?: number;
  readonly stream?: number;
}

/** What takes the findings of one file. */
interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly end: () => void;
}

/** `rstdiag explain`: a table, one JSON finding a line, or one connection as a story. */
export async function explain(
  context: Context,
  files: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  let exitCode: number = EXIT.ok;
  for (const file of files) {
    if (!(await explainFile(context, model, file, options))) exitCode = EXIT.badInput;
  }
  return exitCode;
}

/** Prints what one file holds; false where it could not be read to its end. */
async function explainFile(
  context: Context,
  model: Model,
  file: string,
  options: ExplainOptions,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const { end, ...sink } = chooseSink(context, options, counts);
  const input = openInput(context, file, options);
  let message: string | undefined;
  try {
    await explainCapture(model, keepPace(context, input.chunks), {
      ...sink,
      ...(options.frame !== undefined && { watchedFrame: options.frame }),
      counts,
    });
  } catch (error) {
    message = describeInputError(error);
  } finally {
    input.close();
  }
  end();
  if (message === undefined || counts.frames > 0) tell(context, summarise(file, counts));
  if (message !== undefined) tell(context, `${file}: ${message}`);
  return message === undefined;
}

function chooseSink(context: Context, options: ExplainOptions, counts: ExplainCounts): FindingSink {
  const { stdout } = context;
  if (options.frame !== undefined || options.stream !== undefined) {
    return storySink(context, options, counts);
  }
  if (options.json) {
    return {
      consume: (finding) => stdout.write(`${JSON.stringify(finding)}\n`),
      end: () => {},
    };
  }
  const table = createFindingTable(context);
  return { consume: table.add, end: table.print };
}

/** Tells the connection that is asked for, by its number or by one of its frames. */
function storySink(context: Context, options: ExplainOptions, counts: ExplainCounts): FindingSink {
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
      if (options.json) context.stdout.write(`${JSON.stringify(finding)}\n`);
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
