// Feeds disturbed and damaged conversations to the explanation in each tshark there is, in both of
// its ways: no Lua error, an end in time, bounded memory, and where only numbers, flags and the order
// are disturbed the findings of the command. npm: `fuzz:explain`.
import { copyFileSync, createReadStream, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { explainCapture } from "../../generator/explain/explain-capture.js";
import type { Finding } from "../../generator/model/finding.js";
import { compareFindings } from "../../generator/verify/findings-agreement.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { runCommand } from "../../generator/verify/run-command.js";
import { readFindings, readShown, shownOf } from "../../generator/verify/tshark-findings.js";
import { openTshark, type TsharkRun } from "../../generator/verify/tshark-run.js";
import { findHosts } from "../hosts.js";
import { IS_ROOT, LUA, loadOwnModel } from "../project.js";
import { type FuzzKind, makeCapture } from "./captures.js";
import { makeConversations, readConversations } from "./conversations.js";
import { Random } from "./random.js";

const FRAMES = 10_000;
/** Of so many captures one is sound, and one is of unrelated packets. */
const KINDS = 4;
const TOLD_EVERY = 4;
const SHOWN = 5;
const SHOWN_LETTERS = 400;
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
    for (const reader of readers) await readAndTell(reader, kind, index);
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

/** Keeps a capture that shows a problem. */
async function readAndTell(reader: Reader, kind: FuzzKind, index: number): Promise<void> {
  const problems = await read(reader, kind);
  reader.problems += problems.length;
  if (problems.length === 0) return;
  const kept = join(makePrivateFolder("fuzz-kept"), `${seed}-${index}.pcap`);
  copyFileSync(path, kept);
  console.log(`${reader.name}, ${kept}:`);
  for (const problem of problems.slice(0, SHOWN))
    console.log(`  ${problem.slice(0, SHOWN_LETTERS)}`);
}
