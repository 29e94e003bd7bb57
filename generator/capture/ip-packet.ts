import { uint16At } from "./byte-order.js";
import { formatAddress } from "./ip-address.js";
import { versionAt } from "./link-layer.js";
import { showLatin1 } from "./octets.js";
import { IP_PROTOCOL } from "./protocol-numbers.js";

/** What an IP header or extension header carries. */
export interface IpPayload {
  readonly octets: Uint8Array;
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

/** A whole datagram, or a fragment with its place. */
export interface Datagram {
  readonly payload: IpPayload;
  readonly fragment?: FragmentPlace;
}

/** What an IPv4 or IPv6 header says of a packet, besides where its payload is. */
export interface IpHeader {
  /** The octets that hold the header. */
  readonly octets: Uint8Array;
  /** Where the source address begins; the destination address follows it. */
  readonly addressesStart: number;
  readonly addressLength: 4 | 16;
  /** The hop limit, where it is IPv6; NaN where a text did not tell it. */
  readonly timeToLive: number;
  /** Only IPv4 has one in every packet. */
  readonly identification: number | undefined;
  /** The DF bit; false for IPv6, whose routers never fragment. */
  readonly dontFragment: boolean;
}

/** The source address as text. */
export function sourceOf({ octets, addressesStart, addressLength }: IpHeader): string {
  return formatAddress(octets.subarray(addressesStart, addressesStart + addressLength));
}

/** The destination address as text. */
export function destinationOf({ octets, addressesStart, addressLength }: IpHeader): string {
  const start = addressesStart + addressLength;
  return formatAddress(octets.subarray(start, start + addressLength));
}

/** Where the octets of `payload` end that were captured. */
export function capturedEnd({ octets, end }: IpPayload): number {
  return Math.min(octets.length, end);
}

const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENT_HEADER_LENGTH = 8;
const DONT_FRAGMENT = 0x4000;
const MORE_FRAGMENTS = 0x2000;
const FRAGMENT_OFFSET = 0x1fff;

/** The packet that is written anew for each frame, for nearly all are to cost no memory. */
export class CurrentPacket implements IpHeader {
  octets: Uint8Array = new Uint8Array();
  addressesStart = 0;
  addressLength: 4 | 16 = 4;
  timeToLive = 0;
  identification: number | undefined = 0;
  dontFragment = false;
  /** Protocol or next header number of what is at `payloadStart`. */
  protocol = 0;
  payloadStart = 0;
  /** On the wire. */
  payloadEnd = 0;
  /** Whether it is a fragment of IPv4; those of IPv6 have a header of their own. */
  isIpv4Fragment = false;
  #start = 0;
  #limit = 0;

  /**
   * Reads the IP header at `start`; what was captured ends at `limit`, and on the wire the frame
   * ended at `frameEnd`. False where the header is not whole or says less than its own length.
   */
  read(octets: Uint8Array, start: number, limit: number, frameEnd: number): boolean {
    this.octets = octets;
    this.#start = start;
    this.#limit = limit;
    return versionAt(octets, start, limit) === 4
      ? this.#readIpv4(octets, start, frameEnd)
      : this.#readIpv6(octets, start, frameEnd);
  }

  /** RFC 791 section 3.1. */
  #readIpv4(octets: Uint8Array, start: number, frameEnd: number): boolean {
    if (this.#limit < start + IPV4_HEADER_LENGTH) return false;
    const payloadStart = start + ((octets[start] ?? 0) & 0x0f) * 4;
    const totalLength = uint16At(octets, start + 2);
    // A host that leaves segmentation to its network interface writes 0.
    const end = totalLength === 0 ? frameEnd : start + totalLength;
    this.addressesStart = start + 12;
    this.addressLength = 4;
    this.timeToLive = octets[start + 8] ?? 0;
    this.identification = uint16At(octets, start + 4);
    this.protocol = octets[start + 9] ?? 0;
    this.payloadStart = payloadStart;
    this.payloadEnd = end;
    const fragmentation = uint16At(octets, start + 6);
    this.dontFragment = (fragmentation & DONT_FRAGMENT) !== 0;
    this.isIpv4Fragment = (fragmentation & (MORE_FRAGMENTS | FRAGMENT_OFFSET)) !== 0;
    const isWhole = payloadStart >= start + IPV4_HEADER_LENGTH && payloadStart <= this.#limit;
    return isWhole && end >= payloadStart;
  }

