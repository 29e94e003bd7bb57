import { type Command, Option } from "commander";
import { describeUnread } from "../capture/unread-frames.js";
import { createDecoder } from "../decode/decode-capture.js";
import type { CaptureEdges } from "../explain/capture-edges.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { History } from "../explain/core/history.js";
import { storyLines } from "../explain/core/story.js";
import { countOf, showEndpoint } from "../explain/core/words.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { CaptureSummary, Finding } from "../model/finding.js";
import type { Model } from "../model/model.js";
import { showUnprintable } from "../model/text.js";
import { PayloadCounters } from "../report/counters.js";
import {
  type CaptureInput,
  describeInputError,
  keepPace,
  nameCapture,
  openGrowing,
  openInput,
} from "./capture-input.js";
import { type NamedEdges, tellParts } from "./capture-parts.js";
import {
  type Context,
  coloursFor,
  EXIT,
  keepMemoryFlat,
  printTitle,
  type Session,
  tell,
  tellOf,
} from "./context.js";
import { forEachFile } from "./file-threads.js";
import { JoinedCapture } from "./join-captures.js";
import { addInputs, addJobs, addParquetAndHost, wholeNumber } from "./options.js";
import { type AddRow, type ParquetOptions, withParquet } from "./parquet-output.js";
import { findProject, loadOrTell, type ProjectOptions } from "./project.js";

export function define(command: Command, { context, print }: Session): void {
  command
    .argument("<file...>", "pcap or pcapng; - is standard input")
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
      "--stream <number>",
      "explain one connection in full, with its last segments",
      wholeNumber,
    )
    .option(
      "--frame <number>",
      "explain the connection that a frame belongs to in full",
      wholeNumber,
    );
  addInputs(addJobs(addParquetAndHost(command))).action((files, options) =>
    print(explain(context, files, options)),
  );
}

