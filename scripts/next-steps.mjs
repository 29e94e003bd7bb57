// Says what to do next: how to get the command, and what more can be proved. npm: the end of `start`.
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { findMissing } from "./system-packages.mjs";

/** What `verify` proves the pack with. */
const NEEDED = ["tshark", "gcc", "make", "libc6-dev", "libpcap-dev", "perl", "patch", "xz-utils"];

/** Whether this user may write into a folder, or make it. */
function canWrite(folder) {
  if (!existsSync(folder)) return dirname(folder) !== folder && canWrite(dirname(folder));
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** How to get the command: installed where this user may write, on the PATH. */
function installSteps() {
  const { stdout } = spawnSync("npm prefix --global", { shell: true, encoding: "utf8" });
  const prefix = stdout.trim();
  const step = (options) => [`npm install -g${options} .`, "installs the command rstdiag"];
  if (["bin", "lib/node_modules"].every((name) => canWrite(join(prefix, name)))) return [step("")];
  const isOnPath = process.env.PATH?.split(delimiter).includes(join(homedir(), ".local/bin"));
  const path = ["export PATH=~/.local/bin:$PATH", "finds it there"];
  return [step(" --prefix ~/.local"), ...(isOnPath ? [] : [path])];
}

const steps = [
  ...installSteps(),
  ["rstdiag explain FILE", "says why the connections of a capture were reset"],
  ["rstdiag install", "puts the plugin into your Wireshark"],
];
const width = Math.max(...steps.map(([command]) => command.length));
console.log("\nNext:");
for (const [command, what] of steps) console.log(`  ${command.padEnd(width)}  ${what}`);
const missing = findMissing(NEEDED);
if (missing.length > 0) {
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  const purpose = "To verify the generated files with the real tools as well";
  console.log(`${purpose}, install these and run npm start again:`);
  console.log(`  ${sudo}apt-get install --no-install-recommends ${missing.join(" ")}`);
}
