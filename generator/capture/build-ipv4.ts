import { computeChecksum } from "./internet-checksum.js";
import { parseAddress } from "./ip-address.js";
import { IP_PROTOCOL } from "./ip-protocol.js";

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
  header.set(ipv4Address(fields.source), 12);
  header.set(ipv4Address(fields.destination), 16);
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

/** One piece of a payload, and what its fragment says of its place. */
export interface FragmentPiece {
  readonly payload: Uint8Array;
  readonly offsetBytes: number;
  readonly moreFragments: boolean;
}

/** Cuts `payload` into pieces; throws `RangeError` unless `sizeBytes` is a multiple of 8. */
export function cutFragments(payload: Uint8Array, sizeBytes: number): readonly FragmentPiece[] {
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

function ipv4Address(text: string): Uint8Array {
  const octets = parseAddress(text);
  if (octets.length !== 4) throw new Error(`no IPv4 address: ${text}`);
  return octets;
}
