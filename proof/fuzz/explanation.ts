// Feeds disturbed and damaged conversations to the explanation in each tshark there is, in both of
// its ways: no Lua error, an end in time, bounded memory, and where only numbers, flags and the order
// are disturbed the findings of the command. npm: `fuzz:explain`.
import { createReadStream, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { readCapture } from "../../generator/capture/read-capture.js";
import { SegmentReader } from "../../generator/capture/tcp-segment.js";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Finding } from "../../generator/model/finding.js";
import { type PcapPacket, writePcap } from "../../generator/samples/write-pcap.js";
import {
  compareFindings,
  readFindings,
  readShown,
  shownOf,
} from "../../generator/verify/findings-agreement.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { runCommand } from "../../generator/verify/run-command.js";
import { openTshark, type TsharkRun } from "../../generator/verify/tshark-run.js";
import { findHosts, IS_ROOT, LUA, loadOwnModel, ROOT } from "../project.js";
import { type FuzzKind, makeCapture, mutate, tellProblems } from "./captures.js";
import { Random } from "./random.js";

const FRAMES = 10_000;
/** Of so many captures one is sound, and one is of unrelated packets. */
const KINDS = 4;
const TOLD_EVERY = 4;
/** Of virtual memory, of which tshark alone takes half a gigabyte. */
const MEMORY_OCTETS = 2 * 2 ** 30;

const { values } = parseArgs({
  options: {
    packets: { type: "string", default: "200000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    host: { type: "boolean", default: false }, // only this system's
  },
});
const packets = Number(values.packets);
const seed = Number(values.seed);
if (!Number.isSafeInteger(packets) || packets < 1 || !Number.isSafeInteger(seed)) {
  console.error("--packets and --seed take a number");
  process.exit(2);
}
const model = loadOwnModel();

interface Reader {
  readonly name: string;
  readonly tshark: TsharkRun;
  findings: number;
  compared: number;
  problems: number;
}

/** The same tshark with so much memory, and no more. */
function limited(tshark: TsharkRun): TsharkRun {
  const run: TsharkRun["run"] = (args) => {
    const { program, args: rest, ...command } = tshark.commandFor(args);
    const limit = `--as=${MEMORY_OCTETS}`;
    return runCommand({ ...command, program: "prlimit", args: [limit, program, ...rest] });
  };
  return { ...tshark, run };
}

async function explain(path: string): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const counts = { frames: 0, unread: 0, segments: 0, resets: 0, evicted: 0 };
  const consume = (finding: Finding) => void findings.push(finding);
  await explainCapture(model, createReadStream(path), { consume, counts, connectionLimit: LIMIT });
  return findings;
}

/** As in the plugin. */
const LIMIT = 16_000;

/** A Lua error, a crash, no end in time, or findings that differ; one line each. */
async function read(reader: Reader, kind: FuzzKind): Promise<readonly string[]> {
  const { tshark } = reader;
  const place = tshark.place(path);
  const found = await readFindings(tshark, place);
  if (typeof found === "string") return [`-z rstdiag,json: ${found}`];
  const shown = await readShown(tshark, place);
  if (typeof shown === "string") return [`-2: ${shown}`];
  reader.findings += found.length;
  if (kind === "mutated") return [];
  const differently = found.filter((finding) => {
    return shown.get(finding.frame)?.join(" ") !== shownOf(finding).join(" ");
  });
  const otherwise = differently.map(({ frame }) => `frame ${frame}: -2 says otherwise`);
  const { compared, differences } = compareFindings(await explain(path), found);
  reader.compared += compared;
  // The plugin has Wireshark's own numbers of streams; stream-numbers.test.ts holds ours against them.
  const others = differences.filter(({ member }) => member !== "stream");
  const problems = others.map(
    ({ frame, member, command, plugin }) =>
      `frame ${frame}, ${member}: the command says ${command}, the plugin ${plugin}`,
  );
  return [...problems, ...otherwise];
}

const FOLDER = join(ROOT, "samples/laboratory");
const ETHERNET = 1;

/** A frame of a recorded conversation, and where its IP and TCP headers begin. */
interface RecordedFrame {
  readonly octets: Buffer;
  readonly originalLength: number;
  readonly timeNanoseconds: bigint;
  readonly tcpStart: number | undefined;
}

type Conversations = readonly (readonly RecordedFrame[])[];

/** What the laboratory recorded, capture by capture. */
async function readConversations(): Promise<Conversations> {
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
function makeConversations(
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

const { hosts } = await findHosts(values.host ? [] : undefined);
if (hosts.length === 0) process.exit(1);
console.log(`${packets} packets, seed ${seed}`);
const folder = makePrivateFolder("fuzz");
const path = join(folder, "fuzz.pcap");
const readers = hosts.map(({ name, root, version }): Reader => {
  const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT, ...(root && { root }) });
  const counts = { findings: 0, compared: 0, problems: 0 };
  return { name: `${name}, tshark ${version.tshark}`, tshark: limited(tshark), ...counts };
});
const random = new Random(seed);
const conversations = await readConversations();
try {
  for (let left = packets, index = 0; left > 0; left -= FRAMES, index += 1) {
    const kind = index % KINDS === 0 ? "sound" : "mutated";
    const request = { kind, frames: Math.min(FRAMES, left) } as const;
    const isUnrelated = index % KINDS === 1;
    const octets = isUnrelated
      ? makeCapture(random, model, request)
      : makeConversations(random, conversations, request);
    writeFileSync(path, octets);
    const name = `${seed}-${index}.pcap`;
    for (const reader of readers) tellProblems(reader, await read(reader, kind), { path, name });
    if ((index + 1) % TOLD_EVERY === 0) console.log(`${packets - left + request.frames} packets`);
  }
} finally {
  for (const { tshark } of readers) tshark.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const { name, findings, compared, problems } of readers) {
  console.log(`${name}: ${findings} findings, ${compared} of them compared, ${problems} problems`);
}
process.exitCode = readers.some(({ problems }) => problems > 0) ? 4 : 0;
