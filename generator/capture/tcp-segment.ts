import type { Endpoint } from "../model/record.js";
import { int32At, uint16At } from "./byte-order.js";
import { has, type Layer, linkType } from "./encapsulation.js";
import type { Frame } from "./frame.js";
import { FrameWalk, mayCarry } from "./frame-walk.js";
import { CurrentPacket, destinationOf, type IpHeader, sourceOf } from "./ip-packet.js";
import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import { UnreadCounter } from "./unread-frames.js";

/**
 * A TCP segment of any kind (RFC 9293 section 3.1), as offsets into its octets, which are valid as
 * long as its frame. Both numbers are 32 bits with a sign: only their differences count.
 */
export interface TcpSegment {
  readonly packet: IpHeader;
  /** Tells the tunnel that it came in from others; 0 where it came in none. */
  readonly tunnel: number;
  readonly sourcePort: number;
  readonly destinationPort: number;
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  /** The octet of control bits. */
  readonly flags: number;
  /** As in the header, without the window scale. */
  readonly window: number;
  readonly octets: Uint8Array;
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
export function capturedPayload({ octets, payloadStart, capturedEnd }: TcpSegment): Uint8Array {
  return octets.subarray(payloadStart, capturedEnd);
}

/** What of a frame is needed to find the segment in it. */
export type PacketFrame = Pick<
  Frame,
  "linkType" | "window" | "start" | "end" | "originalLength" | "text"
>;

const HEADER_LENGTH = 20;
/** Of less, Wireshark makes no stream; it has the flags and the window. */
const QUOTED_LENGTH = 16;
const CONTROL_BITS_OFFSET = 13;
const ANY = 0;
/** Says that the frame that was read last was not walked through, and has no more segments. */
const NONE = -1;

/** What an ICMP error says of the segment that it is about, where it quotes 16 octets of it. */
export type QuotedSegment = Pick<
  TcpSegment,
  "packet" | "sourcePort" | "destinationPort" | "sequenceNumber" | "flags"
>;

/**
 * Reads the TCP segments of one capture, given its frames in their order: it remembers fragments.
 * It never throws on any octets. No checksum is verified: of what the capturing host sends, they
 * are often not yet filled in.
 */
export class SegmentReader {
  /** Frames that carry what is not read. */
  readonly unread = new UnreadCounter();
  readonly #wanted: number;
  readonly #wantedInTunnel: number;
  readonly #onQuoted: ((quoted: QuotedSegment) => void) | undefined;
  readonly #walk = new FrameWalk();
  readonly #packet = new CurrentPacket();
  readonly #segment = new CurrentSegment(this.#packet);
  #next = NONE;

  /**
   * With `wanted`, it reads only segments that have at least one of these control bits, or come in a
   * tunnel where `takesTunnels` is set.
   */
  constructor(
    wanted: number = ANY,
    onQuoted?: (quoted: QuotedSegment) => void,
    takesTunnels = false,
  ) {
    this.#wanted = wanted;
    this.#wantedInTunnel = takesTunnels ? ANY : wanted;
    this.#onQuoted = onQuoted;
  }

  /**
   * The segment that a frame carries or, as the last fragment, completes: valid as long as the frame
   * and until `readNext`, by which the few frames go on that carry several.
   */
  read(frame: PacketFrame): TcpSegment | undefined {
    if (this.#next !== NONE) this.#forgetWalk();
    const { window, start, end, originalLength } = frame;
    const ipStart = findIpHeader(frame.linkType, window, start, end);
    if (ipStart === NOT_FOUND) return this.#readWalk(frame);
    const packet = this.#packet;
    if (!packet.read(window, ipStart, end, start + originalLength)) return undefined;
    if (frame.text?.hasIpHeader === false) packet.forgetHeader();
    // Nearly all frames carry TCP directly in an IP packet that is whole, and are to cost no memory.
    if (packet.protocol !== IP_PROTOCOL.TCP || packet.isIpv4Fragment) {
      return mayCarry(packet) ? this.#readWalk(frame, packet) : undefined;
    }
    const { payloadStart, payloadEnd } = packet;
    const limit = Math.min(end, payloadEnd);
    return this.#readTcp(window, payloadStart, limit, payloadEnd, this.#wanted);
  }

  /** What tells of a tunnel is written anew only for frames that have some. */
  #forgetWalk(): void {
    this.#next = NONE;
    this.#segment.packet = this.#packet;
    this.#segment.tunnel = 0;
  }

  /** Another segment of the frame that was read last. */
  readNext(): TcpSegment | undefined {
    if (this.#next === NONE) return undefined;
    const { found } = this.#walk;
    while (this.#next < found.length) {
      const layer = found[this.#next];
      this.#next += 1;
      const segment = layer && this.#readFound(layer);
      if (segment !== undefined) return segment;
    }
    return undefined;
  }

  /** Goes the general way: from an IP header that has been read, or from the start of the frame. */
  #readWalk(frame: PacketFrame, packet?: CurrentPacket): TcpSegment | undefined {
    const { window, start, end, originalLength } = frame;
    const octets = window.subarray(0, end);
    const [announced, endOnWire] = [linkType(frame.linkType), start + originalLength];
    const layer = { octets, start, end: endOnWire, announced, ...OUTERMOST };
    if (packet === undefined) this.#walk.walk(layer);
    else this.#walk.walkPacket(packet, layer);
    const { unread } = this.#walk;
    if (unread !== undefined) this.unread.add(unread);
    this.#next = 0;
    return this.readNext();
  }

  #readFound(layer: Layer): TcpSegment | undefined {
    const { octets, start, end, packet, tunnel } = layer;
    if (packet === undefined) return undefined;
    if (layer.isQuoted) {
      if (has(layer, QUOTED_LENGTH)) this.#onQuoted?.(readQuoted(layer, packet));
      return undefined;
    }
    const segment = this.#segment;
    segment.packet = packet;
    segment.tunnel = tunnel;
    const wanted = tunnel === 0 ? this.#wanted : this.#wantedInTunnel;
    return this.#readTcp(octets, start, octets.length, end, wanted);
  }

  /** What was captured ends at `limit`, the segment at `end`; undefined where its header is wrong. */
  #readTcp(
    octets: Uint8Array,
    start: number,
    limit: number,
    end: number,
    wanted: number,
  ): TcpSegment | undefined {
    if (start + HEADER_LENGTH > limit) return undefined;
    const flags = octets[start + CONTROL_BITS_OFFSET] ?? 0;
    if (wanted !== ANY && (flags & wanted) === 0) return undefined;
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

/** Of what is in nothing else. */
const OUTERMOST = {
  tunnel: 0,
  packet: undefined,
  isQuoted: false,
} as const;

function readQuoted({ octets, start }: Layer, packet: IpHeader): QuotedSegment {
  return {
    packet,
    sourcePort: uint16At(octets, start),
    destinationPort: uint16At(octets, start + 2),
    sequenceNumber: int32At(octets, start + 4),
    flags: octets[start + CONTROL_BITS_OFFSET] ?? 0,
  };
}

class CurrentSegment implements TcpSegment {
  packet: IpHeader;
  tunnel = 0;
  octets: Uint8Array;
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
