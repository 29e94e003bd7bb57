import type { TcpSegment } from "../capture/tcp-segment.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import type { Connection } from "./connection.js";
import type { End } from "./core/history.js";
import { distance, type SideState } from "./core/side.js";
import { UNSEEN } from "./shared-stream.js";

const { ACK, SYN } = TCP_FLAG;

/** A connection of which nothing came in a tunnel. */
const PLAIN = [0, 0] as const;

/** Octets around the expected one within which numbers are of one connection: 1 of 2,000 by chance. */
const NEAR = 1 << 20;

/**
 * Whether a segment that comes in a tunnel belongs to a connection of its ends. Directions may have
 * tunnels of their own (GTP-U always, VXLAN where both sides route), a handover changes them, and one
 * packet may be captured inside and outside; so another tunnel alone tells nothing, but with it,
 * numbers far from the expected ones are another network's that uses the same addresses.
 */
export function isOfTunnel(connection: Connection, segment: TcpSegment, from: End): boolean {
  const { sides, tunnels = PLAIN } = connection;
  const { tunnel, flags } = segment;
  if (tunnels[from] === tunnel) return true;
  const peer = from === 0 ? 1 : 0;
  if (tunnels[from] === UNSEEN && (tunnels[peer] === tunnel || tunnels[peer] === UNSEEN))
    return true;
  if (sides[from].segments > 0) return isNear(segment.sequenceNumber, sides[from]);
  if ((flags & ACK) !== 0) {
    return sides[peer].segments === 0 || isNear(segment.acknowledgmentNumber, sides[peer]);
  }
  return (flags & SYN) === 0;
}

function isNear(number: number, { next }: SideState): boolean {
  return Math.abs(distance(number, next)) < NEAR;
}
