import { TCP_FLAG } from "../../model/tcp-flag.js";
import type { SegmentLine } from "./segment-line.js";
import { parseStart, type Stamp } from "./stamp.js";
import { Cursor } from "./text-lines.js";

/** A row of tshark's or Wireshark's list. */
export interface TsharkRow {
  readonly number: number | undefined;
  readonly stamp: Stamp | undefined;
  /** Undefined where the row is of another protocol: then only its place counts. */
  readonly line: SegmentLine | undefined;
}

const ARROW = "(?:→|->|>|â†’)";
const ADDRESS = "[0-9A-Za-z_.:-]{2,253}";
const ROW_NUMBER = / *(\d{1,9})\s+/y;
const RELATIVE_TIME = /(-?\d{1,8}\.\d{1,9})\s+/y;
const ENDS = new RegExp(String.raw`(${ADDRESS})\s+(${ARROW}\s+)?(${ADDRESS})\s+`, "y");
const PROTOCOL = /([A-Za-z][\w./-]{0,20})\s+/y;
const LENGTH = new RegExp(String.raw`\d{1,6}\s+(?!${ARROW} )`, "y");
/** `[TCP Retransmission]` and others, which Wireshark found out. */
const REMARKS = /(?:\[(?:TCP|ECN|This|Expert|Packet size)[^\]]*\],? ?)*/y;
const PORT = String.raw`([\w+*/-]{1,40})(?:\((\d{1,5})\))?`;
const PORTS = new RegExp(String.raw`${PORT} ${ARROW} ${PORT} \[([A-Z, ]{3,60}|<None>)\]`, "y");
const FIELD =
  /,? (Seq|Ack|Win|Urg|Len|MSS|WS|SACK_PERM|TSval|TSecr|TSV|TSER|SLE|SRE)(?:=(\d{1,10}))?(?=[ ,]|$)/y;

const FLAGS: Readonly<Record<string, number>> = {
  FIN: TCP_FLAG.FIN,
  SYN: TCP_FLAG.SYN,
  RST: TCP_FLAG.RST,
  PSH: 0x08,
  ACK: TCP_FLAG.ACK,
  URG: 0x20,
  ECN: 0x40,
  ECE: 0x40,
  CWR: 0x80,
  AE: 0,
  NS: 0,
};

/**
 * Reads a row of tshark, or one that was copied or exported from Wireshark: number, time, ends,
 * protocol, length, and what the Info column says of a segment. Undefined where it is none.
 */
export function parseTsharkLine(text: string): TsharkRow | undefined {
  const cursor = new Cursor(text.startsWith('"') ? fromCsv(text) : text);
  const number = cursor.take(ROW_NUMBER)?.[1];
  const stamp = takeTime(cursor);
  const [, from, arrow, to] = cursor.take(ENDS) ?? [];
  if (number === undefined || from === undefined || to === undefined) return undefined;
  // Without it, any two words could stand there.
  if (arrow === undefined && !(/[.:]/.test(from) && /[.:]/.test(to))) return undefined;
  const protocol = cursor.take(PROTOCOL)?.[1];
  if (protocol === undefined) return undefined;
  cursor.take(LENGTH);
  // Only of plain segments nothing else can stand there.
  const line = protocol === "TCP" ? parseInfo(cursor, from, to) : undefined;
  return { number: Number(number), stamp, line };
}

/** Reads the Info column alone, `443 → 51234 [RST, ACK] Seq=1 Ack=1 Win=0 Len=0`: without addresses. */
export function parseInfoAlone(text: string): SegmentLine | undefined {
  return parseInfo(new Cursor(text.trim()), "", "");
}

function takeTime(cursor: Cursor): Stamp | undefined {
  const seconds = cursor.take(RELATIVE_TIME)?.[1];
  if (seconds === undefined) {
    const { stamp, text } = parseStart(cursor.rest.replace(/\s+/g, " "));
    if (stamp !== undefined) {
      // White space may be wider in the line than it was read.
      cursor.at = cursor.text.length - lengthOfEnd(cursor.rest, text);
    }
    return stamp;
  }
  return { kind: "relative", seconds: Number(seconds) };
}

/** Characters of `wide` that are `narrow` but for the width of white space. */
function lengthOfEnd(wide: string, narrow: string): number {
  const words = narrow.trim().split(" ");
  const all = [...wide.matchAll(/\S+/g)];
  const first = all[all.length - words.length];
  return first === undefined ? 0 : wide.length - first.index;
}

function parseInfo(cursor: Cursor, from: string, to: string): SegmentLine | undefined {
  cursor.take(REMARKS);
  const found = cursor.take(PORTS);
  if (found === undefined) return undefined;
  const [, source = "", sourcePort, destination = "", destinationPort, names = ""] = found;
  const fields = new Map<string, number>();
  for (let field = cursor.take(FIELD); field; field = cursor.take(FIELD)) {
    const [, name = "", value] = field;
    if (!fields.has(name)) fields.set(name, Number(value ?? 1));
  }
  if (!fields.has("Seq") && !fields.has("Win")) return undefined;
  return {
    source: { host: from, port: sourcePort ?? source },
    destination: { host: to, port: destinationPort ?? destination },
    isIpv6: from.includes(":"),
    flags: flagsOf(names),
    sequence: fields.get("Seq"),
    acknowledgment: fields.get("Ack"),
    window: fields.get("Win"),
    lengthBytes: fields.get("Len") ?? 0,
    options: optionsOf(fields),
    header: undefined,
    payload: undefined,
    program: "tshark",
  };
}

function flagsOf(names: string): number {
  return names.split(", ").reduce((flags, name) => flags | (FLAGS[name] ?? 0), 0);
}

function optionsOf(fields: ReadonlyMap<string, number>): Uint8Array {
  const octets: number[] = [];
  const mss = fields.get("MSS");
  if (mss !== undefined) octets.push(2, 4, (mss >> 8) & 0xff, mss & 0xff);
  const factor = fields.get("WS");
  if (factor !== undefined) octets.push(3, 3, Math.min(14, Math.round(Math.log2(factor || 1))));
  if (fields.has("SACK_PERM")) octets.push(4, 2);
  if (fields.has("TSval") || fields.has("TSV")) octets.push(8, 10, ...new Array<number>(8).fill(0));
  while (octets.length % 4 !== 0) octets.push(1);
  return Uint8Array.from(octets);
}

/** `"1","0.000","192.0.2.1",...`, as Wireshark exports and copies rows. */
function fromCsv(text: string): string {
  return text
    .replace(/^"|"\s*$/g, "")
    .split(/"[,;\t]"/)
    .join("  ");
}
