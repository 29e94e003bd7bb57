import { AsciiDump, HexDump, isDumpRow } from "./dumps.js";
import type { LineReading, SegmentLine } from "./segment-line.js";
import { parseStart, type Stamp, type Start } from "./stamp.js";
import { parseTcpdumpLine } from "./tcpdump-line.js";
import { decodeEntities, unquote } from "./text-lines.js";
import { parseInfoAlone, parseTsharkLine } from "./tshark-line.js";

/** What a text tells of one frame. */
export interface TextRecord {
  /** As the text numbers it. */
  readonly number: number | undefined;
  readonly stamp: Stamp | undefined;
  /** Undefined where it is no TCP segment, or does not tell what of it counts. */
  readonly line: SegmentLine | undefined;
  /** A segment without control bits, as -q prints it. */
  readonly isQuiet: boolean;
  readonly dump: HexDump | undefined;
}

/** A record as long as lines may belong to it. */
interface OpenRecord {
  readonly start: Start;
  text: string;
  reading: LineReading;
  dump: HexDump | undefined;
  /** Whether the line that it begins with is indented: its own first line is lost. */
  readonly isOrphan: boolean;
  /** Whether a line that is none of a record came after it. */
  hasStranger: boolean;
}

/** Further lines are not joined: no record has so many. */
const MOST_CHARACTERS = 8192;
const MOST_INDENT = 8;
/** As -v prints what is behind the header of IP. */
const SECOND_LINE = /^ {4}\S/;
const MARKUP = String.raw`<\/?(?:pre|code|p|br|div|span|blockquote)(?: [^<>]*)?\/?>`;
const AHEAD = new RegExp(String.raw`^(?:${MARKUP}|\`)+`, "i");
const TAG = new RegExp(`^${MARKUP}$`, "i");
/** What somebody typed: the next lines may be of another program. */
const PROMPT = /^(?:\S{0,80}[$#%>] ?|\[[^\]]*\][$#] ?|sudo |tcpdump[: ]|tshark )/;
const PROGRAM = /\b(?:tcpdump|tshark)\b/;
const ELIDED = /^\s*(?:\.{2,4}|…|-{2,}|\[\.\.\.\]|\[snip\]|<snip>|:)\s*$/;
const BANNER =
  /^(?:tcpdump: |dropped privs|reading from file |listening on |Capturing on |\^C|\d+ packets? (?:captured|received|dropped)|Running as user)/;

/**
 * Divides the lines of a text into records. What tells where one begins is its first line alone: what
 * is indented, dumped or printed of a payload never does, whatever it imitates.
 */
export class RecordReader {
  /** Lines that nothing could be made of. */
  skipped = 0;
  readonly #onRecord: (record: TextRecord) => void;
  readonly #indent: number;
  /** Where a text lost what its lines were indented by, payloads stand where records do. */
  readonly #payload = new FlushPayload();
  #open: OpenRecord | undefined;
  #program: "tcpdump" | "tshark" | undefined;
  #ascii: AsciiDump | undefined;
  /** Whether the text has dumps in ASCII; undefined as long as nobody can tell. */
  #hasAscii: boolean | undefined;
  /** Where folded lines end at least; 0 in a text without them. */
  #foldedAt = 0;
  #lastLength = 0;
  #isQuoted = false;

  constructor(onRecord: (record: TextRecord) => void, indent = 0) {
    this.#onRecord = onRecord;
    this.#indent = indent;
  }

  /** Takes the next line of the text. */
  take(raw: string): void {
    if (this.#ascii === undefined) {
      this.#takeFresh(unquote(raw));
      this.#lastLength = raw.length;
      return;
    }
    const again = this.#ascii.take(this.#isQuoted ? unquote(raw) : raw);
    if (again === undefined) {
      if (this.#ascii.isEndless) this.skipped += 1;
      return;
    }
    this.#ascii = undefined;
    for (const line of again) this.take(line);
  }

  /** The text has ended. */
  end(): void {
    while (this.#ascii !== undefined) {
      const again = this.#ascii.end();
      this.#ascii = undefined;
      for (const line of again) this.take(line);
    }
    this.#close();
  }

  #takeFresh(unquoted: string): void {
    const line = this.#strip(unquoted);
    const open = this.#open;
    // Then what follows another packet is its dump, whatever that imitates, an empty line included.
    if (this.#hasAscii === true && open !== undefined && isNoSegment(open, line)) {
      this.#ascii = AsciiDump.endless();
      return;
    }
    if (line.trim() === "") return;
    if (isDumpRow(line)) this.#addDump(line);
    else if (this.#payload.mayHold(line)) this.skipped += 1;
    else this.#takeLine(line);
  }

  #strip(line: string): string {
    const decoded = line.includes("&") ? decodeEntities(line) : line;
    const plain = withoutEnd(decoded.replace(AHEAD, ""));
    const margin = plain.slice(0, this.#indent);
    return margin.trim() === "" ? plain.slice(margin.length) : plain;
  }

  #addDump(line: string): void {
    this.#hasAscii ??= this.#open === undefined ? undefined : false;
    if (this.#open === undefined) {
      this.skipped += 1;
      return;
    }
    this.#open.dump ??= new HexDump();
    this.#open.dump.add(line);
  }

  #takeLine(line: string): void {
    const start = startOf(line);
    const isPlain = start.stamp === undefined && start.number === undefined;
    if (isPlain && this.#join(line)) return;
    // Then what follows a record is its dump.
    if (isPlain && this.#hasAscii === true && this.#open !== undefined) {
      this.#takeOther(line);
      return;
    }
    if (this.#program !== "tcpdump" && this.#takeRow(line)) return;
    if (this.#takeStart(line, start)) return;
    this.#takeOther(line);
  }

  /** Joins a line with the record that waits for one; false where it does not fit there. */
  #join(line: string): boolean {
    const open = this.#open;
    if (open === undefined || !isWaiting(open) || open.text.length > MOST_CHARACTERS) return false;
    if (this.#hasAscii === true && !SECOND_LINE.test(line)) return false;
    const next = line.trim();
    const ways = open.text.endsWith(" ") ? [next] : [` ${next}`, next];
    const used = usedOf(open.reading);
    for (const way of ways) {
      const text = `${open.text}${way}`;
      const reading = parseTcpdumpLine(text);
      if (usedOf(reading) <= used) continue;
      if (!/^\s/.test(line)) this.#noteFold(open);
      open.text = /\s$/.test(line) ? `${text} ` : text;
      open.reading = reading;
      this.#payload.begin(reading);
      return true;
    }
    // The line behind the header of -v has both ends, or the record is of something else.
    if (open.reading.kind === "partial" && open.text.trimEnd().endsWith(")")) {
      open.reading = { kind: "other" };
    }
    return false;
  }

  #noteFold(open: OpenRecord): void {
    // A header that -v ends its line with is no folded one.
    if (open.reading.kind === "partial" && open.text.trimEnd().endsWith(")")) {
      this.#payload.isFlush = true;
      return;
    }
    this.#foldedAt = Math.max(this.#foldedAt, this.#lastLength);
  }

  #takeRow(line: string): boolean {
    const row = parseTsharkLine(line);
    const alone =
      row === undefined && this.#program === undefined ? parseInfoAlone(line) : undefined;
    if (row === undefined && alone === undefined) return false;
    this.#close();
    if (row !== undefined) this.#program = "tshark";
    this.#onRecord({
      number: row?.number,
      stamp: row?.stamp,
      line: row?.line ?? alone,
      isQuiet: false,
      dump: undefined,
    });
    return true;
  }

  #takeStart(line: string, start: Start): boolean {
    if (!this.#mayStart(line, start)) return false;
    const text = start.text.trimStart();
    const reading = parseTcpdumpLine(text);
    const isPlain = start.stamp === undefined && start.number === undefined;
    // Without a time and a number, only what says that it is a packet begins one.
    const isPacket = /^IP6? \S+ > \S+: /.test(text);
    if (isPlain && !isPacket && reading.kind === "other") return false;
    if (isPlain && reading.kind === "partial" && reading.used === 0) return false;
    if (start.stamp === undefined && reading.kind === "other" && !isPacket) return false;
    this.#noteAscii();
    this.#close();
    this.#program = "tcpdump";
    const isOrphan = text !== start.text;
    this.#open = { start, text, reading, dump: undefined, isOrphan, hasStranger: false };
    this.#payload.begin(reading);
    return true;
  }

  #mayStart(line: string, start: Start): boolean {
    if (this.#program === "tshark") return false;
    if (start.text !== line) return !this.#isFoldedPayload(line);
    // Where records have times or numbers, what has none belongs to the one before.
    const open = this.#open;
    if (open !== undefined && isMarked(open.start)) return false;
    if (!/^\s/.test(line)) return !this.#isFoldedPayload(line);
    // What was found by grep may have lost the first line of each record.
    return /^ {1,7}\S/.test(line) && (open === undefined || open.isOrphan);
  }

  /** Whether a line may be the rest of a payload that was folded. */
  #isFoldedPayload(line: string): boolean {
    const open = this.#open;
    if (open === undefined || this.#foldedAt === 0 || open.reading.kind !== "segment") return false;
    if (open.reading.line.payload === undefined) return false;
    const word = /^\S*/.exec(line)?.[0] ?? "";
    return this.#lastLength + 1 + word.length > this.#foldedAt;
  }

  #takeOther(line: string): void {
    if (ELIDED.test(line) || (PROMPT.test(line) && PROGRAM.test(line))) {
      this.#noteAscii();
      this.#close();
      if (!ELIDED.test(line)) {
        this.#program = undefined;
        this.#hasAscii = undefined;
      }
      return;
    }
    if (BANNER.test(line)) return;
    const open = this.#open;
    if (open !== undefined && /^\s/.test(line)) return;
    if (open === undefined || this.#hasAscii === false || !this.#beginAscii(line, open)) {
      this.skipped += 1;
    }
    if (open !== undefined) open.hasStranger = true;
  }

  /** A record without a dump: then -A was not given, which prints one of each. */
  #noteAscii(): void {
    const open = this.#open;
    if (open !== undefined && !isWaiting(open) && !open.hasStranger) this.#hasAscii ??= false;
  }

  /** Begins a dump where one can begin so; only the line behind a record can. */
  #beginAscii(line: string, open: OpenRecord): boolean {
    if (open.hasStranger && this.#hasAscii !== true) return false;
    const dump = AsciiDump.begin(line, open.reading, open.start.stamp !== undefined);
    if (dump === undefined) return false;
    this.#hasAscii = true;
    this.#ascii = dump;
    dump.take(line);
    return true;
  }

  #close(): void {
    const open = this.#open;
    this.#open = undefined;
    if (open === undefined) return;
    const { start, reading, dump } = open;
    if (reading.kind === "partial" && dump === undefined) this.skipped += 1;
    this.#onRecord({
      number: start.number,
      stamp: start.stamp,
      line: reading.kind === "segment" ? reading.line : undefined,
      isQuiet: reading.kind === "quiet",
      dump,
    });
  }
}

