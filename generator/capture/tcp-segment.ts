import type { Endpoint } from "../model/record.js";
import { int32At, uint16At } from "./byte-order.js";
import type { Frame } from "./frame.js";
import {
  CurrentPacket,
  capturedEnd,
  destinationOf,
  type IpHeader,
  skipExtensionHeaders,
  sourceOf,
} from "./ip-packet.js";
import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import { Reassembly } from "./reassembly.js";

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
  /** Where the payload begins: behind what was captured, where the snapshot length cut the options. */
  readonly payloadStart: number;
  /** Where the payload ends that was captured; `payloadStart` where none was. */
  readonly capturedEnd: number;
  /** SEG.LEN on the wire, by the IP header, without SYN and FIN (RFC 9293 section 3.3.1). */
  readonly lengthBytes: number;
}

/** Who sent a segment to whom. */
export function endpointsOf(segment: TcpSegment): Record<"source" | "destination", Endpoint> {
  const { packet, sourcePort, destinationPort } = segment;
  return {
    source: { address: sourceOf(packet), port: sourcePort },
    destination: { address: destinationOf(packet), port: destinationPort },
  };
}

/** What was captured of the payload; a view that is valid as long as the frame. */
export function capturedPayload({ octets, payloadStart, capturedEnd }: TcpSegment): Buffer {
  return octets.subarray(payloadStart, capturedEnd);
}

/** What of a frame is needed to find the segment in it. */
export type PacketFrame = Pick<
  Frame,
  "linkType" | "window" | "start" | "end" | "originalLength" | "text"
>;

const HEADER_LENGTH = 20;
const CONTROL_BITS_OFFSET = 13;
const ANY = 0;

/**
 * Reads the TCP segments of one capture, given its frames in their order: it remembers fragments.
 * It never throws on any octets. No checksum is verified: of what the capturing host sends, they
 * are often not yet filled in.
 */
export class SegmentReader {
  readonly #wanted: number;
  readonly #reassembly = new Reassembly();
  readonly #packet = new CurrentPacket();
  readonly #segment = new CurrentSegment(this.#packet);

  /** With `wanted`, it reads only segments that have at least one of these control bits. */
  constructor(wanted: number = ANY) {
    this.#wanted = wanted;
  }

  /** The segment that a frame carries or, as the last fragment, completes: valid as long as the frame. */
  read({
    linkType,
    window,
    start,
    end,
    originalLength,
    text,
  }: PacketFrame): TcpSegment | undefined {
    const ipStart = findIpHeader(linkType, window, start, end);
    if (ipStart === NOT_FOUND) return undefined;
    const packet = this.#packet;
    if (!packet.read(window, ipStart, end, start + originalLength)) return undefined;
    if (text?.hasIpHeader === false) packet.forgetHeader();
    // Nearly all frames carry TCP directly in an IP packet that is whole, and are to cost no memory.
    if (packet.protocol !== IP_PROTOCOL.TCP || packet.isIpv4Fragment) return this.#readHidden();
    return this.#readTcp(
      window,
      packet.payloadStart,
      Math.min(end, packet.payloadEnd),
      packet.payloadEnd,
    );
  }

  /** What is behind extension headers or in fragments. */
  #readHidden(): TcpSegment | undefined {
    if (!this.#packet.mayHideTcp) return undefined;
    const datagram = this.#packet.findDatagram();
    if (datagram === undefined) return undefined;
    const { payload, fragment } = datagram;
    const whole = fragment === undefined ? payload : this.#reassembly.add(payload, fragment);
    // After a fragment header or an IPv4 header there may be more of them.
    const transport = whole && skipExtensionHeaders(whole);
    if (transport?.protocol !== IP_PROTOCOL.TCP) return undefined;
    return this.#readTcp(transport.octets, transport.start, capturedEnd(transport), transport.end);
  }

  /** What was captured ends at `limit`, the segment at `end`; undefined where its header is wrong. */
  #readTcp(octets: Buffer, start: number, limit: number, end: number): TcpSegment | undefined {
    if (start + HEADER_LENGTH > limit) return undefined;
    const flags = octets[start + CONTROL_BITS_OFFSET] ?? 0;
    if (this.#wanted !== ANY && (flags & this.#wanted) === 0) return undefined;
    const headerLength = ((octets[start + 12] ?? 0) >> 4) * 4;
    const payloadStart = start + headerLength;
    if (headerLength < HEADER_LENGTH || payloadStart > end) return undefined;
    const segment = this.#segment;
    segment.octets = octets;
    segment.sourcePort = uint16At(octets, start);
    segment.destinationPort = uint16At(octets, start + 2);
    segment.sequenceNumber = int32At(octets, start + 4);
    segment.acknowledgmentNumber = int32At(octets, start + 8);
    segment.flags = flags;
    segment.window = uint16At(octets, start + 14);
    segment.optionsStart = start + HEADER_LENGTH;
    segment.optionsEnd = Math.min(payloadStart, limit);
    segment.payloadStart = payloadStart;
    segment.capturedEnd = Math.max(payloadStart, limit);
    segment.lengthBytes = end - payloadStart;
    return segment;
  }
}

class CurrentSegment implements TcpSegment {
  readonly packet: IpHeader;
  octets: Buffer;
  sourcePort = 0;
  destinationPort = 0;
  sequenceNumber = 0;
  acknowledgmentNumber = 0;
  flags = 0;
  window = 0;
  optionsStart = 0;
  optionsEnd = 0;
  payloadStart = 0;
  capturedEnd = 0;
  lengthBytes = 0;

  constructor(packet: IpHeader) {
    this.packet = packet;
    this.octets = packet.octets;
  }
}
