import { type Command, Option } from "commander";
import { createDecoder } from "../decode/decode-capture.js";
import type { CaptureEdges } from "../explain/capture-edges.js";
import { FailureTable } from "../explain/core/failure-table.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { Conversation, History } from "../explain/core/history.js";
import { conversationLines, failureLines, storyLines } from "../explain/core/story.js";
import { countOf, describeCause, groupDigits, showEndpoint } from "../explain/core/words.js";
import { describeCounts } from "../explain/describe-counts.js";
import {
  DEFAULT_CONNECTION_LIMIT,
  type ExplainCounts,
  type ExplainSink,
  explainCapture,
} from "../explain/explain-capture.js";
import type { OnFailure } from "../explain/failures.js";
import type { FrameComments } from "../explain/frame-comments.js";
import type { Failure } from "../model/failure.js";
import type { CaptureSummary, Finding } from "../model/finding.js";
import { PayloadCounters } from "../report/counters.js";
import { type AnnotateOptions, addAnnotate, annotate } from "./annotate.js";
import { type CaptureInput, nameCapture, openGrowing } from "./capture-input.js";
import { type NamedEdges, tellParts } from "./capture-parts.js";
import { type CaptureOptions, readCapture, readCaptures, type Settings } from "./captures.js";
import {
  type Context,
  coloursFor,
  EXIT,
  JsonPrinter,
  keepMemoryFlat,
  printJson,
  printTitle,
  Refusal,
  type Session,
  tell,
  tellOf,
} from "./context.js";
import { JoinedCapture } from "./join-captures.js";
import { addInputs, addParquetAndHost, numberFrom } from "./options.js";
import type { AddRow } from "./parquet.js";

export function define(command: Command, { context, print, run }: Session): void {
  command
    .argument("<file...>", "pcap or pcapng, or text from tcpdump or tshark; - is standard input")
    .option("--json", "print one JSON finding per line")
    .addOption(
      new Option(
        "--summary",
        "with --json: add a summary object after the findings of each capture, as report needs it",
      )
        .implies({ json: true })
        .conflicts(["parquet", "stream", "frame"]),
    )
    .addOption(
      new Option(
        "--follow",
        "read a capture that is still being written, and print each finding when it is decided",
      ).conflicts(["parquet", "stream", "frame"]),
    )
    .addOption(
      new Option("--join", "read all captures as one, in the order of time").conflicts("follow"),
    )
    .option(
      "--failures",
      "also list connections that failed without an RST: unanswered, or ended by an ICMP error",
    )
    .addOption(
      new Option("--stream <number>", "explain one connection in full, with its last segments")
        .argParser(numberFrom(0))
        .conflicts("frame"),
    )
    .option(
      "--frame <number>",
      "explain the connection that a frame belongs to in full",
      numberFrom(0),
    )
    .option(
      "--connections <number>",
      `follow so many open connections at the same time, of 2 KB of memory each (default: ${DEFAULT_CONNECTION_LIMIT})`,
      numberFrom(1, MOST_CONNECTIONS),
    );
  addInputs(addParquetAndHost(addAnnotate(command))).action((files, options) => {
    keepMemoryFlat();
    const end = options.annotate === undefined ? print : run;
    return end(explain(context, files, options));
  });
}

async function explain(
  context: Context,
  files: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  if (options.follow && files.length > 1) {
    throw new Refusal(
      "--follow reads one capture; give one file, or - for standard input",
      EXIT.usage,
    );
  }
  const captures: NamedEdges[] = [];
  const code = await readCaptures(context, files, options, {
    tables: [
      "findings",
      ...(options.failures ? (["failures"] as const) : []),
      "records",
      "captures",
    ],
    readFile: (_, file, settings, addRow) => {
      const onEdges = (edges: CaptureEdges) => captures.push({ name: file, ...edges });
      const input = options.follow ? { input: openGrowing(context, file) } : {};
      return readInput(context, { name: file, ...input }, { settings, addRow, onEdges });
    },
    ...(options.join && { readAll: readJoined }),
    ...(options.annotate !== undefined && { readAll: readAnnotated }),
  });
  tellParts(context, captures);
  return code;
}

/** More than this no map of JavaScript holds with room to spare. */
const MOST_CONNECTIONS = 10_000_000;

interface ExplainOptions extends CaptureOptions, AnnotateOptions {
  /** How many are followed at the same time. */
  readonly connections?: number;
  /** Connections that failed without an RST are looked for, too. */
  readonly failures?: true;
  /** Behind the findings of a capture follows what else a report needs. */
  readonly summary?: true;
  /** All captures are one. */
  readonly join?: true;
  /** The capture is still being written. */
  readonly follow?: true;
  /** Only the connection of this frame, or this one, is printed, as a story. */
  readonly frame?: number;
  readonly stream?: number;
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
  readonly options: ExplainOptions;
  readonly counts: ExplainCounts;
}

