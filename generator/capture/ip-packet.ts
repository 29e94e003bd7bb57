import type { Frame } from "./frame.js";
import { versionAt } from "./link-layer.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";
import type { Reassembly } from "./reassembly.js";

/** What an IP header or extension header carries. */
export interface IpPayload {
  readonly octets: Buffer;
  /** Protocol or next header number of what is at `start`. */
  readonly protocol: number;
  readonly start: number;
  /** Where the payload ends on the wire: beyond `octets` where the snapshot length cut it. */
  readonly end: number;
}

/** Where the payload of a fragment belongs. */
export interface FragmentPlace {
  /** Equal for all fragments of one datagram, and for no other at the same time. */
  readonly key: string;
  readonly offsetBytes: number;
  readonly moreFragments: boolean;
}

/** What an IPv4 or IPv6 header says of a packet, besides where its payload is. */
export interface IpHeader {
  /** The octets that hold the header; both addresses are views of them, made when asked for. */
  readonly octets: Buffer;
  /** Where the source address begins; the destination address follows it. */
  readonly addressesStart: number;
  readonly addressLength: 4 | 16;
  /** The hop limit, where it is IPv6. */
  readonly timeToLive: number;
  /** Only IPv4 has one in every packet. */
  readonly identification: number | undefined;
}

/** An IPv4 or IPv6 packet; a fragment has its place, a whole datagram none. */
export interface IpPacket extends IpHeader {
  readonly payload: IpPayload;
  readonly fragment: FragmentPlace | undefined;
}

/** As on the wire: 4 or 16 octets. */
export function sourceOf({ octets, addressesStart, addressLength }: IpHeader): Buffer {
  return octets.subarray(addressesStart, addressesStart + addressLength);
}

/** As on the wire: 4 or 16 octets. */
export function destinationOf({ octets, addressesStart, addressLength }: IpHeader): Buffer {
  const start = addressesStart + addressLength;
  return octets.subarray(start, start + addressLength);
}

/** Where the octets of `payload` end that were captured. */
export function capturedEnd({ octets, end }: IpPayload): number {
  return Math.min(octets.length, end);
}

/**
 * Skips extension headers up to the first header that is none, or a Fragment header (RFC 8200
 * section 4). Serves IPv4 too, where only the Authentication Header is one of them.
 * Undefined where a header is not whole. Each has 8 octets at least, so the walk ends.
 */
export function skipExtensionHeaders(payload: IpPayload): IpPayload | undefined {
  if (!isSkipped(payload.protocol)) return payload;
  const { octets, end } = payload;
  const limit = capturedEnd(payload);
  let { protocol, start } = payload;
  while (isSkipped(protocol)) {
    if (start + 8 > limit) return undefined;
    const next = start + measure(protocol, octets.readUInt8(start + 1));
    if (next > limit) return undefined;
    protocol = octets.readUInt8(start);
    start = next;
  }
  return { octets, protocol, start, end };
}

/** An extension header that another header follows (RFC 8200 section 4, RFC 4302 section 2). */
export function isSkipped(protocol: number): boolean {
  switch (protocol) {
    case IP_PROTOCOL.HOP_BY_HOP:
    case IP_PROTOCOL.ROUTING:
    case IP_PROTOCOL.AUTHENTICATION:
    case IP_PROTOCOL.DESTINATION_OPTIONS:
      return true;
    default:
      return false;
  }
}

/** In octets: the field counts 8 less the first 8, but in the Authentication Header 4 less 8. */
function measure(protocol: number, lengthField: number): number {
  return protocol === IP_PROTOCOL.AUTHENTICATION
    ? Math.max(8, (lengthField + 2) * 4)
    : (lengthField + 1) * 8;
}

const MINIMUM_HEADER_LENGTH = 20;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/**
 * Parses the IPv4 header at `start` (RFC 791 section 3.1). `frameEnd` is where the frame ended on
 * the wire: it stands for a total length of 0, which a host writes that leaves segmentation to its
 * network interface. Undefined where the header is not whole or says less than its own length.
 */
export function parseIpv4(octets: Buffer, start: number, frameEnd: number): IpPacket | undefined {
  if (octets.length < start + MINIMUM_HEADER_LENGTH) return undefined;
  const payloadStart = start + (octets.readUInt8(start) & 0x0f) * 4;
  if (payloadStart < start + MINIMUM_HEADER_LENGTH || payloadStart > octets.length)
    return undefined;
  const totalLength = octets.readUInt16BE(start + 2);
  const end = totalLength === 0 ? frameEnd : start + totalLength;
  if (end < payloadStart) return undefined;
  return {
    octets,
    addressesStart: start + 12,
    addressLength: 4,
    timeToLive: octets.readUInt8(start + 8),
    identification: octets.readUInt16BE(start + 4),
    payload: { octets, protocol: octets.readUInt8(start + 9), start: payloadStart, end },
    fragment: readFragmentPlace(octets, start),
  };
}

