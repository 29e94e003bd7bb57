// Runs every check in turn, and ends with the one line that counts them all. What needs no program of
// the system is checked while these are installed.
import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rstdiag-test-"));
const tallyPath = join(folder, "tally.json");

const reporters = ["--reporter=default", "--reporter=test/support/tally-reporter.ts"];

/** What is checked, in the order in which a failure is quickest to find. */
const CHECKS = [
  ["lint and format", "biome", "ci", "--error-on-warnings"],
  ["types", "tsc", "-p", "tsconfig.json"],
  ["unused code", "knip"],
  ["build", "npm", "run", "--silent", "build"],
  ["tests beside the code", "vitest", "run", "--project=units", ...reporters],
];
const CHECKS_OF_PROGRAMS = [
  ["Lua", "luacheck", "--quiet", "templates", "dist", "lua/platform", "test"],
  ["tests of the programs", "vitest", "run", "--project=ends", ...reporters],
];

/** Programs of the system, which need not be there. */
const SYSTEM = ["npm", "luacheck"];

/** How many checks passed and failed, and why which were left out. */
const sum = { passed: 0, failed: 0, skipped: {} };

function add({ passed = 0, failed = 0, skipped = {} }) {
  sum.passed += passed;
  sum.failed += failed;
  for (const [reason, count] of Object.entries(skipped)) {
    sum.skipped[reason] = (sum.skipped[reason] ?? 0) + count;
  }
}

function runCheck([name, program, ...args]) {
  console.log(`\n== ${name}`);
  const path = SYSTEM.includes(program) ? program : join(root, "node_modules/.bin", program);
  const env = { ...process.env, RSTDIAG_TALLY: tallyPath };
  rmSync(tallyPath, { force: true });
  const { status, signal, error } = spawnSync(path, args, { cwd: root, env, stdio: "inherit" });
  if (error && path === program && !process.env["CI"]) {
    add({ skipped: { [`${name}: ${program} is missing`]: 1 } });
    return;
  }
  if (error || signal) console.log(error?.message ?? `${program} was ended by ${signal}`);
  const isGood = status === 0;
  if (program !== "vitest") {
    add(isGood ? { passed: 1 } : { failed: 1 });
    return;
  }
  const tally = readTally();
  add({ ...tally, failed: isGood ? tally.failed : Math.max(tally.failed, 1) });
}

function readTally() {
  try {
    return JSON.parse(readFileSync(tallyPath, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: {} };
  }
}

const script = join(root, "scripts/install-system-packages.mjs");
const installation = once(
  spawn(process.execPath, [script], { cwd: root, stdio: "inherit" }),
  "exit",
);
CHECKS.forEach(runCheck);
const [code] = await installation;
if (code !== 0) {
  console.log("\nthe Debian packages were not installed");
  add({ failed: 1 });
}
CHECKS_OF_PROGRAMS.forEach(runCheck);
rmSync(folder, { recursive: true, force: true });

const skipped = Object.entries(sum.skipped).sort();
if (skipped.length > 0) console.log("\nSkipped:");
for (const [reason, count] of skipped) console.log(`${String(count).padStart(5)}  ${reason}`);
console.log(`\n${sum.passed} passed, ${sum.failed} failed`);
process.exitCode = sum.failed === 0 ? 0 : 1;
