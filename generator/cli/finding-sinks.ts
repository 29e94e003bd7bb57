import { FailureTable } from "../explain/core/failure-table.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { Conversation, History } from "../explain/core/history.js";
import { conversationLines, failureLines, storyLines } from "../explain/core/story.js";
import { countOf, describeCause, groupDigits, showEndpoint } from "../explain/core/words.js";
import {
  DEFAULT_CONNECTION_LIMIT,
  type ExplainCounts,
  type ExplainSink,
} from "../explain/explain-capture.js";
import type { OnFailure } from "../explain/failures.js";
import type { FrameComments } from "../explain/frame-comments.js";
import type { Failure } from "../model/failure.js";
import type { CaptureSummary, Finding } from "../model/finding.js";
import { type Context, tell } from "./context.js";
import { JsonPrinter, printJson } from "./json-lines.js";
import type { AddRow } from "./parquet.js";
import { coloursFor, printTitle } from "./terminal.js";

/** What of what is found is printed, and how. */
export interface FindingOptions {
  readonly json?: true;
  /** Behind the findings of a capture follows what else a report needs. */
  readonly summary?: true;
  /** The capture is still being written. */
  readonly follow?: true;
  /** Only the connection of this frame, or this one, is printed, as a story. */
  readonly frame?: number;
  readonly stream?: number;
  /** Connections that failed without an RST are looked for, too. */
  readonly failures?: true;
  /** How many are followed at the same time. */
  readonly connections?: number;
  readonly isTitled?: boolean;
}

interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly others?: NonNullable<ExplainSink["others"]>;
  readonly onFailure: OnFailure;
  readonly end: (summary: CaptureSummary) => void;
  readonly flush?: () => void;
}

interface Reading {
  readonly context: Context;
  /** The name of the capture in all that is said of it. */
  readonly name: string;
  readonly options: FindingOptions;
  readonly counts: ExplainCounts;
}

/** Where findings go, besides being printed. */
interface OtherSinks {
  /** Takes them as rows of tables; then nothing is printed. */
  readonly addRow: AddRow | undefined;
  /** Takes them as comments of frames. */
  readonly comments: FrameComments | undefined;
}

/** Takes what is found in one capture. */
export function openSink(reading: Reading, { addRow, comments }: OtherSinks): FindingSink {
  return withComments(chooseSink(reading, addRow), comments);
}

function chooseSink(reading: Reading, addRow: AddRow | undefined): FindingSink {
  const { context, name, options } = reading;
  const { stdout } = context;
  if (options.frame !== undefined || options.stream !== undefined) return storySink(reading);
  if (addRow || options.json) {
    const json = new JsonPrinter(stdout);
    const add = (table: "findings" | "failures", row: object): void => {
      if (addRow) addRow(table, { file: name, ...row });
      else json.addOf(name, row);
    };
    return {
      consume: (finding) => add("findings", finding),
      onFailure: (failure) => add("failures", failure),
      end: (summary) => {
        if (addRow) addRow("captures", summary);
        else if (options.summary) json.add(summary);
      },
      flush: () => json.flush(),
    };
  }
  if (options.follow) return followSink(context);
  const table = new FindingTable();
  const failures = new FailureTable();
  return {
    consume: (finding) => table.add(finding),
    onFailure: (failure) => failures.add(failure),
    end: ({ evicted }) => {
      const style = coloursFor(context, stdout);
      const forgotten = evicted > 0 ? [describeForgotten(evicted, options)] : [];
      const parts = [table.lines(style), failures.lines(style), forgotten];
      const lines = parts.filter(({ length }) => length > 0).flatMap(separate);
      if (lines.length > 0) print(reading, options.isTitled ? [...lines, ""] : lines);
    },
  };
}

/** What the table cannot show. */
function describeForgotten(evicted: number, { connections }: FindingOptions): string {
  const limit = groupDigits(connections ?? DEFAULT_CONNECTION_LIMIT);
  return `${countOf(evicted, "open connection")} had to be forgotten, for more than ${limit} were open at once: --connections follows more.`;
}

