// Runs `rstdiag verify` with a tcpdump built with the pack's patch, where there can be one.
// npm: `start`; options behind `--` are handed on.
import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const patch = "dist/tcpdump/rst-diagnostic-4.99.patch";
const { status, stdout, error } = spawnSync(`${root}proof/tcpdump/build.sh`, [patch], {
  cwd: root,
  encoding: "utf8",
  stdio: ["ignore", "pipe", "inherit"],
});
const program = status === 0 ? /^program (.*)$/m.exec(stdout)?.[1] : undefined;
const options = program === undefined ? [] : ["--tcpdump", program];
const args = ["build/cli.js", "verify", ...options, ...process.argv.slice(2)];
process.exitCode = spawnSync(process.execPath, args, { cwd: root, stdio: "inherit" }).status ?? 1;
if (program === undefined) {
  console.log(`no patched tcpdump: ${error?.message ?? stdout.trim()}`);
  // The patch is at fault, not this machine.
  if (status === 1) process.exitCode = 4;
}
