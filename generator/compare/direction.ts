import type { Direction } from "../model/comparison.js";
import type { CaptureSide } from "./read-side.js";
import type { SeenReset } from "./seen-reset.js";

interface Sighted {
  readonly sent?: SeenReset;
  readonly received?: SeenReset;
}

type Sides = Readonly<Record<"sender" | "receiver", Pick<CaptureSide, "timesToLive">>>;

/**
 * Which way an RST went: a host's segments have the larger TTL in the capture that is nearer to it.
 * The SYN segments of its ends tell, since an RST may be somebody else's; without them its own TTL.
 */
export function directionOf({ sent, received }: Sighted, sides: Sides): Direction {
  const before = sent ?? received;
  const after = received ?? sent;
  if (before === undefined || after === undefined) return "unknown";
  const hops = [
    hopsOf(sides, before.source.address, after.source.address),
    -hopsOf(sides, before.destination.address, after.destination.address),
    sent && received ? sent.timeToLive - received.timeToLive : 0,
  ].find((count) => count !== 0);
  if (hops === undefined) return "unknown";
  return hops > 0 ? "forward" : "backward";
}

/** How many hops the segments of an address have behind them from one capture to the other. */
function hopsOf({ sender, receiver }: Sides, atSender: string, atReceiver: string): number {
  const [before, after] = [sender.timesToLive.get(atSender), receiver.timesToLive.get(atReceiver)];
  return before === undefined || after === undefined ? 0 : before - after;
}
