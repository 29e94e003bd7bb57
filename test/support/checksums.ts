/** An IP packet as a checksum sees it. */
interface Packet {
  readonly header: Buffer;
  /** Source and destination address. */
  readonly addresses: Buffer;
  readonly protocol: number;
  readonly payload: Buffer;
  readonly isFragment: boolean;
  readonly moreFragments: boolean;
}

/** Octets ahead of the IP header, by link type; Ethernet's depend on the VLAN tags. */
const HEADER_OCTETS = new Map([
  [0, 4],
  [101, 0],
  [108, 4],
  [113, 16],
  [276, 20],
]);

/**
 * Checks the checksums of frames that were captured whole, in their order: those of IPv4 headers,
 * and of TCP, for fragments where the last one is there. Gives how many were right and wrong.
 */
export function countChecksums(frames: readonly { linkType: number; octets: Buffer }[]) {
  const counts = { right: 0, wrong: 0 };
  const count = (sum: number) => {
    counts[sum === 0xffff ? "right" : "wrong"] += 1;
  };
  let pieces: Buffer[] = [];
  for (const { linkType, octets } of frames) {
    const packet = parsePacket(octets.subarray(headerOctets(linkType, octets)));
    if (packet.header[0] !== undefined && packet.header[0] >> 4 === 4) count(sum(packet.header));
    pieces = packet.isFragment ? [...pieces, packet.payload] : [packet.payload];
    if (packet.protocol !== 6 || packet.moreFragments) continue;
    const segment = Buffer.concat(pieces);
    pieces = [];
    const lengthAndProtocol = Buffer.of(0, 6, segment.length >> 8, segment.length & 255);
    count(sum(Buffer.concat([packet.addresses, lengthAndProtocol, segment])));
  }
  return counts;
}

/** The one's complement sum; 0xffff where the octets have their own checksum in them. */
function sum(octets: Buffer): number {
  const padded = Buffer.concat([octets, Buffer.alloc(octets.length % 2)]);
  let total = 0;
  for (let at = 0; at < padded.length; at += 2) total += padded.readUInt16BE(at);
  return total % 0xffff === 0 && total > 0 ? 0xffff : total % 0xffff;
}

function headerOctets(linkType: number, octets: Buffer): number {
  if (linkType !== 1) return HEADER_OCTETS.get(linkType) ?? 0;
  let at = 12;
  while ([0x8100, 0x88a8].includes(octets.readUInt16BE(at))) at += 4;
  return at + 2;
}

function parsePacket(octets: Buffer): Packet {
  return octets.readUInt8(0) >> 4 === 4 ? parseIpv4(octets) : parseIpv6(octets);
}

function parseIpv4(octets: Buffer): Packet {
  const headerLength = (octets.readUInt8(0) & 15) * 4;
  const place = octets.readUInt16BE(6);
  return {
    header: octets.subarray(0, headerLength),
    addresses: octets.subarray(12, 20),
    protocol: octets.readUInt8(9),
    payload: octets.subarray(headerLength, octets.readUInt16BE(2)),
    isFragment: (place & 0x3fff) !== 0,
    moreFragments: (place & 0x2000) !== 0,
  };
}

function parseIpv6(octets: Buffer): Packet {
  let next = octets.readUInt8(6);
  let at = 40;
  let place = -1;
  while ([0, 44, 60].includes(next)) {
    if (next === 44) place = octets.readUInt16BE(at + 2);
    const length = next === 44 ? 8 : (octets.readUInt8(at + 1) + 1) * 8;
    next = octets.readUInt8(at);
    at += length;
  }
  return {
    header: octets.subarray(0, 40),
    addresses: octets.subarray(8, 40),
    protocol: next,
    payload: octets.subarray(at, 40 + octets.readUInt16BE(4)),
    isFragment: place >= 0,
    moreFragments: place >= 0 && (place & 1) === 1,
  };
}
