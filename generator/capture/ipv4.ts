import type { FragmentPlace, IpPacket } from "./ip-packet.js";

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
