// Runs whole processes, and says what they took.

import { spawn, spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { withProc } from "../with-proc.mjs";

// Node reads the certificates that this names at each start, which may take longer than all else.
delete process.env["NODE_EXTRA_CA_CERTS"];

/**
 * @typedef {{ program: string, args: readonly string[], env?: NodeJS.ProcessEnv }} Command
 * @typedef {{ cpu: number, wall: number }} Cost seconds; those of the CPU are all threads', the
 *   system's among them
 */

/** @param {readonly string[]} words @returns {Command} */
export const commandOf = ([program = "", ...args]) => ({ program, args });

/** @param {readonly number[]} numbers */
function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)] ?? Number.NaN;
}

export function describeMachine() {
  const [load = 0] = loadavg();
  return `Node ${process.version}, ${cpus().length} cores, ${cpus()[0]?.model}, load ${load.toFixed(1)}`;
}

/** @param {Command} command @returns {Cost} */
function measure({ program, args, env }) {
  // The shell's own clock counts in milliseconds what a child took, and needs no other program.
  const script = 'TIMEFORMAT="%3U %3S %3R"; { time "$@" >/dev/null 2>&3; } 3>/dev/null';
  const { stderr, status, error } = spawnSync("bash", ["-c", script, "bash", program, ...args], {
    encoding: "utf8",
    env: { ...process.env, LC_ALL: "C", ...env },
  });
  if (error || status !== 0) throw new Error(`${program} ${args.join(" ")}: ${error ?? status}`);
  const [user = 0, system = 0, wall = 0] = stderr.trim().split(" ").map(Number);
  return { cpu: user + system, wall };
}

/**
 * Medians of runs that take turns, so that what else the machine does falls on all of them.
 *
 * @param {readonly Command[]} commands
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

/** @param {Command} command @returns {Promise<number>} the most memory it had, in megabytes */
export function measurePeak({ program, args }) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: "ignore" });
    let peak = 0;
    const timer = setInterval(() => {
      peak = Math.max(peak, readMemory(child.pid, "VmHWM"));
    }, 20);
    child.on("error", reject);
    child.on("close", () => {
      clearInterval(timer);
      resolve(peak);
    });
  });
}

/** Megabytes of a process that there are, or were at most; 0 where it has ended. */
export function readMemory(pid, what) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, "utf8");
    return Number(new RegExp(`${what}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0) / 1000;
  } catch {
    return 0;
  }
}

const CACHEGRIND = [
  "valgrind",
  "--tool=cachegrind",
  "--cache-sim=no",
  "--cachegrind-out-file=/dev/null",
];

/**
 * Instructions, counted by cachegrind: the same on a machine that is busy. The start is among them.
 *
 * @param {Command} command
 * @param {string} [counted] the program's name, behind what enters another system
 */
export function countInstructions({ program, args, env }, counted = program) {
  const words = [program, ...args];
  const all = words.toSpliced(words.indexOf(counted), 0, ...CACHEGRIND);
  // valgrind reads /proc.
  const [first = "", ...rest] = withProc(all);
  const { stderr, error } = spawnSync(first, rest, {
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const count = /I\s+refs:\s+([\d,]+)/.exec(stderr ?? "")?.[1]?.replaceAll(",", "");
  if (count === undefined) throw error ?? new Error(`${words.join(" ")}: ${stderr}`);
  return Number(count);
}
