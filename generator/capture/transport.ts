import type { Frame } from "./frame.js";
import type { IpPacket, IpPayload } from "./ip-packet.js";
import { parseIpv4 } from "./ipv4.js";
import { parseIpv6 } from "./ipv6.js";
import { skipExtensionHeaders } from "./ipv6-extension.js";
import { versionAt } from "./link-layer.js";
import type { Reassembly } from "./reassembly.js";

/** What of a frame is needed to find the segment in it. */
export type LinkFrame = Pick<Frame, "linkType" | "octets" | "originalLength">;

/** Parses the IP packet at `start`; undefined where it is not whole. */
export function parseIp(octets: Buffer, start: number, frameEnd: number): IpPacket | undefined {
  return versionAt(octets, start) === 4
    ? parseIpv4(octets, start, frameEnd)
    : parseIpv6(octets, start);
}

/** The transport segment of a packet, or of the datagram that its fragment completes. */
export function findTransport(packet: IpPacket, reassembly: Reassembly): IpPayload | undefined {
  const { fragment, payload } = packet;
  const whole = fragment === undefined ? payload : reassembly.add(payload, fragment);
  // After a fragment header or an IPv4 header there may be more of them.
  return whole && skipExtensionHeaders(whole);
}
