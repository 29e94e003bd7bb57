import { readCapture } from "../capture/read-capture.js";
import { writePcapng } from "../capture/write-pcapng.js";
import type { FilterFrame } from "./filter-frames.js";
import { describeEnd, runCommand, succeeded } from "./run-command.js";
import type { TsharkRun } from "./tshark-run.js";

/** The frames that a filter selected, by their index; a string says why there are none. */
export type Selection = ReadonlySet<number> | string;

const MILLISECOND = 1_000_000n;

/** A capture in which a frame's time tells its index: a program need not print numbers. */
export function writeFilterFrames(frames: ReadonlyMap<number, FilterFrame>): Uint8Array {
  const linkTypes = [...new Set([...frames.values()].map(({ linkType }) => linkType))];
  const packets = [...frames].map(([index, { linkType, octets, originalLength }]) => ({
    interface: linkTypes.indexOf(linkType),
    timeNanoseconds: BigInt(index) * MILLISECOND,
    octets,
    originalLength,
  }));
  const interfaces = linkTypes.map((linkType) => ({ linkType }));
  return writePcapng({ sections: [{ interfaces, packets }] });
}

/** Runs a capture filter over a capture of one link type, with the libpcap of tcpdump. */
export async function selectWithLibpcap(
  capture: Uint8Array,
  filter: string,
  program = "tcpdump",
): Promise<Selection> {
  const args = ["-r", "-", "-w", "-", filter];
  const result = await runCommand({ program, args, input: capture, timeoutMs: 60_000 });
  if (!succeeded(result)) {
    const complaint = result.kind === "missing" ? "" : result.stderr.trim().split("\n").at(-1);
    return complaint || describeEnd(result);
  }
  const selected = new Set<number>();
  await readCapture(once(result.stdoutOctets), ({ time = "" }) => selected.add(Date.parse(time)));
  return selected;
}

/** Number of instructions that libpcap makes of a filter for Ethernet; a string where it fails. */
export async function countInstructions(
  filter: string,
  program = "tcpdump",
): Promise<number | string> {
  const args = ["-y", "EN10MB", "-d", filter];
  const result = await runCommand({ program, args, timeoutMs: 60_000 });
  if (result.kind !== "exited") return describeEnd(result);
  if (result.code !== 0) return result.stderr.trim();
  return result.stdout.trimEnd().split("\n").length;
}

/** Runs a display filter over a capture that `place` returned. */
export async function selectWithTshark(
  tshark: TsharkRun,
  path: string,
  filter: string,
): Promise<Selection> {
  const fields = ["-T", "fields", "-e", "frame.time_epoch"];
  const result = await tshark.run(["-r", path, "-Y", filter, ...fields]);
  if (!succeeded(result)) {
    return result.kind === "missing" ? describeEnd(result) : result.stderr.trim();
  }
  const times = result.stdout.split("\n").filter(Boolean);
  return new Set(times.map((time) => Math.round(Number(time) * 1000)));
}

async function* once(octets: Uint8Array): AsyncGenerator<Uint8Array> {
  yield octets;
}
