import type { Command } from "commander";
import { describeUnread } from "../capture/unread-frames.js";
import { type DecodeCounts, type Decoded, decodeCapture } from "../decode/decode-capture.js";
import { describeSkippedLines } from "../decode/skipped-lines.js";
import { countOf, showEndpoint } from "../explain/core/words.js";
import type { Reading } from "../model/record.js";
import { quoteText } from "../model/text.js";
import { nameCapture } from "./capture-input.js";
import { type CaptureOptions, readCapture, readCaptures, type Settings } from "./captures.js";
import { Option } from "./commander.js";
import type { Context, Session } from "./context.js";
import { JsonPrinter } from "./json-lines.js";
import { addInputs, addParquetAndHost } from "./options.js";
import type { AddRow } from "./parquet.js";
import { coloursFor, printTitle, tableLines } from "./terminal.js";

/** Collects rows, since a column is as wide as its widest cell. */
export interface DecodeTable {
  readonly add: (decoded: Decoded) => void;
  readonly print: () => void;
}

const HEAD = ["Frame", "Time", "Flow", "Reason", "Reference"];

/** The table for people, without lines so that it can be cut and searched; empty, it is none. */
export function createDecodeTable(context: Context, title?: string): DecodeTable {
  const { stdout } = context;
  const { red, yellow } = coloursFor(context, stdout);
  const paint = { valid: String, malformed: red, truncated: yellow };
  const found: Decoded[] = [];
  return {
    add: (decoded) => found.push(decoded),
    print: () => {
      if (found.length === 0) return;
      if (title !== undefined) printTitle(context, title);
      const [head, ...rows] = tableLines(context, [HEAD, ...found.map(rowOf)]);
      stdout.write(`${head}\n`);
      rows.forEach((row, at) => {
        stdout.write(`${paint[found[at]?.record.status ?? "valid"](row)}\n`);
      });
      if (title !== undefined) stdout.write("\n");
    },
  };
}

function rowOf({ record, reading }: Decoded): readonly string[] {
  return [
    String(record.frame).padStart(5),
    record.time ?? "",
    `${showEndpoint(record.source)} > ${showEndpoint(record.destination)}`,
    describeReading(reading),
    record.reference ?? "",
  ];
}

/** What a payload says in one cell: `Connection timeout (14)`. */
export function describeReading(reading: Reading): string {
  const others = (reading.otherReadings ?? []).map(
    ({ revision, reason }) => `; ${revision}: ${reason}`,
  );
  return `${describeOwnReading(reading)}${others.join("")}`;
}

const LABELS = { specified: "", historic: ", historic", guess: ", a guess" } as const;

/** How sure it is stands ahead of the sender's own words, behind all others. */
function describeOwnReading(reading: Reading): string {
  const { format, standing, status, text } = reading;
  if (text !== undefined && status !== "malformed") {
    const cut = status === "truncated" ? ", truncated" : "";
    return `${format}${LABELS[standing]}: ${describeText(text, reading)}${cut}`;
  }
  const saysNothing = reading.text === undefined && reading.reasonCode === undefined;
  // Of what nobody can read, there is no guess that could be wrong.
  if (standing === "guess" && saysNothing) return describeStated(reading);
  return `${describeStated(reading)}${LABELS[standing]}`;
}

function describeStated(reading: Reading): string {
  const { status, reasonCode, pen, reason, problems, lengthBytes } = reading;
  const number = numberOf(reading);
  if (status === "malformed") {
    return `malformed, ${number || `length ${lengthBytes}`}: ${problems.join(", ")}`;
  }
  const cut = status === "truncated" ? ", truncated" : "";
  if (pen === undefined && reason !== undefined) return `${reason} (${reasonCode})${cut}`;
  if (status === "truncated") return ["truncated", number].filter(Boolean).join(", ");
  if (number === "") return describeUnknown(lengthBytes);
  if (reason === undefined) return `${number} (unknown)`;
  return pen === 0 ? `${reason} (${reasonCode})` : `${reason} (${number})`;
}

function numberOf({ reasonCode, pen }: Reading): string {
  const code = reasonCode === undefined ? "" : `code ${reasonCode}`;
  const owner = pen === undefined ? "" : `pen ${pen}`;
  return [code, owner].filter(Boolean).join(", ");
}

function describeText(text: string, { pattern, reason }: Reading): string {
  return pattern === undefined ? quoteText(text) : `${quoteText(reason ?? text)} (${pattern})`;
}

function describeUnknown(lengthBytes: number): string {
  return `unknown payload, ${lengthBytes} ${lengthBytes === 1 ? "octet" : "octets"}`;
}

export function define(command: Command, { context, print }: Session): void {
  command
    .argument("[file...]", "pcap or pcapng, or text from tcpdump or tshark; - is standard input")
    .option("--json", "print one JSON record per line");
  addParquetAndHost(command).addOption(
    new Option(
      "--from <form>",
      "type of the files, where their content is not to tell it: tcpdump-text is what it printed",
    ).choices(["capture", "tcpdump-text"]),
  );
  addInputs(command).action((named, options) => {
    const files = named.length === 0 && options.from === "tcpdump-text" ? ["-"] : named;
    // Nobody types a capture.
    if (files.length === 0) command.error("error: missing required argument 'file'");
    const tables = ["records"] as const;
    return print(readCaptures(context, files, options, { tables, readFile }));
  });
}

interface DecodeOptions extends CaptureOptions {
  /** What the files are; told by their content where absent. */
  readonly from?: "capture" | "tcpdump-text";
}

/** Prints what one file holds, or adds rows; false where it could not be read to its end. */
async function readFile(
  context: Context,
  file: string,
  { model, options }: Settings<DecodeOptions>,
  addRow?: AddRow,
): Promise<boolean> {
  const name = nameCapture(file, options);
  const title = options.isTitled ? name : undefined;
  const table = options.json || addRow ? undefined : createDecodeTable(context, title);
  const json = new JsonPrinter(context.stdout);
  const consume = (decoded: Decoded): void => {
    const row = { file: name, ...decoded.record };
    if (table) table.add(decoded);
    else if (addRow) addRow("records", row);
    else json.add(row);
  };
  const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const form = options.from === undefined ? "auto" : FORMS[options.from];
  return readCapture(context, file, options, {
    read: (chunks) => decodeCapture(model, chunks, { consume, counts }, form),
    counts,
    end: () => table?.print(),
    flush: () => json.flush(),
    summarise: () => summarise(counts),
  });
}

const FORMS = { capture: "capture", "tcpdump-text": "text" } as const;

function summarise(counts: DecodeCounts): string {
  const { frames, unread, resets, stated, guessed, skippedLines } = counts;
  if (skippedLines !== undefined) {
    const hint = "with -v or -vvv, tcpdump prints what is needed";
    const skipped = unread === 0 ? "" : `; ${unread} not read: ${hint}`;
    const lines = describeSkippedLines(skippedLines);
    return `${countOf(frames, "frame")}, ${countOf(resets, "RST")}: ${stated} with a reason${skipped}${lines}`;
  }
  const silent = resets - stated - guessed;
  const others = guessed === 0 ? "" : `, ${guessed} with another payload`;
  const skipped = unread === 0 ? "" : `; ${describeUnread(counts.notRead?.list() ?? [])}`;
  return `${countOf(frames, "frame")}, ${countOf(resets, "RST")}: ${stated} with a reason${others}, ${silent} without${skipped}`;
}
