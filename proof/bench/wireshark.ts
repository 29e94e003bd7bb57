// Prints what the plugin costs tshark: user CPU as ratios to the same tshark without it, its load
// time, and its memory over millions of packets; or instructions, which are the same on a machine
// that is busy. Nothing here passes or fails. npm: `bench:wireshark`; names of releases choose among
// the chroots.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { openTshark, type TsharkRun } from "../../generator/verify/tshark-run.js";
import { type BuiltTrigger, buildTrigger, lacksForTrigger } from "../native-trigger.js";
import { findHosts, IS_ROOT, LUA } from "../project.js";
import { makeCapture, resetsOfHundred } from "./captures.mjs";
import { compare, countInstructions, describeMachine, readMemory } from "./measure.mjs";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    packets: { type: "string", default: "300000" },
    rounds: { type: "string", default: "5" },
    // As of tshark, NAME:VALUE; each one is a further variant of the plugin.
    preference: { type: "string", multiple: true, default: [] },
    // Millions of packets; 0 leaves it out.
    memory: { type: "string", default: "10" },
    // Instructions for a packet, by cachegrind, instead of time and memory.
    instructions: { type: "boolean", default: false },
    host: { type: "boolean", default: false }, // only this system's tshark
    // What tshark prints; without any, each of MODES.
    mode: { type: "string", multiple: true, default: [] },
  },
});
const ROUNDS = Number(values.rounds);
const MODES = {
  "one-line": [],
  "-T fields": ["-T", "fields", "-e", "frame.number", "-e", "tcp.len"],
  "-V": ["-V"],
  "-2": ["-2"],
  "-Y": ["-Y", "tcp.flags.reset == 1 && tcp.len > 0"],
};
const chosenModes = Object.entries(MODES).filter(
  ([name]) => values.mode.length === 0 || values.mode.includes(name),
);
if (chosenModes.length < new Set(values.mode).size) {
  throw new Error(`--mode is one of: ${Object.keys(MODES).join(", ")}`);
}
const CAPTURES = { "1 % resets": 1, "no resets": 0, "only resets": 100 };

/** A tshark with scripts and options of its own. */
interface Variant {
  readonly name: string;
  readonly tshark: TsharkRun;
  readonly args: readonly string[];
}

const folder = makePrivateFolder("bench");
const empty = join(folder, "empty.lua");
const EMPTY = `local empty = Proto("emptypost", "Empty post-dissector")
function empty.dissector() end
register_postdissector(empty, false)
`;
writeFileSync(empty, EMPTY);

/** The tshark alone first: the others are compared with it. */
function openVariants(root = ""): readonly Variant[] {
  const open = (
    name: string,
    luaPaths: readonly string[],
    { args = [], ...more }: { args?: readonly string[]; nativePlugin?: BuiltTrigger } = {},
  ) => {
    const system = root === "" ? {} : { root };
    return { name, args, tshark: openTshark({ luaPaths, isRoot: IS_ROOT, ...system, ...more }) };
  };
  const variants = [
    open("no plugin", []),
    open("empty post-dissector", [empty]),
    open("plugin", [LUA]),
    ...values.preference.map((name) => open(`plugin, ${name}`, [LUA], { args: ["-o", name] })),
  ];
  const reason = lacksForTrigger(root);
  if (reason !== undefined) {
    console.log(`without the native trigger: ${reason}`);
    return variants;
  }
  const trigger = buildTrigger(root);
  variants.push(open("native trigger", [LUA], { nativePlugin: trigger }));
  trigger.close();
  return variants;
}

function commandFor({ tshark, args }: Variant, path: string, more: readonly string[] = []) {
  const { env, ...command } = tshark.commandFor(["-r", tshark.place(path), ...args, ...more]);
  return { ...command, env: { ...process.env, ...env } };
}

function writeCapture(name: string, packets: number, resets: number): string {
  const path = join(folder, `${name}.pcap`);
  writeFileSync(path, makeCapture(packets, resetsOfHundred(resets)));
  return path;
}

