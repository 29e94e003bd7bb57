import type { Decoded } from "../capture/decode-capture.js";
import { showEndpoint } from "../explain/finding-words.js";
import type { Reading } from "../model/record.js";
import { alignColumns } from "../targets/text/columns.js";
import { type Context, coloursFor, printTitle } from "./context.js";

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