/** A payload that stands where records do: it may go on as long as it has octets. */
class FlushPayload {
  isFlush = false;
  #left = 0;

  /** Notes what -v prints of a payload, line by line, behind the segment: `: HTTP, length: 100`. */
  begin(reading: LineReading): void {
    if (!this.isFlush || reading.kind !== "segment") return;
    this.#left = octetsIn(reading.line.payload ?? "");
  }

  mayHold(line: string): boolean {
    if (this.#left <= 0) return false;
    this.#left -= line.length + 1;
    this.#left += octetsIn(line);
    return true;
  }
}

/** Of a record that can still become one, the line that is missing is indented. */
function isNoSegment({ reading }: OpenRecord, line: string): boolean {
  if (reading.kind === "partial") return !SECOND_LINE.test(line);
  return reading.kind === "other" && !/^(?: {4}|\t)\s*\S/.test(line);
}

function octetsIn(text: string): number {
  return Number(/: [\w-]+, length: (\d{1,6})\b/.exec(text)?.[1] ?? 0);
}

function isMarked({ stamp, number }: Start): boolean {
  return stamp !== undefined || number !== undefined;
}

/** The beginning of a line; what is indented further than a number is has none. */
function startOf(line: string): Start {
  const start = parseStart(line);
  const isDeep = /^(?:\t| {5})/.test(line) && line.search(/\S/) > MOST_INDENT / 2;
  return isDeep || /^\t/.test(line) ? { number: undefined, stamp: undefined, text: line } : start;
}

/** Whether the next line can be of the same record. */
function isWaiting({ reading }: OpenRecord): boolean {
  return reading.kind === "partial" || (reading.kind === "segment" && !reading.isWhole);
}

function usedOf(reading: LineReading): number {
  switch (reading.kind) {
    case "segment":
      return reading.used;
    case "partial":
      return reading.used;
    case "quiet":
      return 1;
    default:
      return -1;
  }
}

/** Without the markup at its end, from there on: a pattern would begin anew at each of many backticks. */
function withoutEnd(line: string): string {
  let end = line.length;
  for (;;) {
    if (line[end - 1] === "`") {
      end -= 1;
      continue;
    }
    const start = line[end - 1] === ">" ? line.lastIndexOf("<", end - 1) : -1;
    if (start < 0 || !TAG.test(line.slice(start, end))) return line.slice(0, end);
    end = start;
  }
}
