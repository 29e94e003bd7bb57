// Feeds random and broken packets to each tshark there is, with the plugin on: no Lua error, no
// crash, and of packets whose headers are sound the reference decoder's facts. npm: `fuzz:wireshark`.
import { copyFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { makeCapture } from "../build/fuzz/fuzz-capture.js";
import { fuzzWireshark } from "../build/fuzz/fuzz-wireshark.js";
import { Random } from "../build/fuzz/random.js";
import { loadModel } from "../build/registry/load-model.js";
import { openTshark } from "../build/verify/tshark-run.js";
import { findHosts, isRoot } from "./tshark-hosts.mjs";

const LUA = fileURLToPath(new URL("../dist/wireshark/rstdiag.lua", import.meta.url));
const REGISTRY = fileURLToPath(new URL("../registry", import.meta.url));
const FRAMES = 10_000;
/** One capture of so many is sound. */
const SOUND_EVERY = 5;
const TOLD_EVERY = 10;
const SHOWN = 5;
const SHOWN_LETTERS = 400;

const { values } = parseArgs({
  options: {
    packets: { type: "string", default: "100000" },
    seed: { type: "string", default: String(Date.now() % 2 ** 31) },
    // As of tshark, NAME:VALUE, one by which the plugin reads less: what it reads must be right.
    preference: { type: "string", multiple: true, default: [] },
    host: { type: "boolean", default: false }, // only this system's
  },
});
const packets = Number(values.packets);
const seed = Number(values.seed);
if (!Number.isSafeInteger(packets) || packets < 1 || !Number.isSafeInteger(seed)) {
  console.error("--packets and --seed take a number");
  process.exit(2);
}

const result = loadModel({ path: REGISTRY, name: "registry" });
if (result.kind !== "loaded") throw new Error("registry/ cannot be read; run: rstdiag check");
const { model } = result;
const { hosts, missing } = await findHosts(values.host ? { suites: [] } : {});
for (const { name, reason } of missing) console.log(`SKIPPED ${name}: ${reason}`);
if (hosts.length === 0) process.exit(1);
console.log(`${packets} packets, seed ${seed}`);

const folder = mkdtempSync(join(tmpdir(), "rstdiag-fuzz-"));
const readers = hosts.map((host) => ({
  name: `${host.name}, tshark ${host.version.tshark}`,
  tshark: openTshark({ luaPaths: [LUA], isRoot, ...(host.root && { root: host.root }) }),
  stated: 0,
  missed: 0,
  otherwise: 0,
  problems: 0,
}));
const random = new Random(seed);
const counts = { sound: 0, mutated: 0 };
try {
  for (let left = packets, index = 0; left > 0; left -= FRAMES, index += 1) {
    const kind = index % SOUND_EVERY === 0 ? "sound" : "mutated";
    const frames = Math.min(FRAMES, left);
    const path = join(folder, "fuzz.pcap");
    writeFileSync(path, makeCapture(random, model, { kind, frames }));
    counts[kind] += frames;
    await Promise.all(readers.map((reader) => read(reader, { path, kind, index })));
    if ((index + 1) % TOLD_EVERY === 0) console.log(`${packets - left + frames} packets`);
  }
} finally {
  for (const { tshark } of readers) tshark.close();
  rmSync(folder, { recursive: true, force: true });
}
for (const { name, stated, missed, otherwise, problems } of readers) {
  const told =
    values.preference.length > 0 ? `, ${missed} missed, ${otherwise} mutated ones otherwise` : "";
  console.log(`${name}: ${stated} reasons found${told}, ${problems} problems`);
}
console.log(`${counts.mutated} mutated packets, ${counts.sound} sound ones compared, seed ${seed}`);
process.exitCode = readers.some(({ problems }) => problems > 0) ? 4 : 0;

/** Reads one capture with one tshark; keeps a capture that shows a problem. */
async function read(reader, { path, kind, index }) {
  const setting = { path, kind, preferences: values.preference };
  const result = await fuzzWireshark(reader.tshark, model, setting);
  const { problems } = result;
  reader.stated += result.stated;
  reader.missed += result.missed;
  reader.otherwise += result.otherwise;
  reader.problems += problems.length;
  if (problems.length === 0) return;
  const kept = join(tmpdir(), `rstdiag-fuzz-${seed}-${index}.pcap`);
  copyFileSync(path, kept);
  console.log(`${reader.name}, ${kept}:`);
  for (const problem of problems.slice(0, SHOWN))
    console.log(`  ${problem.slice(0, SHOWN_LETTERS)}`);
}
