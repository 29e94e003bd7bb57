import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { Reassembly } from "./reassembly.js";
import { mayCarryRst } from "./rst-filter.js";
import { parseRstSegment, type RstSegment } from "./rst-segment.js";
import { findTransport, type LinkFrame, parseIp } from "./transport.js";

/** Returns the RST segment that a frame carries or, as the last fragment of several, completes. */
export type RstFinder = (frame: LinkFrame) => RstSegment | undefined;

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
    const transport = packet && findTransport(packet, reassembly);
    return transport && parseRstSegment(packet, transport);
  };
}
