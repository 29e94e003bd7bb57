import { parseAddress } from "../capture/ip-address.js";
import { IP_PROTOCOL } from "../capture/protocol-numbers.js";

/** The Internet checksum of `octets` (RFC 1071), 16 bits; an odd last one is padded with 0. */
export function computeChecksum(octets: Uint8Array): number {
  let sum = 0;
  for (let at = 0; at < octets.length; at += 2) {
    sum += ((octets[at] ?? 0) << 8) + (octets[at + 1] ?? 0);
  }
  while (sum > 0xffff) sum = (sum & 0xffff) + Math.floor(sum / 0x10000);
  return ~sum & 0xffff;
}

/** Between whom a checksum with a pseudo-header is computed. */
interface PseudoHeader {
  /** 4 or 16 octets. */
  readonly source: Uint8Array;
  readonly destination: Uint8Array;
  readonly protocol: number;
}

/**
 * Checksum of a transport's `octets` with the pseudo-header of IPv4 (RFC 9293 section 3.1) or IPv6
 * (RFC 8200 section 8.1).
 */
export function computeTransportChecksum(pseudo: PseudoHeader, octets: Uint8Array): number {
  // IPv4 has the fields in another order and shorter, which makes no difference to a sum.
  const rest = Buffer.alloc(8);
  rest.writeUInt32BE(octets.length, 0);
  rest.writeUInt32BE(pseudo.protocol, 4);
  return computeChecksum(Buffer.concat([pseudo.source, pseudo.destination, rest, octets]));
}

/** An IPv4 packet to build. */
export interface Ipv4Fields {
  readonly source: string;
  readonly destination: string;
  readonly payload: Uint8Array;
  /** TCP where absent. */
  readonly protocol?: number;
  /** 0 where absent. */
  readonly identification?: number;
  /** 64 where absent. */
  readonly timeToLive?: number;
  readonly dontFragment?: boolean;
  readonly moreFragments?: boolean;
  /** A multiple of 8; 0 where absent. */
  readonly fragmentOffsetBytes?: number;
  /** As on the wire; padded to 32 bits with End of Option List. */
  readonly options?: Uint8Array;
  /** What the header says instead of the truth: 0 where the interface segments. */
  readonly totalLength?: number;
}

const HEADER_LENGTH = 20;

/**
 * Builds an IPv4 packet with its header checksum (RFC 791 section 3.1).
 * Throws `Error` for a text that is no IPv4 address, `RangeError` for a number beyond its field.
 */
export function buildIpv4(fields: Ipv4Fields): Uint8Array {
  const options = fields.options ?? new Uint8Array();
  const headerLength = HEADER_LENGTH + Math.ceil(options.length / 4) * 4;
  if (headerLength > 60)
    throw new RangeError(`too long for IPv4 options: ${options.length} octets`);
  const header = Buffer.alloc(headerLength);
  header.writeUInt8(0x40 | (headerLength / 4), 0);
  header.writeUInt16BE(fields.totalLength ?? headerLength + fields.payload.length, 2);
  header.writeUInt16BE(fields.identification ?? 0, 4);
  header.writeUInt16BE(fragmentField(fields), 6);
  header.writeUInt8(fields.timeToLive ?? 64, 8);
  header.writeUInt8(fields.protocol ?? IP_PROTOCOL.TCP, 9);
  header.set(addressOf(4, fields.source), 12);
  header.set(addressOf(4, fields.destination), 16);
  header.set(options, HEADER_LENGTH);
  header.writeUInt16BE(computeChecksum(header), 10);
  return Buffer.concat([header, fields.payload]);
}

/**
 * Builds the packets of `fields` cut into fragments of `sizeBytes` of payload, a multiple of 8.
 * Throws as `buildIpv4`, and `RangeError` for another size.
 */
export function buildIpv4Fragments(fields: Ipv4Fields, sizeBytes: number): readonly Uint8Array[] {
  return cutFragments(fields.payload, sizeBytes).map(({ payload, offsetBytes, moreFragments }) =>
    buildIpv4({ ...fields, payload, fragmentOffsetBytes: offsetBytes, moreFragments }),
  );
}

/** Cuts `payload` into pieces, each with its place; throws `RangeError` unless `sizeBytes` is a multiple of 8. */
function cutFragments(payload: Uint8Array, sizeBytes: number) {
  if (sizeBytes <= 0 || sizeBytes % 8 !== 0) throw new RangeError(`no fragment size: ${sizeBytes}`);
  return Array.from({ length: Math.ceil(payload.length / sizeBytes) }, (_, index) => {
    const offsetBytes = index * sizeBytes;
    const end = offsetBytes + sizeBytes;
    return {
      payload: payload.subarray(offsetBytes, end),
      offsetBytes,
      moreFragments: end < payload.length,
    };
  });
}

function fragmentField(fields: Ipv4Fields): number {
  const offsetBytes = fields.fragmentOffsetBytes ?? 0;
  if (offsetBytes % 8 !== 0) throw new RangeError(`no fragment offset: ${offsetBytes}`);
  const flags = (fields.dontFragment ? 0x4000 : 0) | (fields.moreFragments ? 0x2000 : 0);
  return flags + offsetBytes / 8;
}

