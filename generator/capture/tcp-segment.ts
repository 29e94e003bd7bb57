import { uint16At } from "./byte-order.js";
import type { Frame } from "./frame.js";
import {
  capturedEnd,
  type IpHeader,
  type IpPacket,
  type IpPayload,
  isSkipped,
} from "./ip-packet.js";
import { findIpHeader, NOT_FOUND, versionAt } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";

/** The RST bit in the octet of control bits (RFC 9293 section 3.1). */
export const RST_BIT = 0x04;

/** Where that octet is in a TCP header. */
export const CONTROL_BITS_OFFSET = 13;

const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENTED = 0x3fff; // more fragments, or a fragment offset

/** Tells whether a frame can carry an RST: false is certain, true is not. */
export function mayFrameCarryRst({ linkType, window, start, end }: Frame): boolean {
  const ipStart = findIpHeader(linkType, window, start, end);
  return ipStart !== NOT_FOUND && mayCarryRst(window, ipStart, end);
}

/**
 * Tells whether the IP packet at `start` can carry an RST: false is certain, true is not. Like a
 * capture filter it reads few octets and allocates nothing, because nearly all frames end here.
 */
export function mayCarryRst(octets: Buffer, start: number, end = octets.length): boolean {
  return versionAt(octets, start, end) === 4
    ? mayIpv4CarryRst(octets, start, end)
    : mayIpv6CarryRst(octets, start, end);
}

function mayIpv4CarryRst(octets: Buffer, start: number, end: number): boolean {
  if (end < start + IPV4_HEADER_LENGTH) return false;
  const protocol = octets[start + 9];
  if (protocol !== IP_PROTOCOL.TCP) return protocol === IP_PROTOCOL.AUTHENTICATION;
  if ((uint16At(octets, start + 6) & FRAGMENTED) !== 0) return true;
  const headerLength = ((octets[start] ?? 0) & 0x0f) * 4;
  return hasRstBit(octets, start + headerLength, end);
}

function mayIpv6CarryRst(octets: Buffer, start: number, end: number): boolean {
  if (end < start + IPV6_HEADER_LENGTH) return false;
  const next = octets[start + 6] ?? 0;
  if (next === IP_PROTOCOL.TCP) return hasRstBit(octets, start + IPV6_HEADER_LENGTH, end);
  return next === IP_PROTOCOL.FRAGMENT || isSkipped(next);
}

function hasRstBit(octets: Buffer, tcpStart: number, end: number): boolean {
  const index = tcpStart + CONTROL_BITS_OFFSET;
  return index < end && ((octets[index] ?? 0) & RST_BIT) !== 0;
}

/**
 * A TCP segment of any kind (RFC 9293 section 3.1), as offsets into its octets, which are valid as
 * long as its frame. Both numbers are 32 bits with a sign: only their differences count.
 */
export interface TcpSegment {
  readonly packet: IpHeader;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  /** The octet of control bits. */
  readonly flags: number;
  /** As in the header, without the window scale. */
  readonly window: number;
  readonly octets: Buffer;
  readonly optionsStart: number;
  /** Where the options end that were captured. */
  readonly optionsEnd: number;
  /** Where the text begins: behind what was captured, where the snapshot length cut the options. */
  readonly textStart: number;
  /** Where the text ends that was captured; `textStart` where none was. */
  readonly capturedEnd: number;
  /** Octets of text on the wire, by the IP header, without SYN and FIN. */
  readonly lengthBytes: number;
}

const HEADER_LENGTH = 20;

/**
 * Parses a TCP segment; `payload` is that of a whole datagram. Undefined for another protocol, or
 * where the TCP header is wrong. Of its options some may not have been captured.
 */
export function parseTcpSegment(packet: IpPacket, payload: IpPayload): TcpSegment | undefined {
  const { octets, protocol, start, end } = payload;
  const limit = capturedEnd(payload);
  if (protocol !== IP_PROTOCOL.TCP || start + HEADER_LENGTH > limit) return undefined;
  const headerLength = (octets.readUInt8(start + 12) >> 4) * 4;
  const textStart = start + headerLength;
  if (headerLength < HEADER_LENGTH || textStart > end) return undefined;
  return {
    packet,
    sourcePort: octets.readUInt16BE(start),
    destinationPort: octets.readUInt16BE(start + 2),
    sequenceNumber: octets.readInt32BE(start + 4),
    acknowledgmentNumber: octets.readInt32BE(start + 8),
    flags: octets.readUInt8(start + CONTROL_BITS_OFFSET),
    window: octets.readUInt16BE(start + 14),
    octets,
    optionsStart: start + HEADER_LENGTH,
    optionsEnd: Math.min(textStart, limit),
    textStart,
    capturedEnd: Math.max(textStart, limit),
    lengthBytes: end - textStart,
  };
}
