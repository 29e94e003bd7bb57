import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { IpHeader } from "../generator/capture/ip-packet.js";
import { showHex } from "../generator/capture/octets.js";
import { readCapture } from "../generator/capture/read-capture.js";
import {
  type QuotedSegment,
  SegmentReader,
  type TcpSegment,
} from "../generator/capture/tcp-segment.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import { chunksOf } from "./support/decode.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const folder = makePrivateFolder("frames");
afterAll(() => rmSync(folder, { recursive: true }));

const SCRIPT = join(folder, "frames.lua");
const PARTS = [
  "templates/wireshark/headers.lua",
  "templates/wireshark/fragments.lua",
  "templates/wireshark/frames.lua",
  "test/fixtures/frames-print.lua",
];
writeFileSync(
  SCRIPT,
  [
    "local frames = {}",
    ...PARTS.map((path) => `do\n${readFileSync(join(ROOT, path), "utf8")}end`),
  ].join("\n"),
);

/** The lines of a capture by what they are of. */
type Way = "frame" | "quoted";
type Lines = Readonly<Record<Way, readonly string[]>>;

async function readWithLua(path: string, args: readonly string[] = []): Promise<Lines> {
  const tshark = openTsharkForTest(SCRIPT);
  const result = await tshark.run(["-n", "-2", "-q", "-r", tshark.place(path), ...args]);
  if (result.kind !== "exited") throw new Error(`tshark: ${result.kind}`);
  expect(result.stderr).not.toMatch(/lua/i);
  const lines: Record<Way, string[]> = { frame: [], quoted: [] };
  for (const line of result.stdout.split("\n")) {
    const [way = "", ...rest] = line.split("\t");
    if (way === "frame" || way === "quoted") lines[way].push(rest.join(" "));
  }
  return lines;
}

function addressesOf({ octets, addressesStart, addressLength }: IpHeader): string {
  return showHex(octets.subarray(addressesStart, addressesStart + 2 * addressLength));
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
    showHex(octets.subarray(optionsStart, segment.optionsEnd)),
    payloadStart - optionsStart,
    showHex(octets.subarray(payloadStart, segment.capturedEnd)),
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

/**
 * What Wireshark does not hand over whole: samples of packets, which it takes for quoted ones, and
 * tunnels whose own packets are in fragments.
 */
const ONLY_OURS = ["sflow.pcapng", "vxlan-fragments.pcapng"];

async function expectEqual(name: string, args: readonly string[] = []): Promise<void> {
  const path = join(ROOT, name);
  const [lua, own] = [await readWithLua(path, args), await readOurselves(path)];
  expect.soft(lua.frame).toEqual(own.segments);
  expect.soft(lua.quoted).toEqual(own.quoted);
}

const PREFERENCES = [
  "tcp.relative_sequence_numbers:FALSE",
  "tcp.analyze_sequence_numbers:FALSE",
  "tcp.check_checksum:TRUE",
  "tcp.reassemble_out_of_order:TRUE",
  "tcp.desegment_tcp_streams:FALSE",
  "tcp.ignore_tcp_timestamps:TRUE",
  "ip.defragment:FALSE",
  "ipv6.defragment:FALSE",
  "ip.check_checksum:TRUE",
  "ip.tso_support:FALSE",
];
const EACH_PREFERENCE = [
  "samples/ethernet-carriers.pcapng",
  "samples/truncated.pcapng",
  "samples/laboratory/upload-interrupted.client-headers.pcap",
];

describe.skipIf(lacks("tshark"))(`segments that Wireshark hands to Lua${without("tshark")}`, () => {
  it.each(SAMPLES.filter((name) => !ONLY_OURS.some((one) => name.endsWith(one))))(
    "are those of the command: %s",
    (name) => expectEqual(name),
  );

  it.each(PREFERENCES)("are the same with %s", async (preference) => {
    for (const name of EACH_PREFERENCE) await expectEqual(name, ["-o", preference]);
  });
});
