import { CaptureError, CurrentFrame, type OnFrame } from "../capture/frame.js";
import { concatOctets, viewOf } from "../capture/octets.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import type { Model } from "../model/model.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { rebuildPayload } from "./rst-payload.js";
import { readDump } from "./text/dumps.js";
import { Names, type NumberedEnd } from "./text/names.js";
import { RecordReader, type TextRecord } from "./text/records.js";
import type { EndText, SegmentLine } from "./text/segment-line.js";
import { type Numbers, SequenceNumbers } from "./text/sequence-numbers.js";
import { parseStart, type Stamp, TimeLine } from "./text/stamp.js";
import { readLines } from "./text/text-lines.js";

/** Counts up while a text is read. */
export interface TextCounts {
  /** Frames that it tells of. */
  frames: number;
  /** Those that are TCP segments. */
  segments: number;
  /** Lines of which nothing could be made. */
  skippedLines: number;
  /** Reasons of RSTs that were printed in words alone, or in numbers that no format has. */
  unreadable: number;
  /** Segments without control bits, which -q leaves out. */
  quiet: number;
}

/** Lines that are looked at before the first is read, for what only several of them tell. */
const LINES_AHEAD = 2000;

/**
 * Reads a capture that was printed: by tcpdump with any options, by tshark, or copied from Wireshark
 * or a report. Each segment becomes the frame that was captured, as far as the text tells it. What is
 * not understood is skipped and counted. Rejects with `CaptureError` where no line is of a segment.
 */
export async function readText(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  onFrame: OnFrame,
  counts: TextCounts,
): Promise<void> {
  const ahead: string[] = [];
  let frames: TextFrames | undefined;
  const begin = (): TextFrames => {
    const begun = new TextFrames(model, ahead, { onFrame, counts });
    for (const line of ahead) begun.take(line);
    ahead.length = 0;
    return begun;
  };
  for await (const line of readLines(chunks)) {
    if (frames !== undefined) frames.take(line);
    else if (ahead.push(line) === LINES_AHEAD) frames = begin();
  }
  frames ??= begin();
  frames.end();
  if (counts.segments === 0) {
    throw new CaptureError(0, counts.quiet > 0 ? QUIET : NO_SEGMENT);
  }
}

const QUIET = "the text has no control bits of TCP: tcpdump leaves them out with -q";
const NO_SEGMENT =
  "the file is text, and no line of it is a TCP segment as tcpdump or tshark prints it; give a" +
  " capture, or what tcpdump -n -v prints";

/** Sentences on what a line does not tell. */
const LACK = {
  HEADER: {
    tcpdump: "the text has no TTL and no IP identification: tcpdump prints them with -v",
    tshark: "the text has no TTL and no IP identification: the list of tshark leaves them out",
  },
  TIME: "the text has no times",
  NUMBERS: "the text leaves out sequence numbers: the expected ones stand for them",
  PAYLOAD:
    "the text does not tell the payload of the RST: tcpdump prints it with -v, whole with -X",
} as const;

interface TextSink {
  readonly onFrame: OnFrame;
  readonly counts: TextCounts;
}

/** Makes frames of lines. */
class TextFrames {
  readonly #model: Model;
  readonly #sink: TextSink;
  readonly #records: RecordReader;
  readonly #times: TimeLine;
  readonly #names = new Names();
  readonly #numbers = new SequenceNumbers();
  readonly #frame = new CurrentFrame();

  constructor(model: Model, ahead: readonly string[], sink: TextSink) {
    this.#model = model;
    this.#sink = sink;
    const stamps: Stamp[] = [];
    const first = new RecordReader(({ stamp }) => stamp && stamps.push(stamp), indentOf(ahead));
    for (const line of ahead) first.take(line);
    first.end();
    this.#times = new TimeLine(stamps);
    this.#records = new RecordReader((record) => this.#take(record), indentOf(ahead));
  }

  take(line: string): void {
    this.#records.take(line);
    this.#sink.counts.skippedLines = this.#records.skipped;
  }

  end(): void {
    this.#records.end();
    this.#sink.counts.skippedLines = this.#records.skipped;
  }

  #take(record: TextRecord): void {
    const { counts } = this.#sink;
    const frame = this.#frame;
    counts.frames += 1;
    // Numbers that do not count up are of several captures.
    frame.number = Math.max(frame.number + 1, record.number ?? 0);
    const seconds = this.#times.secondsOf(record.stamp);
    const time = record.stamp?.time;
    frame.setTime(
      Number.isNaN(seconds) ? undefined : { format: () => time, toSeconds: () => seconds },
    );
    if (record.isQuiet && record.dump === undefined) counts.quiet += 1;
    if (!this.#takeDump(record) && record.line !== undefined) this.#takeLine(record.line, seconds);
  }

