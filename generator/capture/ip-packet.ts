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

/** An IPv4 or IPv6 packet; a fragment has its place, a whole datagram none. */
export interface IpPacket {
  /** As on the wire: 4 or 16 octets. */
  readonly source: Buffer;
  readonly destination: Buffer;
  readonly payload: IpPayload;
  readonly fragment: FragmentPlace | undefined;
}

/** Where the octets of `payload` end that were captured. */
export function capturedEnd({ octets, end }: IpPayload): number {
  return Math.min(octets.length, end);
}