  /** RFC 8200 section 3. */
  #readIpv6(octets: Uint8Array, start: number, frameEnd: number): boolean {
    if (this.#limit < start + IPV6_HEADER_LENGTH) return false;
    this.addressesStart = start + 8;
    this.addressLength = 16;
    this.timeToLive = octets[start + 7] ?? 0;
    this.identification = undefined;
    this.dontFragment = false;
    this.isIpv4Fragment = false;
    this.protocol = octets[start + 6] ?? 0;
    this.payloadStart = start + IPV6_HEADER_LENGTH;
    const length = uint16At(octets, start + 4);
    // A jumbogram has its length in a Hop-by-Hop option (RFC 2675 section 3).
    const isJumbo = length === 0 && this.protocol === IP_PROTOCOL.HOP_BY_HOP;
    this.payloadEnd = isJumbo ? Math.max(frameEnd, this.payloadStart) : this.payloadStart + length;
    return true;
  }

  /** What a text did not tell is not 0. */
  forgetHeader(): void {
    this.timeToLive = Number.NaN;
    this.identification = undefined;
  }

  /**
   * What the packet carries behind its extension headers, or behind the Fragment header. Undefined
   * where one of them is not whole.
   */
  findDatagram(): Datagram | undefined {
    const { protocol, payloadStart: start, payloadEnd: end } = this;
    // Behind the limit there is another frame.
    const payload = { octets: this.octets.subarray(0, this.#limit), protocol, start, end };
    if (this.addressLength === 4) {
      return this.isIpv4Fragment ? { payload, fragment: this.#ipv4Place() } : { payload };
    }
    const skipped = skipExtensionHeaders(payload);
    return skipped?.protocol === IP_PROTOCOL.FRAGMENT
      ? this.#readFragmentHeader(skipped)
      : skipped && { payload: skipped };
  }

  #ipv4Place(): FragmentPlace {
    const field = uint16At(this.octets, this.#start + 6);
    // Both addresses, the protocol and the identification (RFC 791 section 3.2).
    const key = `4${this.#text(12, 20)}${this.#text(9, 10)}${this.#text(4, 6)}`;
    const offsetBytes = (field & FRAGMENT_OFFSET) * 8;
    return { key, offsetBytes, moreFragments: (field & MORE_FRAGMENTS) !== 0 };
  }

  /** next header(1) reserved(1) offset(13 bits) reserved(2) M(1) identification(4), section 4.5. */
  #readFragmentHeader(header: IpPayload): Datagram | undefined {
    const { octets, start, end } = header;
    const fragmentStart = start + FRAGMENT_HEADER_LENGTH;
    if (fragmentStart > capturedEnd(header)) return undefined;
    const payload = { octets, protocol: octets[start] ?? 0, start: fragmentStart, end };
    const field = uint16At(octets, start + 2);
    const offsetBytes = field & 0xfff8;
    const moreFragments = (field & 1) !== 0;
    // An "atomic" fragment is a whole datagram, whatever other fragments say (RFC 6946 section 4).
    if (offsetBytes === 0 && !moreFragments) return { payload };
    // Without the next header: only that of the first fragment counts (RFC 8200 section 4.5).
    const identification = showLatin1(octets.subarray(start + 4, fragmentStart));
    const key = `6${this.#text(8, IPV6_HEADER_LENGTH)}${identification}`;
    return { payload, fragment: { key, offsetBytes, moreFragments } };
  }

  #text(from: number, to: number): string {
    return showLatin1(this.octets.subarray(this.#start + from, this.#start + to));
  }
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
    const next = start + measure(protocol, octets[start + 1] ?? 0);
    if (next > limit) return undefined;
    protocol = octets[start] ?? 0;
    start = next;
  }
  return { octets, protocol, start, end };
}

/** An extension header that another header follows (RFC 8200 section 4, RFC 4302 section 2). */
function isSkipped(protocol: number): boolean {
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
