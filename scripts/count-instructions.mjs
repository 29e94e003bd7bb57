// Instructions of a program, counted by cachegrind: the same on a machine that is busy.
import { spawnSync } from "node:child_process";

const CACHEGRIND = ["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"];

/**
 * @param {import("../build/verify/run-command.js").Command} command runs tshark, behind what enters
 *   another system and takes root's rights away
 * @returns {number} instructions, the start of the program included
 */
export function countInstructions({ program, args, env }) {
  const words = [program, ...args];
  const at = words.indexOf("tshark");
  const counted = words.toSpliced(at, 0, "valgrind", ...CACHEGRIND);
  const [first = "", ...rest] = program === "chroot" ? withProc(args[0], counted) : counted;
  const { stderr, error } = spawnSync(first, rest, {
    env: { ...process.env, LC_ALL: "C", ...env },
    stdio: ["ignore", "ignore", "pipe"],
    encoding: "utf8",
  });
  const count = /I\s+refs:\s+([\d,]+)/.exec(stderr ?? "")?.[1]?.replaceAll(",", "");
  if (count === undefined) throw error ?? new Error(`${words.join(" ")}: ${stderr}`);
  return Number(count);
}

/** valgrind reads /proc: it is there for the time of the command, and for that alone. */
function withProc(root, words) {
  const script = 'mount --rbind /proc "$0/proc" && exec "$@"';
  return ["unshare", "--mount", "sh", "-c", script, root, ...words];
}