/** What is printed. */
interface ExplainOutput {
  readonly json?: true;
  /** Behind the findings of a capture follows what else a report needs. */
  readonly summary?: true;
  /** All captures are one. */
  readonly join?: true;
  /** The capture is still being written. */
  readonly follow?: true;
  /** Only the connection of this frame is printed, as a story. */
  readonly frame?: number;
  readonly stream?: number;
  /** What is printed of a capture begins with its name. */
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
function chooseSink(
  context: Context,
  name: string,
  { options, addRow, counts }: Choice,
): FindingSink {
  if (options.frame !== undefined || options.stream !== undefined) {
    return storySink(context, name, { options, counts });
  }
  if (addRow) return rowSink(name, addRow);
  if (options.json) return lineSink(context, name, options);
  if (options.follow) return followSink(context);
  const table = new FindingTable();
  return {
    consume: (finding) => table.add(printable(finding)),
    end: () => {
      const lines = table.lines(coloursFor(context, context.stdout));
      if (lines.length === 0) return;
      print(context, options.isTitled ? [...lines, ""] : lines, options.isTitled && name);
    },
  };
}

/** A finding whose words of a packet's payload cannot reach for the terminal. */
function printable(finding: Finding): Finding {
  const { reason } = finding;
  return reason === undefined ? finding : { ...finding, reason: showUnprintable(reason) };
}

function print(
  context: Context,
  lines: readonly string[],
  title: string | false | undefined,
): void {
  if (title) printTitle(context, title);
  context.stdout.write(`${lines.join("\n")}\n`);
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

/** A line for each finding, for nobody waits for a table that has no end. */
function followSink(context: Context): FindingSink {
  const { dim } = coloursFor(context, context.stdout);
  return {
    consume: (finding) => {
      const { frame, client, server, cause, certainty, explanation } = printable(finding);
      const ends = `${showEndpoint(client)} to ${showEndpoint(server)}`;
      const line = `frame ${frame}: ${cause} (${certainty}), ${dim(ends)}: ${explanation}`;
      context.stdout.write(`${line}\n`);
    },
    end: () => {},
  };
}

function printLine({ stdout }: Context, row: object): void {
  stdout.write(`${JSON.stringify(row)}\n`);
}

/** Prints the connection that is asked for, by its number or by one of its frames. */
function storySink(
  context: Context,
  name: string,
  { options, counts }: Omit<Choice, "addRow">,
): FindingSink {
  const histories = new Map<number, History>();
  const found: { readonly finding: Finding; readonly history: History }[] = [];
  const wanted = (): number | undefined => options.stream ?? counts.watchedStream;
  return {
    onHistory: (history) => {
      if (history.stream === wanted()) histories.set(history.reset.frame, history);
    },
    consume: (finding) => {
      const history = histories.get(finding.frame);
      if (history !== undefined) found.push({ finding, history });
    },
    end: ({ problem }) => {
      // Health checks wait for others of their kind.
      for (const { finding, history } of found.sort(byFrame)) {
        if (options.json) printLine(context, { file: name, ...finding });
        else {
          const style = coloursFor(context, context.stdout);
          print(context, storyLines(printable(finding), history, style), options.isTitled && name);
        }
      }
      if (found.length > 0 || problem !== undefined) return;
      tell(
        context,
        `${nameOf(wanted(), options)}; leave out --stream and --frame to list all resets`,
      );
    },
  };
}

function byFrame(a: { readonly finding: Finding }, b: { readonly finding: Finding }): number {
  return a.finding.frame - b.finding.frame;
}

function nameOf(stream: number | undefined, { frame }: ExplainOutput): string {
  return stream === undefined
    ? `frame ${frame} is in no TCP connection`
    : `stream ${stream} was not reset`;
}

interface ExplainOptions extends Omit<ProjectOptions, "out">, ParquetOptions, ExplainOutput {
  /** The machine that has the captures. */
  readonly host?: string;
  /** Files that are read at the same time. */
  readonly jobs?: number;
}

interface Settings {
  readonly model: Model;
  readonly options: ExplainOptions;
}

/** Prints a table, JSON lines or one connection as a story, or writes Parquet files. */
async function explain(
  context: Context,
  files: readonly string[],
  options: ExplainOptions,
): Promise<number> {
  keepMemoryFlat();
  if (options.follow && files.length > 1) {
    tell(context, "--follow reads one capture; give one file, or - for standard input");
    return EXIT.usage;
  }
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const settings = { model, options: { ...options, isTitled: files.length > 1 && !options.join } };
  return withParquet(context, options, {
    model,
    names: ["findings", "records", "captures"],
    run: async (addRow) => {
      if (options.join) {
        return (await readJoined(context, files, { settings, addRow })) ? EXIT.ok : EXIT.badInput;
      }
      const captures: NamedEdges[] = [];
      const isWhole = await forEachFile(context, {
        files,
        // Parquet files are written by this thread.
        jobs: addRow ? 1 : options.jobs,
        isJson: options.json === true,
        module: import.meta.url,
        settings,
        read: (file) => {
          const onEdges = (edges: CaptureEdges) => captures.push({ name: file, ...edges });
          return readFile(context, file, settings, { addRow, onEdges });
        },
      });
      tellParts(context, captures);
      return isWhole ? EXIT.ok : EXIT.badInput;
    },
  });
}

/** Prints what one file holds; false where it could not be read to its end. */
export async function readFile(
  context: Context,
  file: string,
  settings: Settings,
  hearers: Hearers = {},
): Promise<boolean> {
  const { options } = settings;
  const input = options.follow ? openGrowing(context, file) : openInput(context, file, options);
  return readInput(context, { name: file, input }, { settings, ...hearers });
}

/** Who else learns what a file holds. */
interface Hearers {
  readonly addRow?: AddRow | undefined;
  readonly onEdges?: (edges: CaptureEdges) => void;
}

interface Reading extends Hearers {
  readonly settings: Settings;
}

/** The same of all files as one capture; says which of its frames are in which file. */
async function readJoined(
  context: Context,
  files: readonly string[],
  reading: Reading,
): Promise<boolean> {
  const joined = new JoinedCapture(context, files);
  const chunks = joined.read();
  const close = async () => {
    await chunks.return();
  };
  const isWhole = await readInput(
    context,
    { name: joined.name, input: { chunks, close } },
    reading,
  );
  for (const { name, first, last } of joined.ranges.slice(0, SHOWN_RANGES)) {
    tellOf(
      context,
      name,
      `frames ${first.toLocaleString("en-US")} to ${last.toLocaleString("en-US")}`,
    );
  }
  const more = joined.ranges.length - SHOWN_RANGES;
  if (more > 0)
    tell(context, `and so on: the files alternate ${more.toLocaleString("en-US")} more times`);
  for (const { name, message } of joined.problems) tellOf(context, name, message);
  return isWhole && joined.problems.length === 0;
}

const SHOWN_RANGES = 100;

interface NamedInput {
  readonly name: string;
  readonly input: CaptureInput;
}

async function readInput(
  context: Context,
  { name: file, input }: NamedInput,
  { settings: { model, options }, addRow, onEdges }: Reading,
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
  let message: string | undefined;
  try {
    await explainCapture(model, keepPace(context, input.chunks), {
      ...sink,
      ...((options.summary || addRow) && { onFrame: decode }),
      ...(options.frame !== undefined && { watchedFrame: options.frame }),
      ...(onEdges && { onEdges }),
      ...(options.follow && { now: () => Date.now() / 1000 }),
      counts,
    });
  } catch (error) {
    message = describeInputError(error);
  } finally {
    await input.close();
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
  const { frames, segments, resets, evicted, unread, notRead = [] } = counts;
  const parts = [
    `${countOf(frames, "frame")}, ${countOf(segments, "TCP segment")}, ${countOf(resets, "reset")}`,
  ];
  if (evicted > 0)
    parts.push(`${countOf(evicted, "open connection")} dropped: too many were open at once`);
  if (unread > 0) parts.push(describeUnread(notRead));
  return parts.join("; ");
}
