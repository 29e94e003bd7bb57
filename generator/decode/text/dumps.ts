import { uint16At } from "../../capture/byte-order.js";
import { parseHex } from "../../capture/octets.js";
import { ETHER_TYPE, LINK_TYPE } from "../../capture/protocol-numbers.js";
import { SegmentReader } from "../../capture/tcp-segment.js";
import type { LineReading, SegmentLine } from "./segment-line.js";
import { parseStart } from "./stamp.js";

const ROW = /^\s*0x([0-9a-f]{4,5}):\s{1,2}((?:[0-9a-f]{4} )*(?:[0-9a-f]{2}){1,2})(?=\s|$)/;
const ROW_OCTETS = 16;
const MOST_OCTETS = 65_536;

/** Whether a line is of a dump of octets, as -x and -X print: then it is nothing else. */
export function isDumpRow(line: string): boolean {
  return /^\s*0x[0-9a-f]{4,5}:(?:\s|$)/.test(line);
}

/** The octets that tcpdump printed of one frame. */
export class HexDump {
  readonly #octets: number[] = [];
  #isBroken = false;

  /** Takes the next line; where one is missing, what follows it is of no use. */
  add(line: string): void {
    const [, offset = "", groups = ""] = ROW.exec(line) ?? [];
    const isNext = groups !== "" && Number.parseInt(offset, 16) === this.#octets.length;
    if (!isNext || this.#octets.length >= MOST_OCTETS) this.#isBroken = true;
    if (this.#isBroken) return;
    // Of what stands behind, a word of the text could be taken for octets.
    const hex = groups.replaceAll(" ", "").slice(0, 2 * ROW_OCTETS);
    this.#octets.push(...parseHex(hex));
  }

  get octets(): Uint8Array {
    return Uint8Array.from(this.#octets);
  }
}

/** A frame that was printed in octets. */
interface DumpedFrame {
  readonly linkType: number;
  readonly octets: Uint8Array;
}

/**
 * Finds what a dump begins with: the IP packet, or with -xx and -XX the link layer. It must have the
 * segment of the line, where there is one; undefined where it has not.
 */
export function readDump(
  octets: Uint8Array,
  line: SegmentLine | undefined,
): DumpedFrame | undefined {
  return linkTypesOf(octets)
    .map((linkType) => ({ linkType, octets }))
    .find((frame) => line === undefined || isSegmentOf(frame, line));
}

function linkTypesOf(octets: Uint8Array): readonly number[] {
  const version = (octets[0] ?? 0) >> 4;
  return [
    ...(version === 4 || version === 6 ? [LINK_TYPE.RAW] : []),
    ...(isIpAt(octets, 12) || isVlanAt(octets, 12) ? [LINK_TYPE.ETHERNET] : []),
    ...(isIpAt(octets, 14) ? [LINK_TYPE.LINUX_SLL] : []),
    ...(isIpAt(octets, 0) ? [LINK_TYPE.LINUX_SLL2] : []),
    LINK_TYPE.NULL,
  ];
}

function isIpAt(octets: Uint8Array, at: number): boolean {
  const type = octets.length < at + 2 ? 0 : uint16At(octets, at);
  return type === ETHER_TYPE.IPV4 || type === ETHER_TYPE.IPV6;
}

function isVlanAt(octets: Uint8Array, at: number): boolean {
  const type = octets.length < at + 2 ? 0 : uint16At(octets, at);
  return type === ETHER_TYPE.VLAN || type === ETHER_TYPE.SERVICE_VLAN;
}

function isSegmentOf({ linkType, octets }: DumpedFrame, line: SegmentLine): boolean {
  const segment = new SegmentReader().read({
    linkType,
    window: octets,
    start: 0,
    end: octets.length,
    originalLength: octets.length,
  });
  const isFlags = segment !== undefined && (segment.flags & 0x3f) === (line.flags & 0x3f);
  return isFlags && segment.lengthBytes === line.lengthBytes;
}

const TCP_HEADER = 20;
const MOST_OPTIONS = 40;
const IPV6_HEADER = 40;
const ETHERNET_HEADER = 14;
/** A carriage return before the end is not printed either. */
const MOST_AT_END = 2;
/** The versions of IP, with the octets of TCP packets that never print: a line may end before them. */
const IPV4_START = /^[E-O](?:$|.{1,6}$|.{6}\.(?:.?$|.\.))/;
const IPV6_START = /^[`a-o](?:.{0,5}$|.{5}\.)/;
const ETHERNET_START = /^.{12}\.\.[E-O`a-o]/;
/** The words of a comment; of octets so short a line is rare. */
const SHORT_COMMENT = /^.{2}[^.\t]/;
const SHORT = 7;

/**
 * What -A prints of one packet: its octets as they are, with line ends of their own, so that they can
 * imitate any line. Only their number tells where the next record begins. A carriage return before a
 * line feed is not printed, so that place is known to a few characters: the one line there that has
 * a time is the next record; of several, nobody can tell, and nothing more is read.
 */
export class AsciiDump {
  readonly #least: number;
  readonly #most: number;
  #printed = 0;
  #lines = 0;
  /** The lines around the place where the dump must end. */
  readonly #last: string[] = [];
  readonly #starts: number[] = [];

  private constructor(least: number, most: number) {
    this.#least = least;
    this.#most = most;
  }

  /** The dump that begins with a line behind a record; undefined where none can begin so. */
  static begin(line: string, reading: LineReading, hasTime: boolean): AsciiDump | undefined {
    // Of a packet that is no IP, anything can be the beginning.
    const isPossible = reading.kind === "other" || isIpStart(line) || ETHERNET_START.test(line);
    if (!isPossible) return undefined;
    if (reading.kind !== "segment" || !hasTime) return new AsciiDump(Number.POSITIVE_INFINITY, 0);
    const link = isIpStart(line) ? 0 : ETHERNET_HEADER;
    const version = line.charCodeAt(link);
    const ip = version < 0x50 ? (version & 0xf) * 4 : IPV6_HEADER;
    const headers = link + ip + TCP_HEADER;
    const { options, lengthBytes } = reading.line;
    const most = headers + MOST_OPTIONS + lengthBytes;
    return new AsciiDump(headers + options.length + lengthBytes, most);
  }

  /** A dump of which nobody can tell where it ends: nothing more is read. */
  static endless(): AsciiDump {
    return new AsciiDump(Number.POSITIVE_INFINITY, 0);
  }

  /** Whether nobody can tell where it ends. */
  get isEndless(): boolean {
    return this.#least === Number.POSITIVE_INFINITY || this.#starts.length > 1;
  }

  /** Takes the next line; gives the lines that are to be read anew, once the dump has ended. */
  take(line: string): readonly string[] | undefined {
    const at = this.#printed;
    this.#printed += line.length + 1;
    this.#lines += 1;
    if (this.isEndless || at < this.#least - this.#lines - MOST_AT_END) return undefined;
    if (parseStart(line).stamp !== undefined) this.#starts.push(this.#last.length);
    this.#last.push(line);
    return at <= this.#most + 1 || this.isEndless ? undefined : this.end();
  }

  /** What is to be read anew where the text ends here. */
  end(): readonly string[] {
    if (this.isEndless) return [];
    const [start] = this.#starts;
    if (start !== undefined) return this.#last.slice(start);
    // Behind the last place where it can end, there is nothing of it.
    return this.#printed > this.#most + 1 ? this.#last.slice(-1) : [];
  }
}

function isIpStart(line: string): boolean {
  if (line.length <= SHORT && SHORT_COMMENT.test(line)) return false;
  return IPV4_START.test(line) || IPV6_START.test(line);
}
