// Says what to do next: how to get the command, and what more can be proved. npm: the end of `start`.
import { spawnSync } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { join } from "node:path";

/** What `verify` proves the pack with; Debian's names. */
const packages = ["tshark", "gcc", "make", "libc6-dev", "libpcap-dev", "perl", "patch", "xz-utils"];

/** @returns {string} the command that installs rstdiag where this user may write */
function installCommand() {
  const { stdout } = spawnSync("npm prefix --global", { shell: true, encoding: "utf8" });
  try {
    accessSync(join(stdout.trim(), "lib", "node_modules"), constants.W_OK);
    return "npm install -g .";
  } catch {
    return "npm install -g --prefix ~/.local .";
  }
}

/** @returns {string[]} the packages that a Debian or one of its kin lacks */
function findMissing() {
  const format = `--showformat=\${Package} \${db:Status-Status}\\n`;
  const { stdout, error } = spawnSync("dpkg-query", ["--show", format, ...packages], {
    encoding: "utf8",
  });
  if (error) return [];
  return packages.filter((name) => !stdout.split("\n").includes(`${name} installed`));
}

const install = installCommand();
const steps = [
  [install, "puts the command rstdiag on your PATH"],
  ["rstdiag explain FILE", "says why the connections of a capture were reset"],
  ["rstdiag install", "puts the plugin into your Wireshark"],
];
const width = Math.max(...steps.map(([command = ""]) => command.length));
console.log("\nNext:");
for (const [command = "", what] of steps) console.log(`  ${command.padEnd(width)}  ${what}`);
const missing = findMissing();
if (missing.length > 0) {
  const sudo = process.getuid?.() === 0 ? "" : "sudo ";
  console.log(
    "To verify the generated files with the real tools as well, install these and run npm start again:",
  );
  console.log(`  ${sudo}apt-get install --no-install-recommends ${missing.join(" ")}`);
}
