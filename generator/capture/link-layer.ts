import { int32At, readUint32, uint16At } from "./byte-order.js";
import { ETHER_TYPE, LINK_TYPE } from "./protocol-numbers.js";

/** Says that a frame holds no IP packet that can be found. */
export const NOT_FOUND = -1;

/** AF_INET is 2 everywhere; AF_INET6 differs by system (https://www.tcpdump.org/linktypes.html). */
const AF_INET = 2;
const AF_INET6: ReadonlySet<number> = new Set([10, 24, 28, 30]);

/**
 * Finds the IP header that a frame holds: its index, or `NOT_FOUND`. There the version agrees with
 * what the link layer says. The frame goes from `start` to `end`; without them it is all `octets`.
 * Never throws, and allocates nothing, for it sees every frame.
 */
export function findIpHeader(
  linkType: number,
  octets: Uint8Array,
  start = 0,
  end = octets.length,
): number {
  switch (linkType) {
    case LINK_TYPE.ETHERNET:
      return afterEtherType(octets, start + 12, start + 14, end);
    case LINK_TYPE.LINUX_SLL:
      return afterEtherType(octets, start + 14, start + 16, end);
    case LINK_TYPE.LINUX_SLL2:
      return afterEtherType(octets, start, start + 20, end);
    case LINK_TYPE.NULL:
    case LINK_TYPE.LOOP:
      return afterFamily(octets, start, end, linkType === LINK_TYPE.NULL);
    case LINK_TYPE.DLT_RAW:
    case LINK_TYPE.DLT_RAW_OPENBSD:
    case LINK_TYPE.RAW:
      return matchVersion(octets, start, end, versionAt(octets, start, end));
    case LINK_TYPE.IPV4:
      return matchVersion(octets, start, end, 4);
    case LINK_TYPE.IPV6:
      return matchVersion(octets, start, end, 6);
    default:
      return NOT_FOUND;
  }
}

/** IP version of the header at `start`, 0 at the end of the frame or beyond it. */
export function versionAt(octets: Uint8Array, start: number, end = octets.length): number {
  return start < end ? (octets[start] ?? 0) >> 4 : 0;
}

function afterEtherType(
  octets: Uint8Array,
  typeStart: number,
  headerEnd: number,
  end: number,
): number {
  if (end <= headerEnd) return NOT_FOUND;
  let type = uint16At(octets, typeStart);
  let start = headerEnd;
  // A tag is 4 octets: its own control information, then the type of what follows (802.1Q).
  while (isVlanTag(type) && start + 4 < end) {
    type = uint16At(octets, start + 2);
    start += 4;
  }
  if (type === ETHER_TYPE.IPV4) return matchVersion(octets, start, end, 4);
  return type === ETHER_TYPE.IPV6 ? matchVersion(octets, start, end, 6) : NOT_FOUND;
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
function afterFamily(octets: Uint8Array, start: number, end: number, isHostOrder: boolean): number {
  const ipStart = start + 4;
  if (end <= ipStart) return NOT_FOUND;
  const big = int32At(octets, start) >>> 0;
  const family = isHostOrder && big > 0xffff ? readUint32(octets, start, "little") : big;
  if (family === AF_INET) return matchVersion(octets, ipStart, end, 4);
  return AF_INET6.has(family) ? matchVersion(octets, ipStart, end, 6) : NOT_FOUND;
}

function matchVersion(octets: Uint8Array, start: number, end: number, version: number): number {
  const isKnown = version === 4 || version === 6;
  return isKnown && versionAt(octets, start, end) === version ? start : NOT_FOUND;
}
