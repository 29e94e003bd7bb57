// Prints what the size of the registries costs: `generate` in user CPU and memory, and the plugin in
// tshark. Nothing here passes or fails. npm: `bench:size`; `-- --readme` writes the README's table.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { openTshark } from "../build/verify/tshark-run.js";
import { makeCapture } from "./bench-capture.mjs";
import { writeReadmePart } from "./readme-part.mjs";
import { CODES_OF_A_VENDOR, FULL, sizeOf, writeInputs } from "./size-inputs.mjs";
import { isRoot } from "./tshark-hosts.mjs";

const { values } = parseArgs({
  options: {
    rounds: { type: "string", default: "3" },
    loads: { type: "string", default: "11" },
    readme: { type: "boolean", default: false },
  },
});
const CLI = fileURLToPath(new URL("../build/cli.js", import.meta.url));
const SIZES = [sizeOf(1_000), sizeOf(10_000), sizeOf(100_000), FULL];

const folder = mkdtempSync(join(tmpdir(), "rstdiag-size-"));
const usage = join(folder, "usage.json");
const preload = join(folder, "usage.mjs");
writeFileSync(
  preload,
  `import { writeFileSync } from "node:fs";
process.on("exit", () => {
  writeFileSync(${JSON.stringify(usage)}, JSON.stringify(process.resourceUsage()));
});
`,
);

/** @param {readonly number[]} numbers */
function median(numbers) {
  return [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

/** @param {{ codes: number, vendors: number }} size */
function rowsOf({ codes, vendors }) {
  return codes + vendors * CODES_OF_A_VENDOR;
}

/**
 * Runs `generate` into an empty folder.
 *
 * @param {string} registry
 * @param {string} out
 * @returns {{ seconds: number, mebioctets: number }} user CPU, and the most memory it ever had
 */
function generate(registry, out) {
  rmSync(out, { recursive: true, force: true });
  const args = ["--import", preload, CLI, "generate", "--registry", registry, "--out", out];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: "utf8" });
  if (status !== 0) throw new Error(`generate ended with ${status}: ${stderr.slice(0, 1000)}`);
  const { userCPUTime, maxRSS } = JSON.parse(readFileSync(usage, "utf8"));
  return { seconds: userCPUTime / 1e6, mebioctets: maxRSS / 1024 };
}

/**
 * @param {ReturnType<typeof openTshark>} tshark
 * @param {string} capture
 * @returns {number} seconds of CPU, user's and system's
 */
function load(tshark, capture) {
  const { program, args, env } = tshark.commandFor(["-r", capture]);
  // bash tells the CPU time of a command that has ended; Node does not.
  const script = 'TIMEFORMAT="%3U %3S"; time { "$@" > /dev/null 2>&1; }';
  const result = spawnSync("bash", ["-c", script, "bash", program, ...args], {
    env: { ...process.env, LC_ALL: "C", ...env },
    encoding: "utf8",
  });
  const [user, system] = result.stderr.trim().split(" ").map(Number);
  if (result.status !== 0 || user === undefined || system === undefined) {
    throw new Error(`${program} ${args.join(" ")}: ${result.stderr}`);
  }
  return user + system;
}

/** What the plugin adds to the start of tshark, and to that with a first reset: seconds each. */
function measurePlugin(lua) {
  const captures = [0, 1].map((packets) => {
    const path = join(folder, `${packets}.pcap`);
    writeFileSync(path, makeCapture(packets, 100));
    return path;
  });
  const [alone, plugin] = [[], [lua]].map((luaPaths) => openTshark({ luaPaths, isRoot }));
  try {
    return captures.map((path) => {
      const runs = [alone, plugin].map((tshark) => ({ tshark, capture: tshark.place(path) }));
      const times = Array.from({ length: Number(values.loads) }, () =>
        runs.map(({ tshark, capture }) => load(tshark, capture)),
      );
      return median(times.map(([, one]) => one)) - median(times.map(([one]) => one));
    });
  } finally {
    for (const tshark of [alone, plugin]) tshark.close();
  }
}

/** @param {string | number} number */
function grouped(number) {
  return String(number).replace(/\B(?=(\d{3})+$)/g, ",");
}

/** How the time grows with the rows: 1 is in proportion, 2 with the square. */
function slope(before, { rows, seconds }) {
  if (!before) return "";
  return (Math.log(seconds / before.seconds) / Math.log(rows / before.rows)).toFixed(2);
}

function measureSizes() {
  const results = [];
  for (const size of SIZES) {
    const registry = join(folder, "registry");
    const out = join(folder, "out");
    rmSync(registry, { recursive: true, force: true });
    writeInputs(registry, size);
    const runs = Array.from({ length: Number(values.rounds) }, () => generate(registry, out));
    const lua = join(out, "wireshark/rstdiag.lua");
    const [start, first] = measurePlugin(lua);
    results.push({
      rows: rowsOf(size),
      seconds: median(runs.map(({ seconds }) => seconds)),
      mebioctets: median(runs.map(({ mebioctets }) => mebioctets)),
      luaMegaoctets: statSync(lua).size / 1e6,
      start,
      first,
    });
  }
  return results;
}

function tableOf(results) {
  return [
    "| rows | `generate`, user CPU | slope | memory | the plugin | tshark's start with it | and a first reset |",
    "|---|---|---|---|---|---|---|",
    ...results.map((result, at) =>
      [
        "",
        grouped(result.rows),
        `${result.seconds.toFixed(1)} s`,
        slope(results[at - 1], result),
        `${result.mebioctets.toFixed(0)} MiB`,
        `${result.luaMegaoctets.toFixed(1)} MB`,
        `${(result.start * 1000).toFixed(0)} ms more`,
        `${(result.first * 1000).toFixed(0)} ms more`,
        "",
      ]
        .join(" | ")
        .trim(),
    ),
  ];
}

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model}`);
  console.log(`load of the machine before: ${loadavg()[0]?.toFixed(1)}`);
  console.log(
    `medians: generate of ${values.rounds} runs, tshark of ${values.loads} interleaved\n`,
  );
  const lines = tableOf(measureSizes());
  console.log(lines.join("\n"));
  if (values.readme) writeReadmePart("bench:size -- --readme", lines);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
