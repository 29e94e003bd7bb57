import { concatOctets, viewOf } from "../../capture/octets.js";
import type { NumberedEnd } from "./names.js";
import type { SegmentLine } from "./segment-line.js";
import type { Numbers } from "./sequence-numbers.js";

const IPV4_HEADER = 20;
const IPV6_HEADER = 40;
const TCP_HEADER = 20;
const TCP = 6;
const DONT_FRAGMENT = 0x4000;
const LARGEST = 0xffff;

/** What a packet is made of. */
export interface PacketParts {
  readonly line: SegmentLine;
  readonly numbers: Numbers;
  readonly source: NumberedEnd;
  readonly destination: NumberedEnd;
  /** What is known of the payload, from its beginning. */
  readonly payload: Uint8Array;
}

/** Makes the packet that a line tells of; its payload ends where the text does, as if cut there. */
export function buildPacket(parts: PacketParts): Uint8Array {
  const segment = buildSegment(parts);
  const lengthBytes = segment.length + parts.line.lengthBytes;
  const header =
    parts.source.address.length === 4
      ? ipv4Header(parts, lengthBytes)
      : ipv6Header(parts, lengthBytes);
  return concatOctets([header, segment, parts.payload]);
}

/** Octets that it had on the wire. */
export function wireLength(packet: Uint8Array, { line, payload }: PacketParts): number {
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