  /** Octets that were printed are the packet itself. */
  #takeDump({ dump, line }: TextRecord): boolean {
    const octets = dump?.octets;
    if (octets === undefined || octets.length === 0) return false;
    const found = readDump(octets, line);
    if (found === undefined) return false;
    if (line !== undefined) this.#sink.counts.segments += 1;
    this.#emit(found.linkType, octets, octets.length, []);
    return true;
  }

  #takeLine(line: SegmentLine, seconds: number): void {
    const source = this.#number(line.source, line);
    const destination = this.#number(line.destination, line);
    if (source === undefined || destination === undefined) return;
    const { counts } = this.#sink;
    const numbers = this.#numbers.resolve(
      line,
      keyOf(line.source),
      keyOf(line.destination),
      seconds,
    );
    const isRst = (line.flags & TCP_FLAG.RST) !== 0;
    const payload = rebuildPayload(this.#model, isRst ? line.payload : undefined, line.lengthBytes);
    if (payload.isUnreadable) counts.unreadable += 1;
    counts.segments += 1;
    const parts: PacketParts = { line, numbers, source, destination, payload: payload.octets };
    const packet = buildPacket(parts);
    const lacks = [
      ...(line.header === undefined ? [LACK.HEADER[line.program]] : []),
      ...(Number.isNaN(seconds) ? [LACK.TIME] : []),
      ...(numbers.isAssumed ? [LACK.NUMBERS] : []),
      ...(isRst && payload.octets.length === 0 && line.lengthBytes > 0 ? [LACK.PAYLOAD] : []),
      ...[source, destination].flatMap(({ port }) => this.#lackOfPort(port)),
    ];
    this.#emit(LINK_TYPE.RAW, packet, wireLength(packet, parts), lacks, line.header !== undefined);
  }

  #number({ host, port }: EndText, { isIpv6 }: SegmentLine): NumberedEnd | undefined {
    // The Info column alone has no addresses.
    const address = this.#names.addressOf(host === "" ? "unknown" : host, isIpv6);
    const number = this.#names.portOf(port);
    return address && number !== undefined ? { address, port: number } : undefined;
  }

  #lackOfPort(port: number): readonly string[] {
    const name = this.#names.services.get(port);
    return name === undefined ? [] : [`the port of ${name} is not known: ${port} stands for it`];
  }

  #emit(
    linkType: number,
    octets: Uint8Array,
    originalLength: number,
    lacks: readonly string[],
    hasIpHeader = true,
  ): void {
    const frame = this.#frame;
    frame.linkType = linkType;
    frame.window = octets;
    frame.start = 0;
    frame.end = octets.length;
    frame.originalLength = originalLength;
    frame.text = { hasIpHeader, lacks, hosts: this.#names.hosts };
    this.#sink.onFrame(frame);
  }
}

function keyOf({ host, port }: EndText): string {
  return `${host} ${port}`;
}

/** Columns by which all records of a text are indented, as in a block of code. */
function indentOf(lines: readonly string[]): number {
  const indents = lines
    .filter((line) => parseStart(line.trimStart()).stamp !== undefined && !line.startsWith("\t"))
    .map((line) => line.search(/\S/));
  const least = Math.min(...indents, Number.POSITIVE_INFINITY);
  return least === Number.POSITIVE_INFINITY || least < 2 ? 0 : least;
}

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const TCP_HEADER = 20;
const TCP = 6;
const DONT_FRAGMENT = 0x4000;
const LARGEST = 0xffff;

/** What a packet is made of. */
interface PacketParts {
  readonly line: SegmentLine;
  readonly numbers: Numbers;
  readonly source: NumberedEnd;
  readonly destination: NumberedEnd;
  /** What is known of the payload, from its beginning. */
  readonly payload: Uint8Array;
}

/** Makes the packet that a line tells of; its payload ends where the text does, as if cut there. */
function buildPacket(parts: PacketParts): Uint8Array {
  const segment = buildSegment(parts);
  const lengthBytes = segment.length + parts.line.lengthBytes;
  const header =
    parts.source.address.length === 4
      ? ipv4Header(parts, lengthBytes)
      : ipv6Header(parts, lengthBytes);
  return concatOctets([header, segment, parts.payload]);
}

/** Octets that it had on the wire. */
function wireLength(packet: Uint8Array, { line, payload }: PacketParts): number {
  return packet.length - payload.length + line.lengthBytes;
}

/** No checksum is filled in: no reader verifies them. */
function buildSegment({ line, numbers, source, destination }: PacketParts): Uint8Array {
  const segment = new Uint8Array(TCP_HEADER + line.options.length);
  const view = viewOf(segment);
  view.setUint16(0, source.port);
  view.setUint16(2, destination.port);
  view.setUint32(4, numbers.sequence);
  view.setUint32(8, numbers.acknowledgment);
  view.setUint8(12, (segment.length / 4) << 4);
  view.setUint8(13, line.flags);
  view.setUint16(14, numbers.window);
  segment.set(line.options, TCP_HEADER);
  return segment;
}

function ipv4Header({ line, source, destination }: PacketParts, lengthBytes: number): Uint8Array {
  const octets = new Uint8Array(IPV4_HEADER);
  const view = viewOf(octets);
  const total = IPV4_HEADER + lengthBytes;
  view.setUint8(0, 0x45);
  // Of what an interface is to divide, the field has 0.
  view.setUint16(2, total > LARGEST ? 0 : total);
  view.setUint16(4, line.header?.identification ?? 0);
  view.setUint16(6, line.header?.dontFragment === true ? DONT_FRAGMENT : 0);
  view.setUint8(8, line.header?.timeToLive ?? 0);
  view.setUint8(9, TCP);
  octets.set(source.address, 12);
  octets.set(destination.address, 16);
  return octets;
}

function ipv6Header({ line, source, destination }: PacketParts, lengthBytes: number): Uint8Array {
  const octets = new Uint8Array(IPV6_HEADER);
  const view = viewOf(octets);
  view.setUint8(0, 0x60);
  view.setUint16(4, Math.min(LARGEST, lengthBytes));
  view.setUint8(6, TCP);
  view.setUint8(7, line.header?.timeToLive ?? 0);
  octets.set(source.address, 8);
  octets.set(destination.address, 24);
  return octets;
}
