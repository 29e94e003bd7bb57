import type { Frame } from "./frame.js";
import { IP_PROTOCOL } from "./ip-protocol.js";
import { isSkipped } from "./ipv6-extension.js";
import { findIpHeader, NOT_FOUND, versionAt } from "./link-layer.js";
import { PlainSegmentReader } from "./plain-segment.js";
import { Reassembly } from "./reassembly.js";
import { parseTcpSegment, type TcpSegment } from "./tcp-segment.js";
import { findTransport, type LinkFrame, parseIp } from "./transport.js";

/** Returns the TCP segment that a frame carries or, as the last fragment, completes. */
export type SegmentReader = (frame: LinkFrame) => TcpSegment | undefined;

/**
 * Makes a reader for the frames of one capture, to be called in their order: it remembers
 * fragments. As the finder of RST segments it never throws on any octets, and verifies no checksum.
 */
export function createSegmentReader(): SegmentReader {
  const reassembly = new Reassembly();
  return ({ linkType, octets, originalLength }) => {
    const start = findIpHeader(linkType, octets);
    if (start === NOT_FOUND || !mayCarryTcp(octets, start)) return undefined;
    const packet = parseIp(octets, start, originalLength);
    const transport = packet && findTransport(packet, reassembly);
    return transport && parseTcpSegment(packet, transport);
  };
}

/**
 * The same for the frames of a capture that is being read, where nearly all of them cost no memory:
 * a segment is valid as long as its frame.
 */
export function createFrameReader(): (frame: Frame) => TcpSegment | undefined {
  const plain = new PlainSegmentReader();
  const readSegment = createSegmentReader();
  return (frame) => plain.read(frame) ?? readSegment(frame);
}

/** False is certain, true is not: other protocols end here, before anything is allocated. */
function mayCarryTcp(octets: Buffer, start: number): boolean {
  const isIpv4 = versionAt(octets, start) === 4;
  const index = start + (isIpv4 ? 9 : 6);
  if (index >= octets.length) return false;
  const protocol = octets.readUInt8(index);
  return protocol === IP_PROTOCOL.TCP || protocol === IP_PROTOCOL.FRAGMENT || isSkipped(protocol);
}
