import { ETHER_TYPE } from "./ether-type.js";
import { LINK_TYPE } from "./link-type.js";

/** Says that a frame holds no IP packet that can be found. */
export const NOT_FOUND = -1;

/** AF_INET is 2 everywhere; AF_INET6 differs by system (https://www.tcpdump.org/linktypes.html). */
const AF_INET = 2;
const AF_INET6: ReadonlySet<number> = new Set([10, 24, 28, 30]);

/**
 * Finds the IP header that a frame holds: its index, or `NOT_FOUND`. There the version agrees with
 * what the link layer says. Never throws, and allocates nothing, for it sees every frame.
 */
export function findIpHeader(linkType: number, octets: Buffer): number {
  switch (linkType) {
    case LINK_TYPE.ETHERNET:
      return afterEtherType(octets, 12, 14);
    case LINK_TYPE.LINUX_SLL:
      return afterEtherType(octets, 14, 16);
    case LINK_TYPE.LINUX_SLL2:
      return afterEtherType(octets, 0, 20);
    case LINK_TYPE.NULL:
    case LINK_TYPE.LOOP:
      return afterFamily(octets, linkType === LINK_TYPE.NULL);
    case LINK_TYPE.DLT_RAW:
    case LINK_TYPE.DLT_RAW_OPENBSD:
    case LINK_TYPE.RAW:
      return matchVersion(octets, 0, versionAt(octets, 0));
    case LINK_TYPE.IPV4:
      return matchVersion(octets, 0, 4);
    case LINK_TYPE.IPV6:
      return matchVersion(octets, 0, 6);
    default:
      return NOT_FOUND;
  }
}

/** IP version of the header at `start`, 0 beyond the end of `octets`. */
export function versionAt(octets: Buffer, start: number): number {
  return start < octets.length ? octets.readUInt8(start) >> 4 : 0;
}

function afterEtherType(octets: Buffer, typeStart: number, headerLength: number): number {
  if (octets.length <= headerLength) return NOT_FOUND;
  let type = octets.readUInt16BE(typeStart);
  let start = headerLength;
  // A tag is 4 octets: its own control information, then the type of what follows (802.1Q).
  while (isVlanTag(type) && start + 4 < octets.length) {
    type = octets.readUInt16BE(start + 2);
    start += 4;
  }
  if (type === ETHER_TYPE.IPV4) return matchVersion(octets, start, 4);
  return type === ETHER_TYPE.IPV6 ? matchVersion(octets, start, 6) : NOT_FOUND;
}

function isVlanTag(etherType: number): boolean {
  switch (etherType) {
    case ETHER_TYPE.VLAN:
    case ETHER_TYPE.SERVICE_VLAN:
    case ETHER_TYPE.OLD_SERVICE_VLAN:
      return true;
    default:
      return false;
  }
}

/** The family is in network order, or in the capturing host's, which NULL does not tell. */
function afterFamily(octets: Buffer, isHostOrder: boolean): number {
  if (octets.length <= 4) return NOT_FOUND;
  const big = octets.readUInt32BE(0);
  const family = isHostOrder && big > 0xffff ? octets.readUInt32LE(0) : big;
  if (family === AF_INET) return matchVersion(octets, 4, 4);
  return AF_INET6.has(family) ? matchVersion(octets, 4, 6) : NOT_FOUND;
}

function matchVersion(octets: Buffer, start: number, version: number): number {
  const isKnown = version === 4 || version === 6;
  return isKnown && versionAt(octets, start) === version ? start : NOT_FOUND;
}
