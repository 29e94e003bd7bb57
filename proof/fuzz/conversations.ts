import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { readCapture } from "../../generator/capture/read-capture.js";
import { SegmentReader } from "../../generator/capture/tcp-segment.js";
import { type PcapPacket, writePcap } from "../../generator/samples/write-pcap.js";
import { ROOT } from "../project.js";
import { type FuzzKind, mutate } from "./captures.js";
import type { Random } from "./random.js";

const FOLDER = join(ROOT, "samples/laboratory");
const ETHERNET = 1;

/** A frame of a recorded conversation, and where its IP and TCP headers begin. */
interface RecordedFrame {
  readonly octets: Buffer;
  readonly originalLength: number;
  readonly timeNanoseconds: bigint;
  readonly tcpStart: number | undefined;
}

export type Conversations = readonly (readonly RecordedFrame[])[];

/** What the laboratory recorded, capture by capture. */
export async function readConversations(): Promise<Conversations> {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".pcap"));
  return Promise.all(names.sort().map(readFrames));
}

async function readFrames(name: string): Promise<readonly RecordedFrame[]> {
  const segments = new SegmentReader();
  const frames: RecordedFrame[] = [];
  const chunks = (async function* () {
    yield readFileSync(join(FOLDER, name));
  })();
  await readCapture(chunks, (frame) => {
    if (frame.linkType !== ETHERNET) return;
    const found = segments.read(frame);
    frames.push({
      octets: Buffer.from(frame.octets),
      originalLength: frame.originalLength,
      timeNanoseconds: BigInt(Math.round(frame.seconds * 1e6)) * 1000n,
      tcpStart: found && found.optionsStart - TCP_HEADER_OCTETS,
    });
  });
  return frames;
}

const TCP_HEADER_OCTETS = 20;
/** Sequence and acknowledgment number, flags and window: whatever they are, the segment is read. */
const FREE_OCTETS = [4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15];
const NEAR = [0, 1, 2, 0x7f, 0x80, 0xff];

/**
 * A capture of so many frames, of recorded conversations in which segments are lost, come twice, in
 * another order, with other numbers and flags; the mutated ones are damaged anywhere.
 */
export function makeConversations(
  random: Random,
  conversations: Conversations,
  { kind, frames }: { readonly kind: FuzzKind; readonly frames: number },
): Uint8Array {
  const packets: PcapPacket[] = [];
  let clock = 1_700_000_000_000_000_000n;
  while (packets.length < frames) {
    const chosen = disturb(random, random.pick(conversations));
    const start = chosen[0]?.timeNanoseconds ?? 0n;
    for (const frame of chosen) {
      const changed = random.percent(15) ? change(random, frame, kind) : frame;
      const timeNanoseconds = clock + (frame.timeNanoseconds - start);
      const { octets, originalLength } = changed;
      packets.push({ timeNanoseconds, octets, originalLength });
    }
    clock = (packets.at(-1)?.timeNanoseconds ?? clock) + 1_000_000n;
  }
  const file = { byteOrder: "little", resolution: "microseconds", snapLength: 65_535 } as const;
  return writePcap({ ...file, linkType: ETHERNET, packets: packets.slice(0, frames) });
}

function disturb(random: Random, frames: readonly RecordedFrame[]): readonly RecordedFrame[] {
  const order = frames.flatMap((frame) => {
    if (random.percent(5)) return [];
    return random.percent(5) ? [frame, frame] : [frame];
  });
  const at = random.below(Math.max(order.length, 1));
  const [one, other] = [order[at], order[at + 1]];
  if (one && other && random.percent(30)) order.splice(at, 2, other, one);
  return order;
}

function change(random: Random, frame: RecordedFrame, kind: FuzzKind) {
  if (kind === "mutated") return mutate(random, frame);
  const octets = Buffer.from(frame.octets);
  if (frame.tcpStart === undefined) return { ...frame, octets };
  for (let left = 1 + random.below(3); left > 0; left -= 1) {
    const place = frame.tcpStart + random.pick(FREE_OCTETS);
    if (place >= octets.length) continue;
    octets[place] = random.percent(50) ? random.pick(NEAR) : random.below(256);
  }
  return { ...frame, octets };
}
