import { copyFileSync } from "node:fs";
import { join } from "node:path";
import type { Model } from "../../generator/model/model.js";
import { writePcap } from "../../generator/samples/write-pcap.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { type FuzzFrame, LINKS, type Link, randomSegment, randomTunnel } from "./packets.js";
import type { Random } from "./random.js";

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

type Mutation = (random: Random, octets: Buffer) => Buffer;

/** Numbers at which comparisons and additions go wrong. */
const EDGES = [0, 1, 2, 4, 5, 6, 8, 14, 20, 40, 60, 0x7f, 0x80, 0xfe, 0xff];
/** Protocols that hold others: IPv4 and IPv6 in IP, GRE, ICMP, fragments, AH, ESP, UDP, SCTP. */
const PROTOCOLS = [4, 41, 47, 1, 58, 44, 51, 50, 17, 132, 0, 43, 60, 6];
const HEADER_LENGTHS = [4, 8, 14, 20, 40];

const MUTATIONS: readonly Mutation[] = [
  flipBit,
  (random, octets) => overwrite(octets, at(random, octets), Buffer.of(random.pick(EDGES))),
  (random, octets) => overwrite(octets, at(random, octets), Buffer.of(random.pick(PROTOCOLS))),
  (random, octets) => overwrite(octets, at(random, octets), random.octets(random.below(9))),
  (random, octets) => octets.subarray(0, at(random, octets)),
  (random, octets) => splice(octets, at(random, octets), 0, random.octets(random.below(41))),
  (random, octets) => splice(octets, at(random, octets), random.below(41), Buffer.alloc(0)),
  swapHeaders,
  quote,
];

/** A frame with one to six mistakes in it, of any kind, and at times cut by the snapshot length. */
export function mutate(random: Random, frame: FuzzFrame): FuzzFrame {
  let octets = Buffer.from(frame.octets);
  for (let left = 1 + random.below(6); left > 0 && octets.length > 0; left -= 1) {
    octets = Buffer.from(random.pick(MUTATIONS)(random, octets));
  }
  const kept = random.percent(20) ? random.below(octets.length + 1) : octets.length;
  return { octets: octets.subarray(0, kept), originalLength: octets.length };
}

function at(random: Random, octets: Buffer): number {
  // The headers are where it matters, and they come first.
  return random.below(random.percent(80) ? Math.min(octets.length, 80) : octets.length);
}

function flipBit(random: Random, octets: Buffer): Buffer {
  const place = at(random, octets);
  return overwrite(octets, place, Buffer.of((octets[place] ?? 0) ^ (1 << random.below(8))));
}

function overwrite(octets: Buffer, start: number, other: Buffer): Buffer {
  other.copy(octets, start);
  return octets;
}

function splice(octets: Buffer, start: number, removed: number, added: Buffer): Buffer {
  return Buffer.concat([octets.subarray(0, start), added, octets.subarray(start + removed)]);
}

/** Two neighbouring pieces of the lengths of headers change places. */
function swapHeaders(random: Random, octets: Buffer): Buffer {
  const start = at(random, octets);
  const middle = start + random.pick(HEADER_LENGTHS);
  const end = middle + random.pick(HEADER_LENGTHS);
  const swapped = [octets.subarray(middle, end), octets.subarray(start, middle)];
  return splice(octets, start, end - start, Buffer.concat(swapped));
}

/** Headers come twice, as in a tunnel or a quotation. */
function quote(random: Random, octets: Buffer): Buffer {
  const start = random.pick([0, 4, 14, 16, 20]);
  const header = octets.subarray(start, start + random.pick(HEADER_LENGTHS));
  return splice(octets, start, 0, header);
}

const SHOWN = 5;
const SHOWN_LETTERS = 400;

/** Counts the problems that a reader has with a capture; where there are any, keeps it by that name. */
export function tellProblems(
  reader: { readonly name: string; problems: number },
  problems: readonly string[],
  capture: { readonly path: string; readonly name: string },
): void {
  reader.problems += problems.length;
  if (problems.length === 0) return;
  const kept = join(makePrivateFolder("fuzz-kept"), capture.name);
  copyFileSync(capture.path, kept);
  console.log(`${reader.name}, ${kept}:`);
  for (const problem of problems.slice(0, SHOWN))
    console.log(`  ${problem.slice(0, SHOWN_LETTERS)}`);
}
