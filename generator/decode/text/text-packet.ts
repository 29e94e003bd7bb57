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
export function buildPacket(parts: PacketParts): Buffer {
  const segment = buildSegment(parts);
  const lengthBytes = segment.length + parts.line.lengthBytes;
  const header =
    parts.source.address.length === 4
      ? ipv4Header(parts, lengthBytes)
      : ipv6Header(parts, lengthBytes);
  return Buffer.concat([header, segment, parts.payload]);
}

/** Octets that it had on the wire. */
export function wireLength(packet: Buffer, { line, payload }: PacketParts): number {
  return packet.length - payload.length + line.lengthBytes;
}

/** No checksum is filled in: no reader verifies them. */
function buildSegment({ line, numbers, source, destination }: PacketParts): Buffer {
  const segment = Buffer.alloc(TCP_HEADER + line.options.length);
  segment.writeUInt16BE(source.port, 0);
  segment.writeUInt16BE(destination.port, 2);
  segment.writeUInt32BE(numbers.sequence, 4);
  segment.writeUInt32BE(numbers.acknowledgment, 8);
  segment.writeUInt8((segment.length / 4) << 4, 12);
  segment.writeUInt8(line.flags, 13);
  segment.writeUInt16BE(numbers.window, 14);
  segment.set(line.options, TCP_HEADER);
  return segment;
}

function ipv4Header({ line, source, destination }: PacketParts, lengthBytes: number): Buffer {
  const octets = Buffer.alloc(IPV4_HEADER);
  const total = IPV4_HEADER + lengthBytes;
  octets.writeUInt8(0x45, 0);
  // Of what an interface is to divide, the field has 0.
  octets.writeUInt16BE(total > LARGEST ? 0 : total, 2);
  octets.writeUInt16BE(line.header?.identification ?? 0, 4);
  octets.writeUInt16BE(line.header?.dontFragment === true ? DONT_FRAGMENT : 0, 6);
  octets.writeUInt8(line.header?.timeToLive ?? 0, 8);
  octets.writeUInt8(TCP, 9);
  octets.set(source.address, 12);
  octets.set(destination.address, 16);
  return octets;
}

function ipv6Header({ line, source, destination }: PacketParts, lengthBytes: number): Buffer {
  const octets = Buffer.alloc(IPV6_HEADER);
  octets.writeUInt8(0x60, 0);
  octets.writeUInt16BE(Math.min(LARGEST, lengthBytes), 4);
  octets.writeUInt8(TCP, 6);
  octets.writeUInt8(line.header?.timeToLive ?? 0, 7);
  octets.set(source.address, 8);
  octets.set(destination.address, 24);
  return octets;
}
