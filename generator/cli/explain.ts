import { type Command, Option } from "commander";
import { createDecoder } from "../decode/decode-capture.js";
import { FailureTable } from "../explain/core/failure-table.js";
import { FindingTable } from "../explain/core/finding-table.js";
import type { Conversation, History } from "../explain/core/history.js";
import { failureLines, storyLines } from "../explain/core/story.js";
import { countOf } from "../explain/core/words.js";
import { type ExplainCounts, explainCapture } from "../explain/explain-capture.js";
import type { OnFailure } from "../explain/failures.js";
import type { Failure } from "../model/failure.js";
import type { CaptureSummary, Finding } from "../model/finding.js";
import { showUnprintable } from "../model/text.js";
import { PayloadCounters } from "../report/counters.js";
import { nameCapture } from "./capture-input.js";
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
    .option(
      "--failures",
      "also list connections that failed without an RST: unanswered, or ended by an ICMP error",
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
    const failures = options.failures ? (["failures"] as const) : [];
    const tables = ["findings", ...failures, "records", "captures"] as const;
    return print(
      readCaptures(context, files, options, { module: import.meta.url, tables, readFile }),
    );
  });
}

interface ExplainOptions extends CaptureOptions {
  /** Connections that failed without an RST are looked for, too. */
  readonly failures?: true;
  /** Behind the findings of a capture follows what else a report needs. */
  readonly summary?: true;
  /** Only the connection of this frame, or this one, is printed, as a story. */
  readonly frame?: number;
  readonly stream?: number;
}

interface FindingSink {
  readonly consume: (finding: Finding) => void;
  readonly onHistory?: (history: History) => void;
  readonly onFailure: OnFailure;
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
    const add = (table: "findings" | "failures", row: object): void => {
      if (addRow) addRow(table, row);
      else printJson(stdout, row);
    };
    return {
      consume: (finding) => add("findings", { file: name, ...finding }),
      onFailure: (failure) => add("failures", { file: name, ...failure }),
      end: (summary) => {
        if (addRow) addRow("captures", summary);
        else if (options.summary) printJson(stdout, summary);
      },
    };
  }
  const table = new FindingTable();
  const failures = new FailureTable();
  return {
    consume: (finding) => table.add(printable(finding)),
    onFailure: (failure) => failures.add(failure),
    end: () => {
      const style = coloursFor(context, stdout);
      const parts = [table.lines(style), failures.lines(style)];
      const lines = parts.filter(({ length }) => length > 0).flatMap(separate);
      if (lines.length > 0) print(reading, options.isTitled ? [...lines, ""] : lines);
    },
  };
}

/** An empty line between the resets and the failures. */
function separate(lines: readonly string[], at: number): readonly string[] {
  return at === 0 ? lines : ["", ...lines];
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
  const failed: { readonly failure: Failure; readonly conversation: Conversation }[] = [];
  const wanted = (): number | undefined => options.stream ?? counts.watchedStream;
  return {
    onHistory: (history) => {
      if (history.stream === wanted()) histories.set(history.reset.frame, history);
    },
    consume: (finding) => {
      const history = histories.get(finding.frame);
      if (history !== undefined) found.push({ finding, history });
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
        else print(reading, storyLines(printable(finding), history, style));
      }
      for (const { failure, conversation } of failed) {
        if (options.json) printJson(context.stdout, { file: name, ...failure });
        else print(reading, failureLines(failure, conversation, style));
      }
      if (found.length + failed.length > 0 || problem !== undefined) return;
      const stream = wanted();
      const what =
        stream === undefined
          ? `frame ${options.frame} is in no TCP connection`
          : `stream ${stream} was not reset${options.failures ? ", and no failure of it is seen" : ""}`;
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
  const { end, onFailure, ...sink } = chooseSink({ context, name, options, counts }, addRow);
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
        ...(options.failures && { onFailure }),
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
  const { frames, segments, resets, failures, evicted, unread } = counts;
  const parts = [
    `${countOf(frames, "frame")}, ${countOf(segments, "TCP segment")}, ${countOf(resets, "reset")}`,
  ];
  if (failures !== undefined)
    parts.push(`${countOf(failures, "connection")} failed without an RST`);
  if (evicted > 0)
    parts.push(`${countOf(evicted, "open connection")} dropped: too many were open at once`);
  if (unread > 0) parts.push(`${countOf(unread, "frame")} of an unsupported link type`);
  return parts.join("; ");
}