function addressOf(version: 4 | 6, text: string): Uint8Array {
  const octets = parseAddress(text);
  const wanted = version === 4 ? 4 : 16;
  if (octets.length !== wanted) throw new Error(`no IPv${version} address: ${text}`);
  return octets;
}

/** One extension header: its own number, and its octets after the first, the next header. */
export interface ExtensionHeader {
  readonly type: number;
  /** Begins with the length field where the header has one; 7 octets, or 8 more each. */
  readonly body: Uint8Array;
}

/** An IPv6 packet to build. */
export interface Ipv6Fields {
  readonly source: string;
  readonly destination: string;
  readonly payload: Uint8Array;
  /** Of the payload; TCP where absent. */
  readonly nextHeader?: number;
  /** 64 where absent. */
  readonly hopLimit?: number;
  /** 0 where absent. */
  readonly flowLabel?: number;
  /** In the order of the wire; none where absent. */
  readonly extensionHeaders?: readonly ExtensionHeader[];
  /** What the header says instead of the truth. */
  readonly payloadLength?: number;
}

const VERSION = 0x60000000;

/**
 * Builds an IPv6 packet (RFC 8200 section 3).
 * Throws `Error` for a text that is no IPv6 address, `RangeError` for a number beyond its field.
 */
export function buildIpv6(fields: Ipv6Fields): Uint8Array {
  const { extensionHeaders = [], nextHeader = IP_PROTOCOL.TCP } = fields;
  const extensions = extensionHeaders.flatMap(({ body }, index) => [
    Uint8Array.of(extensionHeaders[index + 1]?.type ?? nextHeader),
    body,
  ]);
  const payload = Buffer.concat([...extensions, fields.payload]);
  const header = Buffer.alloc(8);
  header.writeUInt32BE(VERSION + (fields.flowLabel ?? 0), 0);
  header.writeUInt16BE(fields.payloadLength ?? payload.length, 4);
  header.writeUInt8(extensionHeaders[0]?.type ?? nextHeader, 6);
  header.writeUInt8(fields.hopLimit ?? 64, 7);
  const addresses = [addressOf(6, fields.source), addressOf(6, fields.destination)];
  return Buffer.concat([header, ...addresses, payload]);
}

/**
 * Builds the packets of `fields` cut into fragments of `sizeBytes` of payload, a multiple of 8; its
 * extension headers come before the Fragment header of each (RFC 8200 section 4.5). Throws as
 * `buildIpv6`, and `RangeError` for another size.
 */
export function buildIpv6Fragments(
  fields: Ipv6Fields,
  { identification, sizeBytes }: { readonly identification: number; readonly sizeBytes: number },
): readonly Uint8Array[] {
  const { extensionHeaders = [] } = fields;
  return cutFragments(fields.payload, sizeBytes).map(({ payload, offsetBytes, moreFragments }) => {
    const fragment = fragmentHeader(identification, offsetBytes, moreFragments);
    return buildIpv6({ ...fields, payload, extensionHeaders: [...extensionHeaders, fragment] });
  });
}

/** The Fragment header (RFC 8200 section 4.5); `offsetBytes` is a multiple of 8. */
export function fragmentHeader(
  identification: number,
  offsetBytes: number,
  moreFragments: boolean,
): ExtensionHeader {
  const body = Buffer.alloc(7);
  body.writeUInt16BE(offsetBytes + (moreFragments ? 1 : 0), 1);
  body.writeUInt32BE(identification, 3);
  return { type: IP_PROTOCOL.FRAGMENT, body };
}

/** A Hop-by-Hop or Destination Options header of one PadN option (RFC 8200 section 4.2). */
export function paddingHeader(type: number): ExtensionHeader {
  return { type, body: Uint8Array.of(0, 1, 4, 0, 0, 0, 0) };
}

/** A "destination unreachable" message to build. */
export interface UnreachableFields {
  /** Both addresses of one IP version, which chooses ICMPv4 or ICMPv6. */
  readonly source: string;
  readonly destination: string;
  readonly code: number;
  /** The packet that could not be delivered, from its IP header on. */
  readonly quoted: Uint8Array;
}

const ICMPV4_TYPE = 3;
const ICMPV6_TYPE = 1;

/**
 * Builds the IP packet of an ICMPv4 (RFC 792, type 3) or ICMPv6 (RFC 4443 section 3.1, type 1)
 * message, with its checksum. Throws `Error` for a text that is no address.
 */
export function buildUnreachable({ code, quoted, ...ends }: UnreachableFields): Uint8Array {
  const source = parseAddress(ends.source);
  const destination = parseAddress(ends.destination);
  const isIpv4 = source.length === 4;
  const header = Uint8Array.of(isIpv4 ? ICMPV4_TYPE : ICMPV6_TYPE, code, 0, 0, 0, 0, 0, 0);
  const payload = Buffer.concat([header, quoted]);
  if (isIpv4) {
    payload.writeUInt16BE(computeChecksum(payload), 2);
    return buildIpv4({ ...ends, payload, protocol: IP_PROTOCOL.ICMP });
  }
  const pseudo = { source, destination, protocol: IP_PROTOCOL.ICMPV6 };
  payload.writeUInt16BE(computeTransportChecksum(pseudo, payload), 2);
  return buildIpv6({ ...ends, payload, nextHeader: IP_PROTOCOL.ICMPV6 });
}
