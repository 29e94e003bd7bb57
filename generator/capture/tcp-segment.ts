import { capturedEnd, type IpHeader, type IpPacket, type IpPayload } from "./ip-packet.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { CONTROL_BITS_OFFSET } from "./rst-filter.js";

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
