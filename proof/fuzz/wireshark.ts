// Feeds random and broken packets to each tshark there is, with the plugin on: no Lua error, no
// crash, and of packets whose headers are sound the reference decoder's facts; if asked to, with the
// native trigger, built with sanitizers. npm: `fuzz:wireshark`.
import { createReadStream, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type Decoded, decodeCapture } from "../../generator/decode/decode-capture.js";
import { describeFacts, type Facts, type FactsByFrame } from "../../generator/verify/facts.js";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { describeEnd, runCommand, succeeded } from "../../generator/verify/run-command.js";
import { readWithTshark, wantFromTshark } from "../../generator/verify/tshark-facts.js";
import { openTshark, type TsharkRun } from "../../generator/verify/tshark-run.js";
import { buildTrigger } from "../native-trigger.js";
import { findHosts, IS_ROOT, LUA, loadOwnModel } from "../project.js";
import { withProc } from "../with-proc.mjs";
import { type FuzzKind, makeCapture, tellProblems } from "./captures.js";
import { Random } from "./random.js";

const FRAMES = 10_000;
/** One capture of so many is sound. */
const SOUND_EVERY = 5;
const TOLD_EVERY = 10;

const { values } = parseArgs({
  options: {
    packets: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    // As of tshark, NAME:VALUE, one by which the plugin reads less: what it reads must be right.
    preference: { type: "string", multiple: true, default: [] },
    native: { type: "boolean", default: false },
    host: { type: "boolean", default: false }, // only this system's
  },
});
const packets = Number(values.packets);
const seed = Number(values.seed);
if (!Number.isSafeInteger(packets) || packets < 1 || !Number.isSafeInteger(seed)) {
  console.error("--packets and --seed take a number");
  process.exit(2);
}
const mayMiss = values.preference.length > 0;
const preferences = values.preference.flatMap((preference) => ["-o", preference]);
const model = loadOwnModel();

/** What one tshark made of all captures so far. */
interface Reader {
  readonly name: string;
  readonly tshark: TsharkRun;
  readonly env: readonly string[];
  /** Payloads that state a reason, as the plugin saw it. */
  stated: number;
  /** Frames of sound captures that were not found: only where preferences allow it. */
  missed: number;
  problems: number;
}

/**
 * Reads a capture with the plugin, counts, and gives a Lua error, a crash, or facts that are not the
 * reference decoder's of a sound capture, one line each.
 */
async function read(reader: Reader, kind: FuzzKind): Promise<readonly string[]> {
  const { tshark, env } = reader;
  const run: TsharkRun["run"] = (args) => {
    const command = tshark.commandFor([...args, ...preferences]);
    const words = [command.program, ...command.args];
    // The sanitizers read /proc.
    const inHost = withProc(words.toSpliced(words.indexOf("tshark"), 0, "env", ...env));
    return runCommand({ ...command, program: inHost[0] ?? "", args: inHost.slice(1) });
  };
  const found = await readWithTshark({ ...tshark, run }, model, path);
  if (typeof found === "string") return [found];
  // The lines with the Info column are another way through the plugin, without a tree to show.
  const printed = await run(["-2", "-r", tshark.place(path)]);
  if (!succeeded(printed)) return [`${describeEnd(printed)} while it printed lines`];
  reader.stated += found.size;
  if (kind === "mutated") return [];
  const wanted = await wantFromDecoder();
  const missing = [...wanted.keys()].filter((frame) => !found.has(frame));
  if (mayMiss) reader.missed += missing.length;
  return [...(mayMiss ? [] : missing), ...found.keys()].flatMap((frame) => {
    const [want, said] = [wanted, found].map((facts) => describeFacts(facts.get(frame) ?? {}));
    return want === said ? [] : [`frame ${frame}: wanted ${want}; found ${said}`];
  });
}

async function wantFromDecoder(): Promise<FactsByFrame> {
  const wanted = new Map<number, Facts>();
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const consume = (one: Decoded) =>
    wanted.set(one.record.frame, wantFromTshark(model, one.reading, one));
  await decodeCapture(model, createReadStream(path), { consume, counts });
  return wanted;
}

const { hosts } = await findHosts(values.host ? [] : undefined);
if (hosts.length === 0) process.exit(1);
console.log(`${packets} packets, seed ${seed}`);
const folder = makePrivateFolder("fuzz");
const path = join(folder, "fuzz.pcap");
const readers = hosts.map(({ name, root, version }): Reader => {
  const nativePlugin = values.native ? buildTrigger(root, true) : undefined;
  const more = { ...(root && { root }), ...(nativePlugin && { nativePlugin }) };
  const tshark = openTshark({ luaPaths: [LUA], isRoot: IS_ROOT, ...more });
  nativePlugin?.close();
  const counts = { stated: 0, missed: 0, problems: 0 };
  const env = nativePlugin?.env ?? [];
  return { name: `${name}, tshark ${version.tshark}`, tshark, env, ...counts };
});
const random = new Random(seed);
const made = { sound: 0, mutated: 0 };
try {
  for (let left = packets, index = 0; left > 0; left -= FRAMES, index += 1) {
    const kind = index % SOUND_EVERY === 0 ? "sound" : "mutated";
    const frames = Math.min(FRAMES, left);
    writeFileSync(path, makeCapture(random, model, { kind, frames }));
    made[kind] += frames;
    const name = `${seed}-${index}.pcap`;
    await Promise.all(
      readers.map(async (reader) => {
        tellProblems(reader, await read(reader, kind), { path, name });
      }),
    );
    if ((index + 1) % TOLD_EVERY === 0) console.log(`${packets - left + frames} packets`);
  }
} finally {
  for (const { tshark } of readers) tshark.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const { name, stated, missed, problems } of readers) {
  const told = mayMiss ? `, ${missed} missed` : "";
  console.log(`${name}: ${stated} reasons found${told}, ${problems} problems`);
}
console.log(`${made.mutated} mutated packets, ${made.sound} sound ones compared, seed ${seed}`);
process.exitCode = readers.some(({ problems }) => problems > 0) ? 4 : 0;
