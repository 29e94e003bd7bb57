import { IP_PROTOCOL } from "../capture/ip-protocol.js";
import { findIpHeader, NOT_FOUND, versionAt } from "../capture/link-layer.js";
import { LINK_TYPE } from "../capture/link-type.js";
import type { Carrier } from "../targets/text/carrier.js";

/** A frame as a capture has it. */
export interface RawFrame {
  readonly linkType: number;
  readonly octets: Buffer;
}

/** What stands ahead of TCP in a frame, as far as a capture filter can walk. */
export interface Reach {
  readonly carrier: Carrier;
  /** Number of VLAN tags. */
  readonly tags: number;
}

const ETHERNET_HEADER = 14;
const TAG = 4;
const FRAGMENTED = 0x3fff; // more fragments, or a fragment offset

/** Where TCP is in a frame; undefined where the pack's filters say that they cannot see it. */
export function reachOf({ linkType, octets }: RawFrame): Reach | undefined {
  const start = findIpHeader(linkType, octets);
  if (start === NOT_FOUND) return undefined;
  const carrier = versionAt(octets, start) === 4 ? ipv4At(octets, start) : ipv6At(octets, start);
  const tags = linkType === LINK_TYPE.ETHERNET ? (start - ETHERNET_HEADER) / TAG : 0;
  return carrier && { carrier, tags };
}

function ipv4At(octets: Buffer, start: number): Carrier | undefined {
  if (octets.length < start + 20) return undefined;
  const isWhole = (octets.readUInt16BE(start + 6) & FRAGMENTED) === 0;
  return isWhole && octets[start + 9] === IP_PROTOCOL.TCP ? "ipv4" : undefined;
}

function ipv6At(octets: Buffer, start: number): Carrier | undefined {
  const next = octets[start + 6];
  if (next === IP_PROTOCOL.TCP) return "ipv6";
  const isOne = next === IP_PROTOCOL.HOP_BY_HOP && octets[start + 40] === IP_PROTOCOL.TCP;
  return isOne ? "ipv6-hop-by-hop" : undefined;
}