function chooseSink(reading: Reading, addRow: AddRow | undefined): FindingSink {
  const { context, name, options } = reading;
  const { stdout } = context;
  if (options.frame !== undefined || options.stream !== undefined) return storySink(reading);
  if (addRow || options.json) {
    const json = new JsonPrinter(stdout);
    const add = (table: "findings" | "failures", row: object): void => {
      if (addRow) addRow(table, row);
      else json.add(row);
    };
    return {
      consume: (finding) => add("findings", { file: name, ...finding }),
      onFailure: (failure) => add("failures", { file: name, ...failure }),
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
function describeForgotten(evicted: number, { connections }: ExplainOptions): string {
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
  { frame, stream, failures }: ExplainOptions,
  { watchedStream }: ExplainCounts,
): string {
  if (other !== undefined) {
    return `stream ${other.stream} was not reset${failures ? ", and no failure of it is seen" : ""}`;
  }
  if (stream !== undefined) return `there is no stream ${stream} that could be told`;
  if (watchedStream === undefined) return `frame ${frame} is in no TCP connection`;
  return `stream ${watchedStream} was not reset`;
}

/** The same of all files as one capture; says which of its frames are in which file. */
async function readJoined(
  context: Context,
  files: readonly string[],
  settings: Settings<ExplainOptions>,
  addRow?: AddRow,
): Promise<boolean> {
  const joined = new JoinedCapture(context, files);
  const chunks = joined.read();
  const close = async () => {
    await chunks.return();
  };
  const input = { name: joined.name, input: { chunks, close } };
  const isWhole = await readInput(context, input, { settings, addRow });
  for (const { name, first, last } of joined.ranges.slice(0, SHOWN_RANGES)) {
    tellOf(context, name, `frames ${groupDigits(first)} to ${groupDigits(last)}`);
  }
  const more = joined.ranges.length - SHOWN_RANGES;
  if (more > 0) tell(context, `and so on: the files alternate ${groupDigits(more)} more times`);
  for (const { name, message } of joined.problems) tellOf(context, name, message);
  return isWhole && joined.problems.length === 0;
}

const SHOWN_RANGES = 100;

/** Prints what one file holds, and writes a copy of it that says the same. */
function readAnnotated(
  context: Context,
  files: readonly string[],
  settings: Settings<ExplainOptions>,
): Promise<boolean> {
  return annotate(context, files, settings.options, (lasting, name, comments) =>
    readInput(lasting, { name }, { settings, addRow: undefined, comments }),
  );
}

interface NamedInput {
  readonly name: string;
  /** Where it is not the file of that name. */
  readonly input?: CaptureInput;
}

interface InputReading {
  readonly settings: Settings<ExplainOptions>;
  readonly addRow: AddRow | undefined;
  readonly onEdges?: (edges: CaptureEdges) => void;
  /** Get what is found, too. */
  readonly comments?: FrameComments;
}

/** Prints what one file holds, or adds rows; false where it could not be read to its end. */
async function readInput(
  context: Context,
  { name: file, input }: NamedInput,
  { settings: { model, options }, addRow, onEdges, comments }: InputReading,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const name = nameCapture(file, options);
  const { end, flush, onFailure, ...sink } = withComments(
    chooseSink({ context, name, options, counts }, addRow),
    comments,
  );
  const payloads = new PayloadCounters(model);
  const decoded = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const decode = createDecoder(model, {
    consume: (one) => {
      payloads.add(one);
      addRow?.("records", { file: name, ...one.record });
    },
    counts: decoded,
  });
  return readCapture(context, file, options, {
    ...(input && { input }),
    read: (chunks) =>
      explainCapture(model, chunks, {
        ...sink,
        ...(options.failures && { onFailure }),
        ...((options.summary || addRow) && { onFrame: decode }),
        ...(options.frame !== undefined && { watchedFrame: options.frame }),
        ...(onEdges && { onEdges }),
        ...(options.follow && { now: () => Date.now() / 1000 }),
        ...(options.connections !== undefined && { connectionLimit: options.connections }),
        counts,
      }),
    counts,
    ...(flush && { flush }),
    end: (problem) => {
      payloads.resets = decoded.resets;
      const { watchedStream: _watched, ...known } = counts;
      end({
        file: name,
        ...known,
        ...payloads.counts(),
        ...(problem !== undefined && { problem }),
      });
    },
    summarise: () => describeCounts(counts),
  });
}
