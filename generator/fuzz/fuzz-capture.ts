import type { Model } from "../model/model.js";
import { writePcap } from "../samples/write-pcap.js";
import { mutate } from "./mutate.js";
import type { Random } from "./random.js";
import { type FuzzFrame, LINKS, type Link, randomSegment, randomTunnel } from "./random-packet.js";

/** Sound captures are ones that the reference decoder and Wireshark must read the same. */
export type FuzzKind = "sound" | "mutated";

const TUNNEL_PERCENT = 20;

/** A pcap file of so many frames, on one link layer. */
export function makeCapture(
  random: Random,
  model: Model,
  { kind, frames }: { readonly kind: FuzzKind; readonly frames: number },
): Uint8Array {
  const link = random.pick(LINKS);
  const made: FuzzFrame[] = [];
  while (made.length < frames) made.push(...next(random, model, link, kind));
  const packets = made.slice(0, frames).map(({ octets, originalLength }, index) => ({
    timeNanoseconds: BigInt(index) * 1_000_000n,
    octets,
    originalLength,
  }));
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65_535 } as const;
  return writePcap({ ...file, linkType: link.linkType, packets });
}

function next(random: Random, model: Model, link: Link, kind: FuzzKind): readonly FuzzFrame[] {
  if (kind === "sound") return randomSegment(random, model, link);
  const frames = random.percent(TUNNEL_PERCENT)
    ? [randomTunnel(random, model, link)]
    : randomSegment(random, model, link);
  return frames.map((frame) => mutate(random, frame));
}
