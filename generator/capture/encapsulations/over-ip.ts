import { int32At } from "../byte-order.js";
import {
  announcedByVersion,
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  ipBehind,
  ipProtocol,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { ETHER_TYPE, IP_PROTOCOL } from "../protocol-numbers.js";
import { PPP } from "./ppp.js";

/** IP directly in IP: RFC 2003 and 6in4 (RFC 4213), over IPv4 or IPv6 (RFC 2473). */
export const ipInIp: readonly Encapsulation[] = [
  { name: "IPv4 in IP", protocol: 4, type: ETHER_TYPE.IPV4 },
  // Of KA9Q; it has been superseded by 4.
  { name: "IPv4 in IP", protocol: 94, type: ETHER_TYPE.IPV4 },
  { name: "IPv6 in IP", protocol: 41, type: ETHER_TYPE.IPV6 },
].map(({ name, protocol, type }) => ({
  name,
  announcedBy: [ipProtocol(protocol)],
  read: (layer) => behind(layer, 0, etherType(type), tunnelOfAddresses(layer)),
}));

/** Nothing but the outer addresses tells these tunnels; the sum is equal in both directions. */
function tunnelOfAddresses({ tunnel, packet }: Layer): number {
  if (packet === undefined) return tunnel;
  const { octets, addressesStart, addressLength } = packet;
  let sum = 0;
  for (let at = 0; at < addressLength * 2; at += 4) sum += int32At(octets, addressesStart + at);
  return enterTunnel(tunnel, 4, sum | 0);
}

const GRE_FLAG = {
  CHECKSUM: 0x8000,
  ROUTING: 0x4000,
  KEY: 0x2000,
  SEQUENCE: 0x1000,
  /** Of version 1, PPTP's. */
  ACKNOWLEDGMENT: 0x0080,
} as const;
const GRE_VERSION = 0x0007;
const GRE_PROTOCOL = { PPP: 0x880b, WCCP: 0x883e, ERSPAN: 0x88be, ERSPAN_3: 0x22eb } as const;
/** Aruba's access points announce 802.11 frames by these and one more for each queue. */
const ARUBA = { first: 0x8200, last: 0x8370 } as const;
const IEEE_80211 = linkType(105);

/**
 * Generic Routing Encapsulation (RFC 2784, RFC 2890), NVGRE (RFC 7637) and PPTP (RFC 2637):
 *
 *     flags and version(2) protocol(2) checksum(4) key(4) sequence(4) acknowledgment(4)
 *
 * of which all but the first two are there only where a flag says so.
 */
export const gre: Encapsulation = {
  name: "GRE",
  announcedBy: [ipProtocol(47), udpPort(4754)],
  read: (layer) => {
    const flags = uint16Of(layer, 0);
    const protocol = uint16Of(layer, 2);
    if ((flags & GRE_VERSION) > 1) return NOTHING_INSIDE;
    // Routing entries of RFC 1701 are of variable length, and nobody sends them.
    if ((flags & GRE_VERSION) === 0 && (flags & GRE_FLAG.ROUTING) !== 0) return NOTHING_INSIDE;
    const optional = [GRE_FLAG.CHECKSUM, GRE_FLAG.KEY, GRE_FLAG.SEQUENCE, GRE_FLAG.ACKNOWLEDGMENT];
    const header = 4 + 4 * optional.filter((flag) => (flags & flag) !== 0).length;
    const inner = { ...layer, tunnel: tunnelOf(layer, flags) };
    return readProtocol(inner, { header, protocol, flags });
  },
};

/** Of PPTP the key is the length of what it carries and the call, which each side numbers. */
function tunnelOf(layer: Layer, flags: number): number {
  if ((flags & GRE_FLAG.KEY) === 0) return layer.tunnel;
  const key = uint32Of(layer, (flags & GRE_FLAG.CHECKSUM) === 0 ? 4 : 8);
  return enterTunnel(layer.tunnel, 47, (flags & GRE_VERSION) === 1 ? key & 0xffff : key);
}

interface GreHeader {
  readonly header: number;
  readonly protocol: number;
  readonly flags: number;
}

function readProtocol(layer: Layer, { header, protocol, flags }: GreHeader): readonly Layer[] {
  switch (protocol) {
    case GRE_PROTOCOL.PPP:
      return behind(layer, header, PPP);
    case GRE_PROTOCOL.WCCP:
      // Version 2 has a redirect header of its own (4).
      return behind(
        layer,
        announcedByVersion(layer, header) === undefined ? header + 4 : header,
        etherType(0x0800),
      );
    case GRE_PROTOCOL.ERSPAN:
      // Type I has no header, and is told by what GRE's header lacks.
      return (flags & GRE_FLAG.SEQUENCE) === 0
        ? behind(layer, header, etherType(0x6558))
        : behind(layer, header, etherType(GRE_PROTOCOL.ERSPAN));
    case 0:
      // A keep-alive.
      return NOTHING_INSIDE;
    default:
      return protocol >= ARUBA.first && protocol <= ARUBA.last && (protocol & 0xf) === 0
        ? behind(layer, header, IEEE_80211)
        : behind(layer, header, etherType(protocol));
  }
}

const ERSPAN_2_LENGTH = 8;
const ERSPAN_3_LENGTH = 12;
const PLATFORM_LENGTH = 8;

/** Mirrored Ethernet frames, as Cisco's switches send them (draft-foschiano-erspan). */
export const erspan: Encapsulation = {
  name: "ERSPAN",
  announcedBy: [etherType(GRE_PROTOCOL.ERSPAN), etherType(GRE_PROTOCOL.ERSPAN_3)],
  read: (layer) => {
    if (octetOf(layer, 0) >> 4 !== 2) return behind(layer, ERSPAN_2_LENGTH, etherType(0x6558));
    // P(1) frame type(5) hardware(6) direction(1) granularity(2) platform header(1)
    const word = uint16Of(layer, 10);
    const header = ERSPAN_3_LENGTH + ((word & 1) === 0 ? 0 : PLATFORM_LENGTH);
    const isIp = ((word >> 10) & 0x1f) === 2;
    return isIp ? ipBehind(layer, header) : behind(layer, header, etherType(0x6558));
  },
};

const ICMP_HEADER_LENGTH = 8;
/** Unreachable, source quench, redirect, time exceeded, parameter problem (RFC 792). */
const QUOTING_ICMP: ReadonlySet<number> = new Set([3, 4, 5, 11, 12]);
/** Unreachable, too big, time exceeded, parameter problem (RFC 4443 section 3). */
const QUOTING_ICMPV6: ReadonlySet<number> = new Set([1, 2, 3, 4]);

/** The packet that an ICMP error is about: its IP header, and 8 octets of what follows at least. */
export const icmpQuotes: readonly Encapsulation[] = [
  {
    protocol: IP_PROTOCOL.ICMP,
    types: QUOTING_ICMP,
    quoted: ETHER_TYPE.IPV4,
  },
  {
    protocol: IP_PROTOCOL.ICMPV6,
    types: QUOTING_ICMPV6,
    quoted: ETHER_TYPE.IPV6,
  },
].map(({ protocol, types, quoted }) => ({
  name: "ICMP error",
  announcedBy: [ipProtocol(protocol)],
  read: (layer) =>
    types.has(octetOf(layer, 0))
      ? behind({ ...layer, isQuoted: true }, ICMP_HEADER_LENGTH, etherType(quoted))
      : NOTHING_INSIDE,
}));
