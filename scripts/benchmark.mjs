// Prints how long rstdiag takes, as ratios to what a user would run instead. Medians of
// interleaved runs of whole processes; nothing here passes or fails.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { makeCapture } from "./bench-capture.mjs";

const PACKETS = 300_000;
const CLI = fileURLToPath(new URL("../build/cli.js", import.meta.url));
const LUA = fileURLToPath(new URL("../dist/wireshark/rstdiag.lua", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rstdiag-benchmark-"));

/**
 * @param {readonly string[]} command
 * @returns {number} seconds
 */
function time([program = "", ...args]) {
  const start = process.hrtime.bigint();
  const { error, status } = spawnSync(program, args, { stdio: "ignore", env: plainEnvironment() });
  if (error || status !== 0) throw new Error(`${program} ${args[0]}: ${error ?? status}`);
  return Number(process.hrtime.bigint() - start) / 1e9;
}

/** An analyst's own Wireshark configuration would be timed too. */
function plainEnvironment() {
  return { ...process.env, HOME: folder, WIRESHARK_CONFIG_DIR: folder, XDG_CONFIG_HOME: folder };
}

/** @param {readonly number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {string} title
 * @param {{ ours: readonly string[], theirs: readonly string[], rounds: number }} pair
 * @returns {{ ours: number, theirs: number }} medians in seconds
 */
function compare(title, { ours, theirs, rounds }) {
  const times = Array.from({ length: rounds }, () => ({ ours: time(ours), theirs: time(theirs) }));
  const result = {
    ours: median(times.map((round) => round.ours)),
    theirs: median(times.map((round) => round.theirs)),
  };
  const shown = [result.ours, result.theirs].map((seconds) => `${seconds.toFixed(3)} s`);
  console.log(`${title}: ${shown.join(" against ")}, medians of ${rounds}`);
  return result;
}

/** A diagnostic payload in one packet of a hundred. */
function writeCapture() {
  const path = join(folder, "capture.pcap");
  writeFileSync(path, makeCapture(PACKETS, 1));
  return path;
}

try {
  console.log(`Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model}`);
  const start = compare("generate against node -e 0", {
    ours: [process.execPath, CLI, "generate", "--out", join(folder, "pack")],
    theirs: [process.execPath, "-e", "0"],
    rounds: 15,
  });
  console.log(`  ratio ${(start.ours / start.theirs).toFixed(1)}, at most 6 is wanted`);
  const capture = writeCapture();
  const megaoctets = (statSync(capture).size / 1e6).toFixed(0);
  const speed = compare(`decode of ${PACKETS} packets (${megaoctets} MB) against tshark`, {
    ours: [process.execPath, CLI, "decode", capture],
    theirs: ["tshark", "-X", `lua_script:${LUA}`, "-r", capture, "-Y", "rstdiag"],
    rounds: 5,
  });
  console.log(`  ${(speed.theirs / speed.ours).toFixed(1)} times as fast, at least 20 is wanted`);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
