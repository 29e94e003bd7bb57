// Prints what the plugin costs tshark: user CPU as ratios to the same tshark without it, its load
// time, and its memory over millions of packets; or instructions, which are the same on a machine
// that is busy. Nothing here passes or fails. npm: `bench:wireshark`.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openTshark } from "../build/verify/tshark-run.js";
import { makeCapture } from "./bench-capture.mjs";
import { countInstructions } from "./count-instructions.mjs";
import { findHosts, isRoot } from "./tshark-hosts.mjs";

const LUA = fileURLToPath(new URL("../dist/wireshark/rstdiag.lua", import.meta.url));

const { values } = parseArgs({
  options: {
    packets: { type: "string", default: "300000" },
    rounds: { type: "string", default: "5" },
    // As of tshark, NAME:VALUE; each one is a further variant of the plugin.
    preference: { type: "string", multiple: true, default: [] },
    // Millions of packets; 0 leaves it out.
    memory: { type: "string", default: "10" },
    mode: { type: "string", multiple: true, default: [] },
    capture: { type: "string", multiple: true, default: [] },
    // Instructions for a packet, by cachegrind, instead of time and memory.
    instructions: { type: "boolean", default: false },
    host: { type: "boolean", default: false }, // only this system's tshark
  },
});
const PACKETS = Number(values.packets);
const ROUNDS = Number(values.rounds);
const MILLIONS = Number(values.memory);

const MODES = [
  { name: "one-line", args: [] },
  { name: "-T fields", args: ["-T", "fields", "-e", "frame.number", "-e", "tcp.len"] },
  { name: "-V", args: ["-V"] },
  { name: "-2", args: ["-2"] },
  { name: "-Y", args: ["-Y", "tcp.flags.reset == 1 && tcp.len > 0"] },
].filter(({ name }) => values.mode.length === 0 || values.mode.includes(name));
const CAPTURES = [
  { name: "1 % resets", resets: 1 },
  { name: "no resets", resets: 0 },
  { name: "only resets", resets: 100 },
].filter(({ name }) => values.capture.length === 0 || values.capture.includes(name));

const folder = mkdtempSync(join(tmpdir(), "rstdiag-bench-"));
const empty = join(folder, "empty.lua");
writeFileSync(
  empty,
  `local empty = Proto("emptypost", "Empty post-dissector")
function empty.dissector() end
register_postdissector(empty, false)
`,
);
/** The tshark alone first: the others are compared with it. */
const VARIANTS = [
  { name: "no plugin", scripts: [], args: [] },
  { name: "empty post-dissector", scripts: [empty], args: [] },
  { name: "plugin", scripts: [LUA], args: [] },
  ...values.preference.map((setting) => ({
    name: `plugin, ${setting}`,
    scripts: [LUA],
    args: ["-o", setting],
  })),
];

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/**
 * @param {ReturnType<typeof openTshark>} tshark
 * @param {readonly string[]} args
 * @returns {number} seconds of user CPU
 */
function measure(tshark, args) {
  const { program, args: words, env } = tshark.commandFor(args);
  // bash tells the CPU time of a command that has ended; Node does not.
  const script = 'TIMEFORMAT=%3U; time { "$@" > /dev/null 2>&1; }';
  const result = spawnSync("bash", ["-c", script, "bash", program, ...words], {
    env: { ...process.env, LC_ALL: "C", ...env },
    encoding: "utf8",
  });
  const seconds = Number(result.stderr.trim());
  if (result.status !== 0 || Number.isNaN(seconds)) {
    throw new Error(`${program} ${words.join(" ")}: ${result.stderr}`);
  }
  return seconds;
}

/** Each variant in turn, round by round, so that a change of the machine's speed hits them all. */
function interleave(variants, argsOf) {
  const times = variants.map(() => []);
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let step = 0; step < variants.length; step += 1) {
      const at = (step + round) % variants.length;
      times[at].push(measure(variants[at].tshark, argsOf(variants[at])));
    }
  }
  return times.map(median);
}

function printHead(title, variants) {
  console.log(`\n${title}`);
  console.log(`| output | ${variants.map(({ name }) => name).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(variants.length)}`);
}

function benchModes(variants, capture) {
  const [first] = variants;
  const path = first.tshark.place(capture.path);
  printHead(capture.name, variants);
  for (const { name, args } of MODES) {
    const times = interleave(variants, (variant) => ["-r", path, ...variant.args, ...args]);
    const [alone = Number.NaN, ...others] = times;
    const ratios = others.map((time) => (time / alone).toFixed(2));
    console.log(`| ${[name, `${alone.toFixed(2)} s`, ...ratios].join(" | ")} |`);
  }
}

