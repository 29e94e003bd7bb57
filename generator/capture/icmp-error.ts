import { int32At, uint16At } from "./byte-order.js";
import { CurrentPacket, capturedEnd, type IpHeader, skipExtensionHeaders } from "./ip-packet.js";
import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import type { PacketFrame } from "./tcp-segment.js";

/**
 * An ICMP error about a TCP segment (RFC 792, RFC 4443): what it says, and of the segment what it
 * quotes for certain. Valid as long as its frame.
 */
export interface IcmpError {
  readonly packet: IpHeader;
  readonly family: "icmp" | "icmpv6";
  readonly type: number;
  readonly code: number;
  /** The largest packet that the next link takes, in octets; undefined where it is not said. */
  readonly mtu: number | undefined;
  readonly quoted: QuotedSegment;
}

/** The beginning of a TCP segment, as whoever sent the error had got it. */
export interface QuotedSegment {
  readonly packet: IpHeader;
  readonly sourcePort: number;
  readonly destinationPort: number;
  /** 32 bits with a sign. */
  readonly sequenceNumber: number;
}

/** type(1) code(1) checksum(2), and four octets that depend on the type; the quote follows. */
const HEADER_LENGTH = 8;
/** Ports and sequence number: all that RFC 792 promises of a segment. */
const QUOTED_LENGTH = 8;
const FRAGMENTATION_NEEDED = 4;
const ERRORS = {
  icmp: { unreachable: 3, timeExceeded: 11 },
  icmpv6: { unreachable: 1, packetTooBig: 2, timeExceeded: 3 },
} as const;

/** Reads the ICMP errors of a capture that are about TCP. It never throws on any octets. */
export class IcmpErrorReader {
  readonly #packet = new CurrentPacket();
  readonly #quoted = new CurrentPacket();

  /** The error that a frame carries; the next call overwrites its packets. */
  read({ linkType, window, start, end, originalLength }: PacketFrame): IcmpError | undefined {
    const ipStart = findIpHeader(linkType, window, start, end);
    const packet = this.#packet;
    if (ipStart === NOT_FOUND || !packet.read(window, ipStart, end, start + originalLength)) {
      return undefined;
    }
    const family = packet.addressLength === 4 ? "icmp" : "icmpv6";
    const wanted = family === "icmp" ? IP_PROTOCOL.ICMP : IP_PROTOCOL.ICMPV6;
    // IPv6 may have extension headers before it.
    if (packet.protocol !== wanted && packet.addressLength === 4) return undefined;
    const carried = packet.findDatagram();
    // Errors are short, and in whole packets.
    if (carried === undefined || carried.fragment !== undefined) return undefined;
    const { octets, protocol, start: at } = carried.payload;
    const limit = capturedEnd(carried.payload);
    if (protocol !== wanted || at + HEADER_LENGTH > limit) return undefined;
    const [type, code] = [octets[at] ?? 0, octets[at + 1] ?? 0];
    if (!Object.values<number>(ERRORS[family]).includes(type)) return undefined;
    const quoted = this.#readQuoted(octets, at + HEADER_LENGTH, limit);
    const mtu = mtuOf(octets, at, family);
    return quoted && { packet, family, type, code, mtu, quoted };
  }

  /** The version may be another one than outside, and the lengths may say anything. */
  #readQuoted(octets: Uint8Array, start: number, limit: number): QuotedSegment | undefined {
    const packet = this.#quoted;
    const version = start < limit ? (octets[start] ?? 0) >> 4 : 0;
    if (version !== 4 && version !== 6) return undefined;
    if (!packet.read(octets, start, limit, Number.POSITIVE_INFINITY)) return undefined;
    const datagram = packet.findDatagram();
    // Only the first fragment has the ports.
    if (datagram === undefined || (datagram.fragment?.offsetBytes ?? 0) > 0) return undefined;
    const transport = skipExtensionHeaders({ ...datagram.payload, end: limit });
    if (transport?.protocol !== IP_PROTOCOL.TCP) return undefined;
    const { start: at } = transport;
    if (at + QUOTED_LENGTH > limit) return undefined;
    return {
      packet,
      sourcePort: uint16At(octets, at),
      destinationPort: uint16At(octets, at + 2),
      sequenceNumber: int32At(octets, at + 4),
    };
  }
}

/** RFC 1191 section 4, RFC 4443 section 3.2; old routers leave it 0. */
function mtuOf(octets: Uint8Array, at: number, family: IcmpError["family"]): number | undefined {
  const [type, code] = [octets[at], octets[at + 1]];
  const mtu =
    family === "icmpv6" && type === ERRORS.icmpv6.packetTooBig
      ? int32At(octets, at + 4) >>> 0
      : family === "icmp" && type === ERRORS.icmp.unreachable && code === FRAGMENTATION_NEEDED
        ? uint16At(octets, at + 6)
        : 0;
  return mtu === 0 ? undefined : mtu;
}
