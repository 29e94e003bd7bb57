// Runs whole processes, and says what they took.
import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";

/**
 * @typedef {object} Cost
 * @property {number} cpu seconds of all threads, the system's among them
 * @property {number} wall seconds
 */

/**
 * @param {readonly string[]} command
 * @returns {Cost}
 */
export function measure(command) {
  // The shell's own clock counts in milliseconds what a child took, and needs no other program.
  const script = 'TIMEFORMAT="%3U %3S %3R"; { time "$@" >/dev/null 2>&3; } 3>/dev/null';
  const { stderr, status, error } = spawnSync("bash", ["-c", script, "bash", ...command], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C" },
  });
  if (error || status !== 0) throw new Error(`${command.join(" ")}: ${error ?? status}`);
  const [user = 0, system = 0, wall = 0] = stderr.trim().split(" ").map(Number);
  return { cpu: user + system, wall };
}

/**
 * Medians of runs that take turns, so that what else the machine does falls on all of them.
 *
 * @param {readonly (readonly string[])[]} commands
 * @param {number} rounds
 * @returns {readonly Cost[]}
 */
export function compare(commands, rounds) {
  const runs = Array.from({ length: rounds }, () => commands.map(measure));
  return commands.map((_, at) => ({
    cpu: median(runs.map((run) => run[at]?.cpu ?? Number.NaN)),
    wall: median(runs.map((run) => run[at]?.wall ?? Number.NaN)),
  }));
}

/** @param {readonly number[]} values */
function median(values) {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}

/**
 * @param {readonly string[]} command
 * @returns {Promise<number>} the most memory that was resident, in megabytes
 */
export function measurePeak([program = "", ...args]) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "ignore" });
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, readPeak(child.pid ?? 0));
    }, 20);
    child.on("error", reject);
    child.on("close", () => {
      clearInterval(timer);
      resolve(peak);
    });
  });
}

/** @param {number} pid */
function readPeak(pid) {
  try {
    const found = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"));
    return Number(found?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}
