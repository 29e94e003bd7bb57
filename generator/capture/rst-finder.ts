import type { Endpoint } from "../model/record.js";
import { formatAddress } from "./ip-address.js";
import {
  capturedEnd,
  destinationOf,
  findTransport,
  type IpPacket,
  type IpPayload,
  type LinkFrame,
  parseIp,
  sourceOf,
} from "./ip-packet.js";
import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import { Reassembly } from "./reassembly.js";
import { CONTROL_BITS_OFFSET, mayCarryRst, RST_BIT } from "./tcp-segment.js";

/** A TCP segment with the RST bit. */
export interface RstSegment {
  readonly source: Endpoint;
  readonly destination: Endpoint;
  /** What was captured of the segment's text; a view that is valid as long as its frame. */
  readonly payload: Uint8Array;
  /** SEG.LEN on the wire, by the IP header, without SYN and FIN (RFC 9293 section 3.3.1). */
  readonly lengthBytes: number;
}

const MINIMUM_HEADER_LENGTH = 20;

/**
 * Parses a TCP segment (RFC 9293 section 3.1); `payload` is that of a whole datagram. Undefined for
 * another protocol, without the RST bit, or where the TCP header is wrong. Of its options
 * some may not have been captured.
 */
function parseRstSegment(packet: IpPacket, payload: IpPayload): RstSegment | undefined {
  const { octets, protocol, start, end } = payload;
  const limit = capturedEnd(payload);
  if (protocol !== IP_PROTOCOL.TCP || start + MINIMUM_HEADER_LENGTH > limit) return undefined;
  if ((octets.readUInt8(start + CONTROL_BITS_OFFSET) & RST_BIT) === 0) return undefined;
  const headerLength = (octets.readUInt8(start + 12) >> 4) * 4;
  const textStart = start + headerLength;
  if (headerLength < MINIMUM_HEADER_LENGTH || textStart > end) return undefined;
  return {
    source: { address: formatAddress(sourceOf(packet)), port: octets.readUInt16BE(start) },
    destination: {
      address: formatAddress(destinationOf(packet)),
      port: octets.readUInt16BE(start + 2),
    },
    // Empty where the snapshot length cut the options too.
    payload: octets.subarray(textStart, Math.max(textStart, limit)),
    lengthBytes: end - textStart,
  };
}

/** Returns the RST segment that a frame carries or, as the last fragment of several, completes. */
export type RstFinder = (frame: LinkFrame) => RstSegment | undefined;

/**
 * Makes a finder for the frames of one capture, to be called in their order: it remembers
 * fragments. It never throws on any octets. No checksum is verified: of what the capturing host
 * sends, they are often not yet filled in.
 */
export function createRstFinder(): RstFinder {
  const reassembly = new Reassembly();
  return ({ linkType, octets, originalLength }) => {
    const start = findIpHeader(linkType, octets);
    if (start === NOT_FOUND || !mayCarryRst(octets, start)) return undefined;
    const packet = parseIp(octets, start, originalLength);
    const transport = packet && findTransport(packet, reassembly);
    return transport && parseRstSegment(packet, transport);
  };
}