/** Hands all that is found to the comments, too. */
function withComments(sink: FindingSink, comments: FrameComments | undefined): FindingSink {
  if (comments === undefined) return sink;
  return {
    ...sink,
    consume: (finding) => {
      comments.addReset(finding);
      sink.consume(finding);
    },
    onFailure: (failure, conversation) => {
      comments.addFailure(failure);
      sink.onFailure(failure, conversation);
    },
  };
}

/** A line for each finding, for nobody waits for a table that has no end. */
function followSink(context: Context): FindingSink {
  const { dim } = coloursFor(context, context.stdout);
  return {
    consume: (finding) => {
      const { frame, client, server, certainty, explanation } = finding;
      const ends = `${showEndpoint(client)} to ${showEndpoint(server)}`;
      const line = `frame ${frame}: ${describeCause(finding)} (${certainty}), ${dim(ends)}: ${explanation}`;
      context.stdout.write(`${line}\n`);
    },
    onFailure: ({ frame, client, server, explanation }) => {
      const ends = `${showEndpoint(client)} to ${showEndpoint(server)}`;
      context.stdout.write(`frame ${frame}: failed without an RST, ${dim(ends)}: ${explanation}\n`);
    },
    end: () => {},
  };
}

/** An empty line between the resets and the failures. */
function separate(lines: readonly string[], at: number): readonly string[] {
  return at === 0 ? lines : ["", ...lines];
}

function print({ context, name, options }: Reading, lines: readonly string[]): void {
  if (options.isTitled) printTitle(context, name);
  context.stdout.write(`${lines.join("\n")}\n`);
}

function tellLeftOut(context: Context, count: number): void {
  if (count === 0) return;
  tell(context, `and ${countOf(count, "more reset")} of it: without --stream, --json lists all`);
}

/** A stream that is reset again and again must not fill the memory. */
const SHOWN_STORIES = 100;

/** Prints the connection that is asked for, by its number or by one of its frames. */
function storySink(reading: Reading): FindingSink {
  const { context, name, options, counts } = reading;
  const histories = new Map<number, History>();
  const found: { readonly finding: Finding; readonly history: History }[] = [];
  const failed: { readonly failure: Failure; readonly conversation: Conversation }[] = [];
  let other: Conversation | undefined;
  let leftOut = 0;
  const wanted = (): number | undefined => options.stream ?? counts.watchedStream;
  return {
    onHistory: (history) => {
      if (history.stream === wanted() && found.length < SHOWN_STORIES)
        histories.set(history.reset.frame, history);
    },
    consume: (finding) => {
      const history = histories.get(finding.frame);
      histories.delete(finding.frame);
      if (history !== undefined) found.push({ finding, history });
      else if (finding.stream === wanted()) leftOut += 1;
    },
    others: {
      isWanted: (stream) => stream === wanted(),
      take: (conversation) => {
        // What comes after that are late segments.
        other ??= conversation;
      },
    },
    onFailure: (failure, conversation) => {
      if (failure.stream === wanted()) failed.push({ failure, conversation });
    },
    end: ({ problem }) => {
      // Health checks wait for others of their kind.
      found.sort((a, b) => a.finding.frame - b.finding.frame);
      const style = coloursFor(context, context.stdout);
      for (const { finding, history } of found) {
        if (options.json) printJson(context.stdout, { file: name, ...finding });
        else print(reading, storyLines(finding, history, style));
      }
      for (const { failure, conversation } of failed) {
        if (options.json) printJson(context.stdout, { file: name, ...failure });
        else print(reading, failureLines(failure, conversation, style));
      }
      tellLeftOut(context, leftOut);
      if (found.length + failed.length > 0) return;
      if (other !== undefined && !options.json) print(reading, conversationLines(other, style));
      if (problem !== undefined) return;
      tell(
        context,
        `${describeNone(other, options, counts)}; leave out --stream and --frame to list all resets`,
      );
    },
  };
}

/** Why there is no reset to be told. */
function describeNone(
  other: Conversation | undefined,
  { frame, stream, failures }: FindingOptions,
  { watchedStream }: ExplainCounts,
): string {
  if (other !== undefined) {
    return `stream ${other.stream} was not reset${failures ? ", and no failure of it is seen" : ""}`;
  }
  if (stream !== undefined) return `there is no stream ${stream} that could be told`;
  if (watchedStream === undefined) return `frame ${frame} is in no TCP connection`;
  return `stream ${watchedStream} was not reset`;
}
