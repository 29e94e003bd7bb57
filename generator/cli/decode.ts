import { type Command, Option } from "commander";
import { describeUnread } from "../capture/unread-frames.js";
import { type DecodeCounts, type Decoded, decodeCapture } from "../decode/decode-capture.js";
import { decodeTcpdumpText } from "../decode/decode-tcpdump-text.js";
import { TcpdumpTextError } from "../decode/tcpdump-frames.js";
import { countOf, showEndpoint } from "../explain/core/words.js";
import { alignColumns } from "../model/columns.js";
import type { Model } from "../model/model.js";
import type { Reading } from "../model/record.js";
import { describeInputError, keepPace, nameCapture, openInput } from "./capture-input.js";
import { type Context, coloursFor, EXIT, printTitle, type Session, tellOf } from "./context.js";
import { forEachFile } from "./file-threads.js";
import { addInputs, addJobs, addParquetAndHost } from "./options.js";
import { type AddRow, type ParquetOptions, withParquet } from "./parquet-output.js";
import { findProject, loadOrTell, type ProjectOptions } from "./project.js";

/** Collects rows, since a column is as wide as its widest cell. */
export interface DecodeTable {
  readonly add: (decoded: Decoded) => void;
  readonly print: () => void;
}

const HEAD = ["Frame", "Time", "Flow", "Reason", "Reference"];

/** The table for people, without lines so that it can be cut and searched; empty, it is none. */
export function createDecodeTable(context: Context, title?: string): DecodeTable {
  const { stdout } = context;
  const colours = coloursFor(context, stdout);
  const paint = { valid: String, malformed: colours.red, truncated: colours.yellow };
  const found: Decoded[] = [];
  return {
    add: (decoded) => found.push(decoded),
    print: () => {
      if (found.length === 0) return;
      if (title !== undefined) printTitle(context, title);
      const [head = "", ...rows] = alignColumns([HEAD, ...found.map(rowOf)], "  ");
      stdout.write(`${colours.bold(head)}\n`);
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

function describeOwnReading(reading: Reading): string {
  const saysNothing = reading.text === undefined && reading.reasonCode === undefined;
  // Of what nobody can read, there is no guess that could be wrong.
  if (reading.standing === "guess" && saysNothing) return describeStated(reading);
  return `${describeStated(reading)}${LABELS[reading.standing]}`;
}

function describeStated(reading: Reading): string {
  const { status, reasonCode, pen, reason, problems, lengthBytes } = reading;
  const number = numberOf(reading);
  if (status === "malformed") {
    return `malformed, ${number || `length ${lengthBytes}`}: ${problems.join(", ")}`;
  }
  const cut = status === "truncated" ? ", truncated" : "";
  if (reading.text !== undefined) return `${describeText(reading.text, reading)}${cut}`;
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

/** A text has line ends, which would tear the table. */
function describeText(text: string, { pattern, reason }: Reading): string {
  return pattern === undefined ? JSON.stringify(text) : `${reason} (${pattern})`;
}

function describeUnknown(lengthBytes: number): string {
  return `unknown payload, ${lengthBytes} ${lengthBytes === 1 ? "octet" : "octets"}`;
}

export function define(command: Command, { context, print }: Session): void {
  command
    .argument("[file...]", "pcap or pcapng, or text from tcpdump; - is standard input")
    .option("--json", "print one JSON record per line");
  addParquetAndHost(command).addOption(
    new Option("--from <form>", "type of the files: tcpdump-text is the output of tcpdump -n -v")
      .choices(["capture", "tcpdump-text"])
      .default("capture"),
  );
  addInputs(addJobs(command)).action((named, options) => {
    const files = named.length === 0 && options.from === "tcpdump-text" ? ["-"] : named;
    // Nobody types a capture.
    if (files.length === 0) command.error("error: missing required argument 'file'");
    return print(decode(context, files, options));
  });
}

interface DecodeOptions extends Omit<ProjectOptions, "out">, ParquetOptions {
  readonly json?: true;
  /** The machine that has the captures. */
  readonly host?: string;
  /** What the files are; captures where absent. */
  readonly from?: "capture" | "tcpdump-text";
  /** Files that are read at the same time. */
  readonly jobs?: number;
  /** Output about a capture begins with its name. */
  readonly isTitled?: boolean;
}

/** Prints a table or JSON lines, or writes a Parquet file; counts go to standard error. */
async function decode(
  context: Context,
  files: readonly string[],
  options: DecodeOptions,
): Promise<number> {
  const model = await loadOrTell(context, findProject(context, options));
  if (!model) return EXIT.badInput;
  const settings = { model, options: { ...options, isTitled: files.length > 1 } };
  return withParquet(context, options, {
    model,
    names: ["records"],
    run: async (addRow) => {
      const isWhole = await forEachFile(context, {
        files,
        // Parquet files are written by this thread.
        jobs: addRow ? 1 : options.jobs,
        isJson: options.json === true,
        module: import.meta.url,
        settings,
        read: (file) => readFile(context, file, settings, addRow),
      });
      return isWhole ? EXIT.ok : EXIT.badInput;
    },
  });
}

interface Settings {
  readonly model: Model;
  readonly options: DecodeOptions;
}

/** Prints what one file holds; false where it could not be read to its end. */
export async function readFile(
  context: Context,
  file: string,
  { model, options }: Settings,
  addRow?: AddRow,
): Promise<boolean> {
  const name = nameCapture(file, options);
  const title = options.isTitled ? name : undefined;
  const table = options.json || addRow ? undefined : createDecodeTable(context, title);
  const consume = (decoded: Decoded): void => {
    const row = { file: name, ...decoded.record };
    if (table) table.add(decoded);
    else if (addRow) addRow("records", row);
    else context.stdout.write(`${JSON.stringify(row)}\n`);
  };
  const input = openInput(context, file, options);
  let message: string | undefined;
  const counts: DecodeCounts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  try {
    const read = options.from === "tcpdump-text" ? decodeTcpdumpText : decodeCapture;
    await read(model, keepPace(context, input.chunks), { consume, counts });
  } catch (error) {
    message = describe(error);
  } finally {
    await input.close();
  }
  table?.print();
  if (message === undefined || counts.frames > 0) tellOf(context, file, summarise(counts, options));
  if (message !== undefined) tellOf(context, file, message);
  return message === undefined;
}

/** A text that tcpdump printed can be damaged as a capture can. */
function describe(error: unknown): string {
  return error instanceof TcpdumpTextError ? error.message : describeInputError(error);
}

function summarise(counts: DecodeCounts, { from }: DecodeOptions): string {
  const { frames, unread, resets, stated, guessed } = counts;
  if (from === "tcpdump-text") {
    const hint = "with -n, and -v or -vvv, tcpdump prints what is needed";
    const skipped = unread === 0 ? "" : `; ${unread} not read: ${hint}`;
    return `${countOf(frames, "frame")}, ${countOf(resets, "RST")}: ${stated} with a reason${skipped}`;
  }
  const silent = resets - stated - guessed;
  const others = guessed === 0 ? "" : `, ${guessed} with another payload`;
  const skipped = unread === 0 ? "" : `; ${describeUnread(counts.notRead?.list() ?? [])}`;
  return `${countOf(frames, "frame")}, ${countOf(resets, "RST")}: ${stated} with a reason${others}, ${silent} without${skipped}`;
}
