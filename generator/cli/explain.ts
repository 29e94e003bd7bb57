import { type Command, Option } from "commander";
import { createDecoder } from "../decode/decode-capture.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { History } from "../explain/core/history.js";
import { storyLines } from "../explain/core/story.js";
import { countOf } from "../explain/core/words.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { CaptureSummary, Finding } from "../model/finding.js";
import { showUnprintable } from "../model/text.js";
import { PayloadCounters } from "../report/counters.js";
import { describeSkippedLines, nameCapture } from "./capture-input.js";
import { type CaptureOptions, readCapture, readCaptures, type Settings } from "./captures.js";
import {
  type Context,
  coloursFor,
  keepMemoryFlat,
  printJson,
  printTitle,
  type Session,
  tell,
} from "./context.js";
import { addInputs, addJobs, addParquetAndHost, numberFrom } from "./options.js";
import type { AddRow } from "./parquet.js";

export function define(command: Command, { context, print }: Session): void {
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
    .option(
      "--stream <number>",
      "explain one connection in full, with its last segments",
      numberFrom(0),
    )
    .option(
      "--frame <number>",
      "explain the connection that a frame belongs to in full",
      numberFrom(0),
    );
  addInputs(addJobs(addParquetAndHost(command))).action((files, options) => {
    keepMemoryFlat();
    const tables = ["findings", "records", "captures"] as const;
    return print(
      readCaptures(context, files, options, { module: import.meta.url, tables, readFile }),
    );
  });
}

interface ExplainOptions extends CaptureOptions {
  /** Behind the findings of a capture follows what else a report needs. */
  readonly summary?: true;
  /** Only the connection of this frame, or this one, is printed, as a story. */
  readonly frame?: number;
  readonly stream?: number;
}

interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly end: (summary: CaptureSummary) => void;
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
    return {
      consume: (finding) => {
        const row = { file: name, ...finding };
        if (addRow) addRow("findings", row);
        else printJson(stdout, row);
      },
      end: (summary) => {
        if (addRow) addRow("captures", summary);
        else if (options.summary) printJson(stdout, summary);
      },
    };
  }
  const table = new FindingTable();
  return {
    consume: (finding) => table.add(printable(finding)),
    end: () => {
      const lines = table.lines(coloursFor(context, stdout));
      if (lines.length > 0) print(reading, options.isTitled ? [...lines, ""] : lines);
    },
  };
}

/** A finding whose words of a packet's payload cannot reach for the terminal. */
function printable(finding: Finding): Finding {
  const { reason } = finding;
  return reason === undefined ? finding : { ...finding, reason: showUnprintable(reason) };
}

function print({ context, name, options }: Reading, lines: readonly string[]): void {
  if (options.isTitled) printTitle(context, name);
  context.stdout.write(`${lines.join("\n")}\n`);
}

/** Prints the connection that is asked for, by its number or by one of its frames. */
function storySink(reading: Reading): FindingSink {
  const { context, name, options, counts } = reading;
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
      found.sort((a, b) => a.finding.frame - b.finding.frame);
      const style = coloursFor(context, context.stdout);
      for (const { finding, history } of found) {
        if (options.json) printJson(context.stdout, { file: name, ...finding });
        else print(reading, storyLines(printable(finding), history, style));
      }
      if (found.length > 0 || problem !== undefined) return;
      const stream = wanted();
      const what =
        stream === undefined
          ? `frame ${options.frame} is in no TCP connection`
          : `stream ${stream} was not reset`;
      tell(context, `${what}; leave out --stream and --frame to list all resets`);
    },
  };
}

/** Prints what one file holds, or adds rows; false where it could not be read to its end. */
export async function readFile(
  context: Context,
  file: string,
  { model, options }: Settings<ExplainOptions>,
  addRow?: AddRow,
): Promise<boolean> {
  const counts: ExplainCounts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const name = nameCapture(file, options);
  const { end, ...sink } = chooseSink({ context, name, options, counts }, addRow);
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
    read: (chunks) =>
      explainCapture(model, chunks, {
        ...sink,
        ...((options.summary || addRow) && { onFrame: decode }),
        ...(options.frame !== undefined && { watchedFrame: options.frame }),
        counts,
      }),
    counts,
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
    summarise: () => summarise(counts),
  });
}

function summarise(counts: ExplainCounts): string {
  const { frames, segments, resets, evicted, unread } = counts;
  const parts = [
    `${countOf(frames, "frame")}, ${countOf(segments, "TCP segment")}, ${countOf(resets, "reset")}`,
  ];
  if (evicted > 0)
    parts.push(`${countOf(evicted, "open connection")} dropped: too many were open at once`);
  if (unread > 0) parts.push(`${countOf(unread, "frame")} of an unsupported link type`);
  return `${parts.join("; ")}${describeSkippedLines(counts.unreadLines)}`;
}
