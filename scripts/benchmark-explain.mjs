// Prints what `rstdiag decode` and `rstdiag explain` take for large captures, as ratios to what a
// user would run instead, with one thread and with two. Makes the captures itself, of the sizes in
// megabytes that are its arguments; nothing passes or fails.
import { linkSync, mkdtempSync, rmSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { ORDINARY, writeLargeCapture } from "./large-capture.mjs";
import { compare, measurePeak } from "./measure-process.mjs";

const MEGABYTE = 1_000_000;
const ROUNDS = 5;
const TSHARK_ROUNDS = 3;
const CLI = fileURLToPath(new URL("../build/cli.js", import.meta.url));
/** Nearly nothing but headers, and one connection of a hundred is reset. */
const SMALL_PACKETS = { payload: 20, connections: 2000, resetEvery: 100 };

const sizes = process.argv.slice(2).map(Number);
const folder = mkdtempSync(join(tmpdir(), "rstdiag-explain-"));
const capture = join(folder, "capture.pcap");
const twin = join(folder, "twin.pcap");

/** @param {readonly string[]} args */
const rstdiag = (...args) => [process.execPath, CLI, ...args];
const EXPLAIN = rstdiag("explain", "--json", "--jobs", "1", capture);
const DECODE = rstdiag("decode", "--json", "--jobs", "1", capture);
const TCPDUMP = ["tcpdump", "-n", "-r", capture, "tcp[tcpflags] & tcp-rst != 0"];
const TSHARK = ["tshark", "-n", "-r", capture, "-Y", "tcp.flags.reset==1"];

/**
 * @param {string} title
 * @param {readonly (readonly [name: string, command: readonly string[]])[]} rows the first one is
 *   what the others are compared with
 * @param {number} rounds
 */
function print(title, rows, rounds) {
  const commands = rows.map(([, command]) => command);
  const costs = compare(commands, rounds);
  console.log(`${title}, medians of ${rounds}`);
  const base = costs[0] ?? { cpu: Number.NaN, wall: Number.NaN };
  costs.forEach(({ cpu, wall }, at) => {
    const ratio = `${(cpu / base.cpu).toFixed(2)} of its CPU, ${(wall / base.wall).toFixed(2)} of its time`;
    const name = (rows[at]?.[0] ?? "").padEnd(18);
    const times = `CPU ${cpu.toFixed(2)} s, ${wall.toFixed(2)} s`;
    console.log(`  ${name} ${times}${at === 0 ? "" : `: ${ratio}`}`);
  });
}

/**
 * @param {string} title
 * @param {import("./large-capture.mjs").Shape} shape
 */
function make(title, shape) {
  rmSync(capture, { force: true });
  rmSync(twin, { force: true });
  const { frames, octets } = writeLargeCapture(capture, shape);
  linkSync(capture, twin);
  return `${title}: ${(octets / MEGABYTE).toFixed(0)} MB, ${frames} frames`;
}

const AGAINST_TCPDUMP = /** @type {const} */ ([
  ["tcpdump", TCPDUMP],
  ["decode", DECODE],
  ["explain", EXPLAIN],
]);

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model}`);
  console.log(make("Small packets", { ...SMALL_PACKETS, octets: 500 * MEGABYTE }));
  print("  against tcpdump", AGAINST_TCPDUMP, ROUNDS);
  for (const [at, size] of (sizes.length > 0 ? sizes : [150, 1000]).entries()) {
    console.log(make("Ordinary packets", { ...ORDINARY, octets: size * MEGABYTE }));
    for (const [name, command] of AGAINST_TCPDUMP) {
      console.log(`  memory of ${name}: ${(await measurePeak(command)).toFixed(0)} MB at most`);
    }
    print("  against tcpdump", AGAINST_TCPDUMP, ROUNDS);
    const { wall = Number.NaN } = compare([EXPLAIN], ROUNDS)[0] ?? {};
    const hours = (1e6 / size) * (wall / 3600);
    console.log(
      `  1 TB: ${hours.toFixed(1)} hours of one thread, ${(size / wall).toFixed(0)} MB/s`,
    );
    if (at === 0) {
      const rows = /** @type {const} */ ([
        ["tshark", TSHARK],
        ["explain", EXPLAIN],
      ]);
      print("  against tshark", rows, TSHARK_ROUNDS);
    }
    const two = ["1", "2"].map((jobs) =>
      rstdiag("explain", "--json", "--jobs", jobs, capture, twin),
    );
    const rows = two.map(
      (command, jobs) => /** @type {const} */ ([`explain --jobs ${jobs + 1}`, command]),
    );
    print("  two files of it", rows, ROUNDS);
    const peak = await measurePeak(two[1] ?? []);
    console.log(`  memory with --jobs 2: ${peak.toFixed(0)} MB at most`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
