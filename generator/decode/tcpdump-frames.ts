/** What tcpdump printed for one frame, its lines joined by single blanks. */
export interface FrameText {
  /** That of `-#`, or counted from 1. */
  readonly number: number;
  /** UTC, RFC 3339; only `-tt` prints a time that tells its day and its zone. */
  readonly time?: string;
  readonly text: string;
}

/** The text is not what tcpdump prints for frames, from a line on. */
export class TcpdumpTextError extends Error {
  override readonly name = "TcpdumpTextError";

  constructor(line: number, what: string) {
    super(`line ${line}: ${what}`);
  }
}

/** No frame with an RST has as much text; more is not kept. */
const MOST_CHARACTERS = 8192;

const NUMBER = String.raw`(?: {0,4}(?<number>\d+) {2})?`;
const EPOCH = String.raw`(?<seconds>\d{9,11})\.(?<fraction>\d{6,9})`;
const CLOCK = String.raw` ?(?:\d{4}-\d\d-\d\d )?\d\d:\d\d:\d\d\.\d{6,9}`;
/** Where `-t` left out times and nothing numbers the frames, any line could begin one. */
const START = new RegExp(`^${NUMBER}(?:(?:${EPOCH}|(?<clock>${CLOCK})) )?(?<text>.*)$`);
const HEX_DUMP = /^\t0x[0-9a-f]{4}: /;

/** With -e the link layer stands ahead of a packet, whose version it tells. */
const LINK = new RegExp(
  String.raw`^[0-9a-f:]{17} > [0-9a-f:]{17}, ethertype [^()>]*\(0x[0-9a-f]{4}\), length \d+: ` +
    String.raw`(?:vlan \d+, p \d+(?:, DEI)?, ethertype [^()>]*\(0x[0-9a-f]{4}\),? ?)*`,
);

const STRANGE =
  "neither the beginning of a frame nor indented; leave out -t and -A, or select the resets" +
  " alone (rstdiag filter)";
const MIXED = "the time is written otherwise than above";
const JUMP = "the number of the frame does not follow the one above";

/**
 * Divides the output of tcpdump into frames. A frame begins in a line with a time or a number,
 * all others of it are indented; a payload that is printed with line ends of its own, as -A does,
 * could forge frames, and so ends the reading. Throws `TcpdumpTextError` there.
 */
export async function* readFrameTexts(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<FrameText> {
  let frame: FrameText | undefined;
  let form: string | undefined;
  let lineNumber = 0;
  for await (const line of readLines(chunks)) {
    lineNumber += 1;
    const start = parseStart(line);
    if (start) {
      form ??= start.form;
      if (start.form !== form) throw new TcpdumpTextError(lineNumber, MIXED);
      const before = frame;
      frame = numberFrame(start, before, lineNumber);
      if (before) yield before;
    } else if (frame && /^\s/.test(line)) {
      frame = addLine(frame, line);
    } else if (line !== "") {
      throw new TcpdumpTextError(lineNumber, STRANGE);
    }
  }
  if (frame) yield frame;
}

function numberFrame(
  { form: _form, ...start }: FrameStart,
  before: FrameText | undefined,
  lineNumber: number,
): FrameText {
  const next = (before?.number ?? 0) + 1;
  const { number = next } = start;
  if (before && number !== next) throw new TcpdumpTextError(lineNumber, JUMP);
  return { ...start, number };
}

function addLine(frame: FrameText, line: string): FrameText {
  if (HEX_DUMP.test(line) || frame.text.length > MOST_CHARACTERS) return frame;
  return { ...frame, text: `${frame.text} ${line.trim()}` };
}

interface FrameStart extends Omit<FrameText, "number"> {
  /** How the line begins, with all digits alike: a payload does not know it. */
  readonly form: string;
  readonly number?: number;
}

function parseStart(line: string): FrameStart | undefined {
  const groups = START.exec(line)?.groups ?? {};
  const { number, seconds, fraction = "", clock, text = "" } = groups;
  if (number === undefined && seconds === undefined && clock === undefined) return undefined;
  const kind = seconds !== undefined ? "epoch" : clock?.replace(/\d/g, "0");
  return {
    form: `${number === undefined ? "" : "numbered "}${kind ?? ""}`,
    text: nameVersion(text),
    ...(number !== undefined && { number: Number(number) }),
    ...(seconds !== undefined && { time: formatTime(Number(seconds), fraction) }),
  };
}

function formatTime(seconds: number, fraction: string): string {
  return new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, `.${fraction}Z`);
}

function nameVersion(text: string): string {
  const link = LINK.exec(text)?.[0];
  if (link === undefined) return text;
  return `${/ethertype IPv6 [^:]*(?:: |, )?$/.test(link) ? "IP6" : "IP"} ${text.slice(link.length)}`;
}

async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  // Octets beyond ASCII are printed escaped, or belong to what is not read.
  const decoder = new TextDecoder("latin1");
  let rest = "";
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = (lines.pop() ?? "").slice(0, 2 * MOST_CHARACTERS);
    yield* lines.map((line) => line.replace(/\r$/, "").slice(0, 2 * MOST_CHARACTERS));
  }
  if (rest !== "") yield rest;
}
