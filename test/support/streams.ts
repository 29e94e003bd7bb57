import { execFileSync } from "node:child_process";
import { createReadStream } from "node:fs";
import { readCapture } from "../../generator/capture/read-capture.js";
import { SegmentReader } from "../../generator/capture/tcp-segment.js";
import { Tracker } from "../../generator/explain/tracker.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";

/** The TCP segments of one frame: the streams that they are in, and how many are RSTs. */
export interface FrameStreams {
  readonly frame: number;
  readonly streams: readonly number[];
  readonly resets: number;
}

/** The frames with TCP segments as `explain` reads them; what ICMP errors quote is none. */
export async function ownStreams(path: string): Promise<readonly FrameStreams[]> {
  const tracker = new Tracker({
    connectionLimit: 65_536,
    readStatement: () => undefined,
    onReset: () => {},
    onOpen: () => {},
    onRst: () => {},
    onSynAck: () => {},
  });
  const reader = new SegmentReader(undefined, (quoted) => tracker.number(quoted));
  const found: FrameStreams[] = [];
  await readCapture(createReadStream(path), (frame) => {
    const streams: number[] = [];
    let resets = 0;
    for (let one = reader.read(frame); one !== undefined; one = reader.readNext()) {
      streams.push(tracker.add(one, frame));
      if ((one.flags & TCP_FLAG.RST) !== 0) resets += 1;
    }
    if (streams.length > 0) found.push({ frame: frame.number, streams, resets });
  });
  return found;
}

/** How tshark 4.0 and 4.4 print a bit that is set. */
const SET: readonly string[] = ["1", "True"];

const FIELDS = ["frame.number", "tcp.stream", "tcp.flags.reset"];

/** The same as Wireshark reads them. */
export function wiresharkStreams(path: string): readonly FrameStreams[] {
  const fields = FIELDS.flatMap((name) => ["-e", name]);
  const args = ["-r", path, "-Y", "tcp && !icmp && !icmpv6", "-T", "fields", ...fields];
  const stdio = ["ignore", "pipe", "ignore"] as const;
  const printed = execFileSync("tshark", args, {
    encoding: "utf8",
    stdio: [...stdio],
    maxBuffer: 1 << 28,
  });
  const lines = printed.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const [frame = "", streams = "", resets = ""] = line.split("\t");
    return {
      frame: Number(frame),
      streams: streams.split(",").map(Number),
      resets: resets.split(",").filter((one) => SET.includes(one)).length,
    };
  });
}

/** Both counts of a capture, and how many streams: what the reading table shows. */
export function sumUp(frames: readonly FrameStreams[]): string {
  const streams = new Set(frames.flatMap((one) => one.streams)).size;
  const resets = frames.reduce((sum, one) => sum + one.resets, 0);
  return `${frames.length} frames, ${streams} streams, ${resets} RSTs`;
}
