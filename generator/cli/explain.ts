import type { Command } from "commander";
import { createDecoder } from "../decode/decode-capture.js";
import type { CaptureEdges } from "../explain/capture-edges.js";
import { groupDigits } from "../explain/core/words.js";
import { describeCounts } from "../explain/describe-counts.js";
import {
  DEFAULT_CONNECTION_LIMIT,
  type ExplainCounts,
  explainCapture,
} from "../explain/explain-capture.js";
import type { FrameComments } from "../explain/frame-comments.js";
import { PayloadCounters } from "../report/payload-counters.js";
import { type AnnotateOptions, addAnnotate, annotate } from "./annotate.js";
import { type CaptureInput, nameCapture, openGrowing } from "./capture-input.js";
import { type NamedEdges, tellParts } from "./capture-parts.js";
import {
  type CaptureOptions,
  prepareForCaptures,
  readCapture,
  readCaptures,
  type Settings,
} from "./captures.js";
import { Option } from "./commander.js";
import { type Context, Refusal, type Session, tell, tellOf } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { type FindingOptions, openSink } from "./finding-sinks.js";
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
    prepareForCaptures();
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

interface ExplainOptions extends CaptureOptions, AnnotateOptions, FindingOptions {
  /** All captures are one. */
  readonly join?: true;
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
  readonly comments?: FrameComments | undefined;
}

/** Prints what one file holds, or adds rows; false where it could not be read to its end. */
async function readInput(
  context: Context,
  { name: file, input }: NamedInput,
  { settings: { model, options }, addRow, onEdges, comments }: InputReading,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const name = nameCapture(file, options);
  const sinks = { addRow, comments };
  const { end, flush, onFailure, ...sink } = openSink({ context, name, options, counts }, sinks);
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
    read: (chunks, ahead) =>
      explainCapture(model, chunks, {
        ...sink,
        ahead,
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
