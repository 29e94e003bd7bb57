import { createReadStream, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Frame } from "../generator/capture/frame.js";
import { readCapture } from "../generator/capture/read-capture.js";
import { explainCapture } from "../generator/explain/explain-capture.js";
import type { Finding } from "../generator/model/finding.js";
import { type PcapngPacket, writePcapng } from "../generator/samples/write-pcapng.js";
import {
  compareFindings,
  readFindings,
  readShown,
  shownOf,
} from "../generator/verify/findings-agreement.js";
import { makePrivateFolder } from "../generator/verify/private-folder.js";
import { ROOT } from "./support/cli.js";
import { chunksOf } from "./support/decode.js";
import { ownModel } from "./support/models.js";
import { lacks, openTsharkForTest, without } from "./support/tools.js";

const PLUGIN = join(ROOT, "dist/wireshark/rstdiag.lua");
const folder = makePrivateFolder("options");
afterAll(() => rmSync(folder, { recursive: true }));

/** What must be explained alike, and the samples that have it: names, or their beginnings. */
const CONTENTS: readonly (readonly [string, readonly string[]])[] = [
  ["ordinary resets", ["laboratory/idle-", "laboratory/unread-", "laboratory/half-open"]],
  ["ICMP quotations", ["icmp-errors", "encapsulations/icmp-quotes", "laboratory/firewall-reject"]],
  ["packets that were captured twice", ["laboratory/abort-after-peers-fin.client-mirrored"]],
  ["fragments", ["ethernet-carriers"]],
  ["what the snapshot length cut", ["truncated", "laboratory/accept-queue-overflow.client-short"]],
  ["tunnels", ["encapsulations/gre", "encapsulations/ip-in-ip", "encapsulations/mpls"]],
  ["IPv6", ["combinations", "laboratory/closed-port-ipv6", "laboratory/box-idle-timer-ipv6"]],
  ["losses", ["laboratory/accept-queue-overflow.client-lossy", "laboratory/old-connection"]],
];

/** Settings of Wireshark that must not change what is explained. */
const SETTINGS: readonly (readonly string[])[] = [
  ["-o", "tcp.reassemble_out_of_order:TRUE"],
  ["-o", "tcp.desegment_tcp_streams:FALSE"],
  ["-o", "tcp.relative_sequence_numbers:FALSE"],
  ["-o", "tcp.analyze_sequence_numbers:FALSE"],
  ["-o", "tcp.check_checksum:TRUE"],
  ["-o", "tcp.ignore_tcp_timestamps:TRUE"],
  ["-o", "tcp.calculate_timestamps:FALSE"],
  ["-o", "ip.defragment:FALSE"],
  ["-d", "tcp.port==1-65535,tls"],
  ["-d", "tcp.port==443,http"],
  ["-n"],
];

interface Range {
  readonly content: string;
  readonly first: number;
  readonly last: number;
}

const path = join(folder, "all.pcapng");
const ranges: Range[] = [];
let wanted: readonly Finding[] = [];

function samplesOf(beginnings: readonly string[]): readonly string[] {
  const names = readdirSync(join(ROOT, "samples"), { recursive: true, encoding: "utf8" });
  const captures = names.filter((name) => /\.pcap(ng)?$/.test(name)).sort();
  return captures.filter((name) => beginnings.some((beginning) => name.startsWith(beginning)));
}

/** All in one capture, one behind the other: a start of tshark is what takes time. */
async function joinContents(): Promise<Uint8Array> {
  const interfaces = new Map<number, number>();
  const packets: PcapngPacket[] = [];
  let clock = 1_700_000_000;
  for (const [content, beginnings] of CONTENTS) {
    const first = packets.length + 1;
    for (const name of samplesOf(beginnings)) {
      let start: number | undefined;
      const octets = readFileSync(join(ROOT, "samples", name));
      const add = ({ linkType, octets, originalLength, seconds }: Frame) => {
        const index = interfaces.get(linkType) ?? interfaces.size;
        interfaces.set(linkType, index);
        start ??= Number.isNaN(seconds) ? 0 : seconds;
        const now = clock + (Number.isNaN(seconds) ? 0 : seconds - start);
        const timeNanoseconds = BigInt(Math.round(now * 1e6)) * 1000n;
        const copy = Buffer.from(octets);
        packets.push({ interface: index, timeNanoseconds, octets: copy, originalLength });
      };
      // Some are damaged on purpose, at their end.
      await readCapture(chunksOf(octets), add).catch(() => undefined);
      clock += 3600;
    }
    ranges.push({ content, first, last: packets.length });
  }
  const described = [...interfaces.keys()].map((linkType) => ({ linkType }));
  return writePcapng({ sections: [{ interfaces: described, packets }] });
}

async function explain(): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const consume = (finding: Finding) => void findings.push(finding);
  await explainCapture(ownModel(), createReadStream(path), { consume, counts });
  return findings;
}

beforeAll(async () => {
  writeFileSync(path, await joinContents());
  wanted = await explain();
});

it.each(CONTENTS)("the capture has findings about %s", (name) => {
  const { first, last } = ranges.find(({ content }) => content === name) ?? { first: 1, last: 0 };
  expect(wanted.some(({ frame }) => frame >= first && frame <= last)).toBe(true);
});

describe.skipIf(lacks("tshark"))(`findings in tshark${without("tshark")}`, () => {
  it.each(SETTINGS)("are those of the command with %s %s", async (...options) => {
    const tshark = openTsharkForTest(PLUGIN);
    const found = await readFindings(tshark, tshark.place(path), options.filter(Boolean));
    if (typeof found === "string") throw new Error(found);
    const { compared, differences } = compareFindings(wanted, found);
    expect(differences).toEqual([]);
    expect(compared).toBe(wanted.length);
  });

  it.each(SETTINGS)("are those of the command in two passes with %s %s", async (...options) => {
    const tshark = openTsharkForTest(PLUGIN);
    const shown = await readShown(tshark, tshark.place(path), options.filter(Boolean));
    if (typeof shown === "string") throw new Error(shown);
    const own = new Map(wanted.map((finding) => [finding.frame, shownOf(finding)]));
    const differences = [...new Set([...own.keys(), ...shown.keys()])].flatMap((frame) => {
      const [wants, says] = [own.get(frame)?.join(" | "), shown.get(frame)?.join(" | ")];
      return wants === says ? [] : [{ frame, wants, says }];
    });
    expect(differences).toEqual([]);
  });
});