/** The start is taken away by the count for fewer packets. */
const COUNTED = { few: 500, many: 4500 };

function benchInstructions(variants) {
  const [few, many] = [COUNTED.few, COUNTED.many].map((packets) => {
    const path = join(folder, `${packets}.pcap`);
    writeFileSync(path, makeCapture(packets, 1));
    return variants[0].tshark.place(path);
  });
  printHead("1 % resets, instructions", variants);
  for (const { name, args } of MODES) {
    const counts = variants.map((variant) => {
      const [less, more] = [few, many].map((path) => {
        const words = ["-r", path, ...variant.args, ...args];
        return countInstructions(variant.tshark.commandFor(words));
      });
      return (more - less) / (COUNTED.many - COUNTED.few);
    });
    const [alone = Number.NaN, ...others] = counts;
    const ratios = others.map((count) => (count / alone).toFixed(2));
    console.log(`| ${[name, `${(alone / 1000).toFixed(0)} thousand`, ...ratios].join(" | ")} |`);
  }
}

function benchLoad(variants) {
  const path = variants[0].tshark.place(nothing);
  const [alone = 0, ...others] = interleave(variants, ({ args }) => ["-r", path, ...args]);
  const more = others.map((time, at) => {
    return `${variants[at + 1]?.name} ${((time - alone) * 1000).toFixed(0)} ms`;
  });
  console.log(`\nStart (${(alone * 1000).toFixed(0)} ms without plugin), more: ${more.join(", ")}`);
}

/**
 * Feeds a stream through a pipe.
 *
 * @returns {Promise<number[]>} MiB of resident memory after each million of packets
 */
async function measureMemory({ tshark, args }) {
  const { program, args: words, env } = tshark.commandFor(["-r", "-", ...args]);
  // tshark reads a pipe, but not the socket that Node would give it; bash becomes tshark.
  const script = 'exec "$@" < <(cat)';
  const child = spawn("bash", ["-c", script, "bash", program, ...words], {
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.write(makeCapture(0, 0));
  const sizes = [];
  for (let million = 0; million < MILLIONS; million += 1) {
    for (let part = 0; part < 10; part += 1) {
      const first = (million * 10 + part) * MEMORY_CHUNK;
      const chunk = makeCapture(MEMORY_CHUNK, 1, first).subarray(PCAP_HEADER_OCTETS);
      const ready = child.stdin.write(chunk);
      if (!ready) await once(child.stdin, "drain");
    }
    const status = readFileSync(`/proc/${child.pid}/status`, "utf8");
    sizes.push(Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1]) / 1024);
  }
  child.stdin.end();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ended with exit code ${code}`);
  return sizes;
}

const PCAP_HEADER_OCTETS = 24;
const MEMORY_CHUNK = 100_000;

async function benchMemory(variants) {
  console.log("\nMiB after each million of packets");
  for (const variant of variants) {
    const sizes = await measureMemory(variant);
    console.log(`  ${variant.name}: ${sizes.map((size) => size.toFixed(0)).join(" ")}`);
  }
}

const nothing = join(folder, "nothing.pcap");
writeFileSync(nothing, makeCapture(0, 0));
const { hosts, missing } = await findHosts(values.host ? { suites: [] } : {});
for (const { name, reason } of missing) console.log(`SKIPPED ${name}: ${reason}`);
console.log(
  values.instructions
    ? "packets of 118 octets, instructions for each, the start not counted"
    : `${PACKETS} packets of 118 octets, user CPU, medians of ${ROUNDS} rounds`,
);
try {
  const captures = (values.instructions ? [] : CAPTURES).map(({ name, resets }) => {
    const path = join(folder, `${resets}.pcap`);
    writeFileSync(path, makeCapture(PACKETS, resets));
    return { name, path };
  });
  for (const { name, root, version } of hosts) {
    console.log(`\n${name}, tshark ${version.tshark}`);
    const variants = VARIANTS.map((variant) => ({
      ...variant,
      tshark: openTshark({ luaPaths: variant.scripts, isRoot, ...(root && { root }) }),
    }));
    try {
      if (values.instructions) {
        benchInstructions(variants);
        continue;
      }
      for (const capture of captures) benchModes(variants, capture);
      benchLoad(variants);
      if (MILLIONS > 0) await benchMemory(variants);
    } finally {
      for (const { tshark } of variants) tshark.close();
    }
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
