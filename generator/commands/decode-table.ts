import Table from "cli-table3";
import pc from "picocolors";
import type { Decoded } from "../capture/decode-capture.js";
import type { Endpoint, Reading, Status } from "../model/record.js";
import type { Context, Output } from "./context.js";

/** Collects rows, since a column is as wide as its widest cell. */
export interface DecodeTable {
  readonly add: (decoded: Decoded) => void;
  readonly print: () => void;
}

const HEAD = ["Frame", "Time", "Flow", "Reason", "Reference"];

/** A table without lines between the cells, so that it can be cut and searched. */
const PLAIN = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/** The table for people; nothing is printed where no reason was found. */
export function createDecodeTable({ stdout }: Context): DecodeTable {
  const colours = pc.createColors(stdout.isTTY === true);
  const rows: string[][] = [];
  return {
    add: ({ record, reading }) => {
      const reason = colourOf(colours, record.status)(describeReading(reading));
      rows.push([
        String(record.frame),
        record.time ?? "",
        `${showEndpoint(record.source)} > ${showEndpoint(record.destination)}`,
        reason,
        record.reference ?? "",
      ]);
    },
    print: () => printRows(stdout, rows),
  };
}

function printRows(stdout: Output, rows: readonly string[][]): void {
  if (rows.length === 0) return;
  const table = new Table({
    head: HEAD,
    chars: PLAIN,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 0 },
    colAligns: ["right"],
  });
  table.push(...rows);
  stdout.write(`${table.toString().replace(/ +$/gm, "")}\n`);
}

function colourOf(colours: ReturnType<typeof pc.createColors>, status: Status) {
  if (status === "malformed") return colours.red;
  return status === "truncated" ? colours.yellow : colours.green;
}

function showEndpoint({ address, port }: Endpoint): string {
  return address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What a payload says in one cell: `Connection timeout (14)`. */
export function describeReading(reading: Reading): string {
  const { status, reasonCode, pen, reason, problems, lengthBytes } = reading;
  const code = reasonCode === undefined ? "" : `code ${reasonCode}`;
  const owner = pen === undefined ? "" : `pen ${pen}`;
  const number = [code, owner].filter(Boolean).join(", ");
  if (status === "truncated") return ["truncated", number].filter(Boolean).join(", ");
  if (status === "malformed") {
    return number === ""
      ? `malformed, length ${lengthBytes}`
      : `malformed, ${number}: ${problems.join(", ")}`;
  }
  if (reason === undefined) return `${number} (unknown)`;
  return pen === 0 ? `${reason} (${reasonCode})` : `${reason} (${number})`;
}