/** A table of what each mode costs with each variant: the first one's cost, the ratios of the others. */
function printTable(
  title: string,
  variants: readonly Variant[],
  measure: (args: readonly string[]) => readonly number[],
  show: (cost: number) => string,
): void {
  console.log(`\n${title}`);
  console.log(`| output | ${variants.map(({ name }) => name).join(" | ")} |`);
  console.log(`|---|${"---|".repeat(variants.length)}`);
  for (const [name, args] of chosenModes) {
    const [alone = Number.NaN, ...others] = measure(args);
    const ratios = others.map((cost) => (cost / alone).toFixed(2));
    console.log(`| ${[name, show(alone), ...ratios].join(" | ")} |`);
  }
}

function measureTime(variants: readonly Variant[], path: string, args: readonly string[] = []) {
  const commands = variants.map((variant) => commandFor(variant, path, args));
  return compare(commands, ROUNDS).map(({ cpu }) => cpu);
}

/** The start is taken away by the count for fewer packets. */
function measureInstructions(variants: readonly Variant[], args: readonly string[]) {
  const [few, many] = [writeCapture("few", 500, 1), writeCapture("many", 4500, 1)];
  const count = (variant: Variant, path: string) =>
    countInstructions(commandFor(variant, path, args), "tshark");
  return variants.map((variant) => (count(variant, many) - count(variant, few)) / 4000);
}

const PCAP_HEADER_OCTETS = 24;
const CHUNK = 100_000;

/** Feeds a stream through a pipe; gives megabytes of resident memory after each million of packets. */
async function measureMemory({ tshark, args: options }: Variant): Promise<readonly number[]> {
  const { program, args, env } = tshark.commandFor(["-r", "-", ...options]);
  // tshark reads a pipe, but not the socket that Node would give it; bash becomes tshark.
  const child = spawn("bash", ["-c", 'exec "$@" < <(cat)', "bash", program, ...args], {
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["pipe", "ignore", "ignore"],
  });
  child.stdin.write(makeCapture(0, resetsOfHundred(0)));
  const sizes: number[] = [];
  for (let first = 0; first < Number(values.memory) * 1e6; first += CHUNK) {
    const chunk = makeCapture(CHUNK, resetsOfHundred(1), first).subarray(PCAP_HEADER_OCTETS);
    if (!child.stdin.write(chunk)) await once(child.stdin, "drain");
    if ((first + CHUNK) % 1e6 === 0) sizes.push(readMemory(child.pid, "VmRSS"));
  }
  child.stdin.end();
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`${program} ended with exit code ${code}`);
  return sizes;
}

async function bench(variants: readonly Variant[]): Promise<void> {
  if (values.instructions) {
    const measure = (args: readonly string[]) => measureInstructions(variants, args);
    const show = (count: number) => `${(count / 1000).toFixed(0)} thousand`;
    return printTable("1 % resets, instructions for each packet", variants, measure, show);
  }
  for (const [name, resets] of Object.entries(CAPTURES)) {
    const path = writeCapture(String(resets), Number(values.packets), resets);
    const measure = (args: readonly string[]) => measureTime(variants, path, args);
    printTable(name, variants, measure, (seconds) => `${seconds.toFixed(2)} s`);
  }
  const starts = measureTime(variants, writeCapture("nothing", 0, 0));
  const more = variants.map(({ name }, at) => {
    const seconds = (starts[at] ?? Number.NaN) - (at === 0 ? 0 : (starts[0] ?? Number.NaN));
    return `${name} ${(seconds * 1000).toFixed(0)} ms`;
  });
  console.log(`\nStart, and what each one adds to it: ${more.join(", ")}`);
  if (Number(values.memory) === 0) return;
  console.log("\nMB after each million of packets");
  for (const variant of variants) {
    const sizes = await measureMemory(variant);
    console.log(`  ${variant.name}: ${sizes.map((size) => size.toFixed(0)).join(" ")}`);
  }
}

try {
  console.log(`${describeMachine()}; packets of 118 octets, medians of ${ROUNDS} rounds`);
  const releases = positionals.length === 0 ? undefined : positionals;
  const { hosts } = await findHosts(values.host ? [] : releases);
  for (const { name, root, version } of hosts) {
    console.log(`\n${name}, tshark ${version.tshark}`);
    const variants = openVariants(root);
    await bench(variants).finally(() => {
      for (const { tshark } of variants) tshark.close();
    });
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
