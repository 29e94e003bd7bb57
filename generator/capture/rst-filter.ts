import { uint16At } from "./byte-order.js";
import type { Frame } from "./frame.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { isSkipped } from "./ipv6-extension.js";
import { findIpHeader, NOT_FOUND, versionAt } from "./link-layer.js";

/** The RST bit in the octet of control bits (RFC 9293 section 3.1). */
export const RST_BIT = 0x04;

/** Where that octet is in a TCP header. */
export const CONTROL_BITS_OFFSET = 13;

const IPV4_HEADER_LENGTH = 20;
const IPV6_HEADER_LENGTH = 40;
const FRAGMENTED = 0x3fff; // more fragments, or a fragment offset

/** Tells whether a frame can carry an RST: false is certain, true is not. */
export function mayFrameCarryRst({ linkType, window, start, end }: Frame): boolean {
  const ipStart = findIpHeader(linkType, window, start, end);
  return ipStart !== NOT_FOUND && mayCarryRst(window, ipStart, end);
}

/**
 * Tells whether the IP packet at `start` can carry an RST: false is certain, true is not. Like a
 * capture filter it reads few octets and allocates nothing, because nearly all frames end here.
 */
export function mayCarryRst(octets: Buffer, start: number, end = octets.length): boolean {
  return versionAt(octets, start, end) === 4
    ? mayIpv4CarryRst(octets, start, end)
    : mayIpv6CarryRst(octets, start, end);
}

function mayIpv4CarryRst(octets: Buffer, start: number, end: number): boolean {
  if (end < start + IPV4_HEADER_LENGTH) return false;
  const protocol = octets[start + 9];
  if (protocol !== IP_PROTOCOL.TCP) return protocol === IP_PROTOCOL.AUTHENTICATION;
  if ((uint16At(octets, start + 6) & FRAGMENTED) !== 0) return true;
  const headerLength = ((octets[start] ?? 0) & 0x0f) * 4;
  return hasRstBit(octets, start + headerLength, end);
}

function mayIpv6CarryRst(octets: Buffer, start: number, end: number): boolean {
  if (end < start + IPV6_HEADER_LENGTH) return false;
  const next = octets[start + 6] ?? 0;
  if (next === IP_PROTOCOL.TCP) return hasRstBit(octets, start + IPV6_HEADER_LENGTH, end);
  return next === IP_PROTOCOL.FRAGMENT || isSkipped(next);
}

function hasRstBit(octets: Buffer, tcpStart: number, end: number): boolean {
  const index = tcpStart + CONTROL_BITS_OFFSET;
  return index < end && ((octets[index] ?? 0) & RST_BIT) !== 0;
}
