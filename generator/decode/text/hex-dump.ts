import { uint16At } from "../../capture/byte-order.js";
import { parseHex } from "../../capture/octets.js";
import { ETHER_TYPE, LINK_TYPE } from "../../capture/protocol-numbers.js";
import { SegmentReader } from "../../capture/tcp-segment.js";
import type { SegmentLine } from "./segment-line.js";

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
export interface DumpedFrame {
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
