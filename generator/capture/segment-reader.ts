import { int32At, uint16At } from "./byte-order.js";
import type { Frame } from "./frame.js";
import { findTransport, type IpHeader, isSkipped, type LinkFrame, parseIp } from "./ip-packet.js";
import { findIpHeader, NOT_FOUND, versionAt } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import { Reassembly } from "./reassembly.js";
import { CONTROL_BITS_OFFSET, parseTcpSegment, type TcpSegment } from "./tcp-segment.js";

const TCP_HEADER_LENGTH = 20;
const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENTED = 0x3fff; // more fragments, or a fragment offset

/**
 * Reads the segments of frames as nearly all are: TCP directly in an IP packet that is whole.
 * It writes the one segment anew for each frame, for such a frame is to cost no memory.
 */
export class PlainSegmentReader {
  readonly #segment = new PlainSegment();

  /** Undefined does not say that there is no segment, only that it is none of these. */
  read({ linkType, window, start, end, originalLength }: Frame): TcpSegment | undefined {
    const ipStart = findIpHeader(linkType, window, start, end);
    if (ipStart === NOT_FOUND) return undefined;
    const segment = this.#segment;
    segment.octets = window;
    segment.packet.octets = window;
    const isRead =
      versionAt(window, ipStart, end) === 4
        ? segment.readIpv4(ipStart, end, start + originalLength)
        : segment.readIpv6(ipStart, end);
    return isRead ? segment : undefined;
  }
}

class PlainHeader implements IpHeader {
  octets: Buffer = Buffer.alloc(0);
  addressesStart = 0;
  addressLength: 4 | 16 = 4;
  timeToLive = 0;
  identification: number | undefined = 0;
}

class PlainSegment implements TcpSegment {
  readonly packet = new PlainHeader();
  octets: Buffer = this.packet.octets;
  sourcePort = 0;
  destinationPort = 0;
  sequenceNumber = 0;
  acknowledgmentNumber = 0;
  flags = 0;
  window = 0;
  optionsStart = 0;
  optionsEnd = 0;
  textStart = 0;
  capturedEnd = 0;
  lengthBytes = 0;

  /** As `parseIpv4` reads it; false where it is not whole, a fragment or something else than TCP. */
  readIpv4(start: number, limit: number, frameEnd: number): boolean {
    const { octets, packet } = this;
    if (limit < start + IPV4_HEADER_LENGTH || octets[start + 9] !== IP_PROTOCOL.TCP) return false;
    const headerLength = ((octets[start] ?? 0) & 0x0f) * 4;
    const isFragment = (uint16At(octets, start + 6) & FRAGMENTED) !== 0;
    if (isFragment || headerLength < IPV4_HEADER_LENGTH) return false;
    const totalLength = uint16At(octets, start + 2);
    packet.addressesStart = start + 12;
    packet.addressLength = 4;
    packet.timeToLive = octets[start + 8] ?? 0;
    packet.identification = uint16At(octets, start + 4);
    const end = totalLength === 0 ? frameEnd : start + totalLength;
    return this.#readTcp(start + headerLength, limit, end);
  }

  /** As `parseIpv6` reads it; false where something else than TCP follows at once. */
  readIpv6(start: number, limit: number): boolean {
    const { octets, packet } = this;
    if (limit < start + IPV6_HEADER_LENGTH || octets[start + 6] !== IP_PROTOCOL.TCP) return false;
    packet.addressesStart = start + 8;
    packet.addressLength = 16;
    packet.timeToLive = octets[start + 7] ?? 0;
    packet.identification = undefined;
    const tcpStart = start + IPV6_HEADER_LENGTH;
    return this.#readTcp(tcpStart, limit, tcpStart + uint16At(octets, start + 4));
  }

  /** As `parseTcpSegment` reads it. What was captured ends at `frameLimit`, the packet at `end`. */
  #readTcp(start: number, frameLimit: number, end: number): boolean {
    const { octets } = this;
    const limit = Math.min(frameLimit, end);
    if (start + TCP_HEADER_LENGTH > limit) return false;
    const headerLength = ((octets[start + 12] ?? 0) >> 4) * 4;
    const textStart = start + headerLength;
    if (headerLength < TCP_HEADER_LENGTH || textStart > end) return false;
    this.sourcePort = uint16At(octets, start);
    this.destinationPort = uint16At(octets, start + 2);
    this.sequenceNumber = int32At(octets, start + 4);
    this.acknowledgmentNumber = int32At(octets, start + 8);
    this.flags = octets[start + CONTROL_BITS_OFFSET] ?? 0;
    this.window = uint16At(octets, start + 14);
    this.optionsStart = start + TCP_HEADER_LENGTH;
    this.optionsEnd = Math.min(textStart, limit);
    this.textStart = textStart;
    this.capturedEnd = Math.max(textStart, limit);
    this.lengthBytes = end - textStart;
    return true;
  }
}

/** Returns the TCP segment that a frame carries or, as the last fragment, completes. */
export type SegmentReader = (frame: LinkFrame) => TcpSegment | undefined;

/**
 * Makes a reader for the frames of one capture, to be called in their order: it remembers
 * fragments. As the finder of RST segments it never throws on any octets, and verifies no checksum.
 */
export function createSegmentReader(): SegmentReader {
  const reassembly = new Reassembly();
  return ({ linkType, octets, originalLength }) => {
    const start = findIpHeader(linkType, octets);
    if (start === NOT_FOUND || !mayCarryTcp(octets, start)) return undefined;
    const packet = parseIp(octets, start, originalLength);
    const transport = packet && findTransport(packet, reassembly);
    return transport && parseTcpSegment(packet, transport);
  };
}

/**
 * The same for the frames of a capture that is being read, where nearly all of them cost no memory:
 * a segment is valid as long as its frame.
 */
export function createFrameReader(): (frame: Frame) => TcpSegment | undefined {
  const plain = new PlainSegmentReader();
  const readSegment = createSegmentReader();
  return (frame) => plain.read(frame) ?? readSegment(frame);
}

/** False is certain, true is not: other protocols end here, before anything is allocated. */
function mayCarryTcp(octets: Buffer, start: number): boolean {
  const isIpv4 = versionAt(octets, start) === 4;
  const index = start + (isIpv4 ? 9 : 6);
  if (index >= octets.length) return false;
  const protocol = octets.readUInt8(index);
  return protocol === IP_PROTOCOL.TCP || protocol === IP_PROTOCOL.FRAGMENT || isSkipped(protocol);
}
