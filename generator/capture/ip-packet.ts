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
