import type { Frame } from "./frame.js";
import type { IpPacket } from "./ip-packet.js";
import { parseIpv4 } from "./ipv4.js";
import { parseIpv6 } from "./ipv6.js";
import { skipExtensionHeaders } from "./ipv6-extension.js";
import { findIpHeader, NOT_FOUND, versionAt } from "./link-layer.js";
import { Reassembly } from "./reassembly.js";
import { mayCarryRst } from "./rst-filter.js";
import { parseRstSegment, type RstSegment } from "./rst-segment.js";

/** Returns the RST segment that a frame carries or, as the last fragment of several, completes. */
export type RstFinder = (
  frame: Pick<Frame, "linkType" | "octets" | "originalLength">,
) => RstSegment | undefined;

/**
 * Makes a finder for the frames of one capture, to be called in their order: it remembers
 * fragments. It never throws on any octets. No checksum is verified: of what the capturing host
 * sends, they are often not yet filled in.
 */
export function createRstFinder(): RstFinder {
  const reassembly = new Reassembly();
  return ({ linkType, octets, originalLength }) => {
    const start = findIpHeader(linkType, octets);
    if (start === NOT_FOUND || !mayCarryRst(octets, start)) return undefined;
    const packet = parseIp(octets, start, originalLength);
    return packet && findInPacket(packet, reassembly);
  };
}

function parseIp(octets: Buffer, start: number, frameEnd: number): IpPacket | undefined {
  return versionAt(octets, start) === 4
    ? parseIpv4(octets, start, frameEnd)
    : parseIpv6(octets, start);
}

function findInPacket(packet: IpPacket, reassembly: Reassembly): RstSegment | undefined {
  const { fragment, payload } = packet;
  const whole = fragment === undefined ? payload : reassembly.add(payload, fragment);
  // After a fragment header or an IPv4 header there may be more of them.
  const transport = whole && skipExtensionHeaders(whole);
  return transport && parseRstSegment(packet, transport);
}
