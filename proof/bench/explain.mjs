// Prints what rstdiag takes as ratios to what a user would run instead: `generate` against a Node that
// does nothing, `decode` and `explain` against tcpdump and tshark. Makes the captures itself,
// of the sizes in megabytes that are its arguments; nothing passes or fails.
// npm: `bench` and `bench:explain`.
import { rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makePrivateFolder } from "../../generator/verify/private-folder.js";
import { ORDINARY, writeLargeCapture } from "./captures.mjs";
import { commandOf, compare, describeMachine, measurePeak } from "./measure.mjs";

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
const CLI = fileURLToPath(new URL("../../build/cli.js", import.meta.url));
/** Nearly nothing but headers, and one connection of a hundred is reset. */
const SMALL_PACKETS = { payload: 20, connections: 2000, resetEvery: 100 };

const sizes = process.argv.slice(2).map(Number);
const folder = makePrivateFolder("explain");
const capture = join(folder, "capture.pcap");

/** @param {string} command @param {readonly string[]} args */
const rstdiag = (command, ...args) => [process.execPath, CLI, command, "--json", ...args];
const RST = "tcp[tcpflags] & tcp-rst != 0";
const EXPLAIN = rstdiag("explain", capture);
const TSHARK = ["tshark", "-n", "-r", capture, "-Y", "tcp.flags.reset==1"];
const AGAINST_TCPDUMP = {
  tcpdump: ["tcpdump", "-n", "-r", capture, RST],
  decode: rstdiag("decode", capture),
  explain: EXPLAIN,
};

/**
 * @param {string} title
 * @param {Readonly<Record<string, readonly string[]>>} commands the others are compared with the first
 */
function print(title, commands, rounds = ROUNDS) {
  const costs = compare(Object.values(commands).map(commandOf), rounds);
  console.log(`${title}, medians of ${rounds}`);
  Object.keys(commands).forEach((name, at) => {
    const [base, cost] = [costs[0], costs[at]];
    if (!base || !cost) return;
    const { cpu, wall } = cost;
    const ratios = `${(cpu / base.cpu).toFixed(2)} of its CPU, ${(wall / base.wall).toFixed(2)} of its time`;
    const times = `CPU ${cpu.toFixed(2)} s, ${wall.toFixed(2)} s`;
    console.log(`  ${name.padEnd(18)} ${times}${at === 0 ? "" : `: ${ratios}`}`);
  });
}

/** @param {string} title @param {import("./captures.mjs").Shape} shape */
function make(title, shape) {
  rmSync(capture, { force: true });
  const { frames, octets } = writeLargeCapture(capture, shape);
  console.log(`${title}: ${(octets / MEGABYTE).toFixed(0)} MB, ${frames} frames`);
}

/** @param {string} name @param {readonly string[]} command */
async function printPeak(name, command) {
  console.log(
    `  memory of ${name}: ${(await measurePeak(commandOf(command))).toFixed(0)} MB at most`,
  );
}

try {
  console.log(describeMachine());
  const generate = [process.execPath, CLI, "generate", "--out", join(folder, "pack")];
  print("generate", { "node -e 0": [process.execPath, "-e", "0"], generate }, 15);
  make("Small packets", { ...SMALL_PACKETS, octets: 500 * MEGABYTE });
  print("  against tcpdump", AGAINST_TCPDUMP);
  for (const [at, size] of (sizes.length > 0 ? sizes : [150, 1000]).entries()) {
    make("Ordinary packets", { ...ORDINARY, octets: size * MEGABYTE });
    for (const [name, command] of Object.entries(AGAINST_TCPDUMP)) await printPeak(name, command);
    print("  against tcpdump", AGAINST_TCPDUMP);
    const { wall = Number.NaN } = compare([commandOf(EXPLAIN)], ROUNDS)[0] ?? {};
    const hours = ((1e6 / size) * (wall / 3600)).toFixed(1);
    console.log(`  1 TB: ${hours} hours of one thread, ${(size / wall).toFixed(0)} MB/s`);
    if (at === 0) print("  against tshark", { tshark: TSHARK, explain: EXPLAIN }, 3);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
