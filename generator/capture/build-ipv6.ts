import { cutFragments } from "./build-ipv4.js";
import { parseAddress } from "./ip-address.js";
import { IP_PROTOCOL } from "./ip-protocol.js";

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

/** How `buildIpv6Fragments` cuts. */
export interface Ipv6Fragmentation {
  readonly identification: number;
  /** Octets of payload in each fragment, a multiple of 8. */
  readonly sizeBytes: number;
}

const VERSION = 0x60000000;
const ADDRESS_LENGTH = 16;

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
  const addresses = [ipv6Address(fields.source), ipv6Address(fields.destination)];
  return Buffer.concat([header, ...addresses, payload]);
}

/**
 * Builds the packets of `fields` cut into fragments; its extension headers come before the Fragment
 * header of each (RFC 8200 section 4.5). Throws as `buildIpv6`, and `RangeError` for another size.
 */
export function buildIpv6Fragments(
  fields: Ipv6Fields,
  { identification, sizeBytes }: Ipv6Fragmentation,
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

function ipv6Address(text: string): Uint8Array {
  const octets = parseAddress(text);
  if (octets.length !== ADDRESS_LENGTH) throw new Error(`no IPv6 address: ${text}`);
  return octets;
}
