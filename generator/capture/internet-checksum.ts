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
export interface PseudoHeader {
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