function readFragmentPlace(octets: Buffer, start: number): FragmentPlace | undefined {
  const field = octets.readUInt16BE(start + 6);
  const offsetBytes = (field & FRAGMENT_OFFSET) * 8;
  const moreFragments = (field & MORE_FRAGMENTS) !== 0;
  if (offsetBytes === 0 && !moreFragments) return undefined;
  // Both addresses, the protocol and the identification (RFC 791 section 3.2).
  const addresses = octets.toString("latin1", start + 12, start + 20);
  const protocol = octets.toString("latin1", start + 9, start + 10);
  const identification = octets.toString("latin1", start + 4, start + 6);
  return { key: `4${addresses}${protocol}${identification}`, offsetBytes, moreFragments };
}

const HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;

/**
 * Parses the IPv6 header at `start` and the extension headers before the transport or before a
 * fragment (RFC 8200 section 3 and 4). Undefined where a header is not whole.
 */
function parseIpv6(octets: Buffer, start: number): IpPacket | undefined {
  if (octets.length < start + HEADER_LENGTH) return undefined;
  const payloadStart = start + HEADER_LENGTH;
  const payload = skipExtensionHeaders({
    octets,
    protocol: octets.readUInt8(start + 6),
    start: payloadStart,
    end: payloadStart + octets.readUInt16BE(start + 4),
  });
  if (payload === undefined) return undefined;
  if (payload.protocol !== IP_PROTOCOL.FRAGMENT) {
    return packetAt(octets, start, { payload, fragment: undefined });
  }
  const parsed = parseFragmentHeader(payload, octets.toString("latin1", start + 8, payloadStart));
  return parsed === undefined ? undefined : packetAt(octets, start, parsed);
}

function packetAt(
  octets: Buffer,
  start: number,
  { payload, fragment }: Pick<IpPacket, "payload" | "fragment">,
): IpPacket {
  return {
    octets,
    addressesStart: start + 8,
    addressLength: 16,
    timeToLive: octets.readUInt8(start + 7),
    identification: undefined,
    payload,
    fragment,
  };
}

/** next header(1) reserved(1) offset(13 bits) reserved(2) M(1) identification(4), section 4.5. */
function parseFragmentHeader(
  header: IpPayload,
  addresses: string,
): Pick<IpPacket, "payload" | "fragment"> | undefined {
  const { octets, start, end } = header;
  const fragmentStart = start + FRAGMENT_HEADER_LENGTH;
  if (fragmentStart > capturedEnd(header)) return undefined;
  const payload = { octets, protocol: octets.readUInt8(start), start: fragmentStart, end };
  const field = octets.readUInt16BE(start + 2);
  const offsetBytes = field & 0xfff8;
  const moreFragments = (field & 1) !== 0;
  if (offsetBytes === 0 && !moreFragments) {
    // An "atomic" fragment is a whole datagram, whatever other fragments say (RFC 6946 section 4).
    return { payload, fragment: undefined };
  }
  // Without the next header: only that of the first fragment counts (RFC 8200 section 4.5).
  const key = `6${addresses}${octets.toString("latin1", start + 4, fragmentStart)}`;
  return { payload, fragment: { key, offsetBytes, moreFragments } };
}

/** What of a frame is needed to find the segment in it. */
export type LinkFrame = Pick<Frame, "linkType" | "octets" | "originalLength">;

/** Parses the IP packet at `start`; undefined where it is not whole. */
export function parseIp(octets: Buffer, start: number, frameEnd: number): IpPacket | undefined {
  return versionAt(octets, start) === 4
    ? parseIpv4(octets, start, frameEnd)
    : parseIpv6(octets, start);
}

/** The transport segment of a packet, or of the datagram that its fragment completes. */
export function findTransport(packet: IpPacket, reassembly: Reassembly): IpPayload | undefined {
  const { fragment, payload } = packet;
  const whole = fragment === undefined ? payload : reassembly.add(payload, fragment);
  // After a fragment header or an IPv4 header there may be more of them.
  return whole && skipExtensionHeaders(whole);
}
