import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { IpHeader } from "../generator/capture/ip-packet.js";
import { readCapture } from "../generator/capture/read-capture.js";
import {
  type QuotedSegment,
  SegmentReader,
  type TcpSegment,
} from "../generator/capture/tcp-segment.js";
import { ROOT } from "./support/cli.js";
import { chunksOf } from "./support/decode.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const folder = mkdtempSync(join(tmpdir(), "rstdiag-frames-"));
afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = join(folder, "frames.lua");
const PARTS = ["templates/wireshark/frames.lua", "test/fixtures/frames-print.lua"];
writeFileSync(
  SCRIPT,
  [
    "local frames = {}",
    ...PARTS.map((path) => `do\n${readFileSync(join(ROOT, path), "utf8")}end`),
  ].join("\n"),
);

/** The lines of a capture by what they are of. */
type Way = "frame" | "tap" | "quoted";
type Lines = Readonly<Record<Way, readonly string[]>>;

async function readWithLua(path: string, args: readonly string[] = []): Promise<Lines> {
  const tshark = openTsharkForTest(SCRIPT);
  const result = await tshark.run(["-n", "-2", "-q", "-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr).not.toMatch(/lua/i);
  const lines: Record<Way, string[]> = { frame: [], tap: [], quoted: [] };
  for (const line of result.stdout.split("\n")) {
    const [way = "", ...rest] = line.split("\t");
    if (way === "frame" || way === "tap" || way === "quoted") lines[way].push(rest.join(" "));
  }
  return lines;
}

function addressesOf({ octets, addressesStart, addressLength }: IpHeader): string {
  return octets.toString("hex", addressesStart, addressesStart + 2 * addressLength);
}

function describeSegment(segment: TcpSegment): string {
  const { packet, octets, optionsStart, payloadStart } = segment;
  return [
    addressesOf(packet),
    packet.addressLength,
    packet.timeToLive,
    packet.dontFragment,
    packet.identification ?? "nil",
    segment.sourcePort,
    segment.destinationPort,
    segment.sequenceNumber,
    segment.acknowledgmentNumber,
    segment.flags,
    segment.window,
    octets.toString("hex", optionsStart, segment.optionsEnd),
    payloadStart - optionsStart,
    octets.toString("hex", payloadStart, segment.capturedEnd),
    segment.capturedEnd - payloadStart,
    segment.lengthBytes,
  ].join(" ");
}

function describeQuoted(quoted: QuotedSegment): string {
  const { packet, sourcePort, destinationPort, sequenceNumber, flags } = quoted;
  return [addressesOf(packet), sourcePort, destinationPort, sequenceNumber, flags].join(" ");
}

async function readOurselves(path: string): Promise<{ segments: string[]; quoted: string[] }> {
  const [segments, quoted]: [string[], string[]] = [[], []];
  let frameNumber = 0;
  const reader = new SegmentReader(0, (one) =>
    quoted.push(`${frameNumber} ${describeQuoted(one)}`),
  );
  await readCapture(chunksOf(readFileSync(path)), (frame) => {
    frameNumber = frame.number;
    for (let one = reader.read(frame); one !== undefined; one = reader.readNext()) {
      segments.push(`${frameNumber} ${describeSegment(one)}`);
    }
  });
  return { segments, quoted };
}

const SAMPLES = ["samples", "samples/encapsulations"].flatMap((name) =>
  readdirSync(join(ROOT, name))
    .filter((file) => /\.pcap(ng)?$/.test(file))
    .map((file) => join(name, file)),
);

/** Several packets in a frame, which Wireshark takes for quoted ones; fragments. */
const UNREAD = /sflow|fragments|ethernet-carriers/;

describe.skipIf(lacks("tshark"))(`segments that Wireshark hands to Lua${without("tshark")}`, () => {
  it.each(SAMPLES.filter((name) => !UNREAD.test(name)))(
    "are those of the command: %s",
    async (name) => {
      const path = join(ROOT, name);
      const [lua, own] = [await readWithLua(path), await readOurselves(path)];
      expect.soft(lua.tap).toEqual(own.segments);
      expect.soft(lua.frame).toEqual(own.segments);
      expect.soft(lua.quoted).toEqual(own.quoted);
    },
  );
});
