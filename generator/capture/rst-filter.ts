import { IP_PROTOCOL } from "./ip-protocol.js";
import { isSkipped } from "./ipv6-extension.js";
import { versionAt } from "./link-layer.js";

/** The RST bit in the octet of control bits (RFC 9293 section 3.1). */
export const RST_BIT = 0x04;

/** Where that octet is in a TCP header. */
export const CONTROL_BITS_OFFSET = 13;

const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENTED = 0x3fff; // more fragments, or a fragment offset

/**
 * Tells whether the IP packet at `start` can carry an RST: false is certain, true is not. Like a
 * capture filter it reads few octets and allocates nothing, because nearly all frames end here.
 */
export function mayCarryRst(octets: Buffer, start: number): boolean {
  return versionAt(octets, start) === 4
    ? mayIpv4CarryRst(octets, start)
    : mayIpv6CarryRst(octets, start);
}

function mayIpv4CarryRst(octets: Buffer, start: number): boolean {
  if (octets.length < start + IPV4_HEADER_LENGTH) return false;
  const protocol = octets.readUInt8(start + 9);
  if (protocol !== IP_PROTOCOL.TCP) return protocol === IP_PROTOCOL.AUTHENTICATION;
  if ((octets.readUInt16BE(start + 6) & FRAGMENTED) !== 0) return true;
  const headerLength = (octets.readUInt8(start) & 0x0f) * 4;
  return hasRstBit(octets, start + headerLength);
}

function mayIpv6CarryRst(octets: Buffer, start: number): boolean {
  if (octets.length < start + IPV6_HEADER_LENGTH) return false;
  const next = octets.readUInt8(start + 6);
  if (next === IP_PROTOCOL.TCP) return hasRstBit(octets, start + IPV6_HEADER_LENGTH);
  return next === IP_PROTOCOL.FRAGMENT || isSkipped(next);
}

function hasRstBit(octets: Buffer, tcpStart: number): boolean {
  const index = tcpStart + CONTROL_BITS_OFFSET;
  return index < octets.length && (octets.readUInt8(index) & RST_BIT) !== 0;
}
