// Runs every check in turn, and ends with the one line that counts them all.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rstdiag-test-"));
const tallyPath = join(folder, "tally.json");

/** What is checked, in the order in which a failure is quickest to find. */
const CHECKS = [
  ["lint and format", "biome", "ci", "--error-on-warnings"],
  ["types", "tsc", "-p", "tsconfig.json"],
  ["unused code", "knip"],
  ["Lua", "luacheck", "--quiet", "templates", "dist", "lua/platform", "test"],
  ["build", "npm", "run", "--silent", "build"],
];

/** Programs of the system, which need not be there. */
const SYSTEM = ["npm", "luacheck"];

/** Whether it ended well; nothing where it could not run. */
function runCheck([name, program, ...args]) {
  console.log(`\n== ${name}`);
  const path = SYSTEM.includes(program) ? program : join(root, "node_modules/.bin", program);
  const env = { ...process.env, RSTDIAG_TALLY: tallyPath };
  const { status, error } = spawnSync(path, args, { cwd: root, env, stdio: "inherit" });
  if (error && path === program && !process.env["CI"]) return undefined;
  if (error) console.log(error.message);
  return status === 0;
}

function readTally() {
  try {
    return JSON.parse(readFileSync(tallyPath, "utf8"));
  } catch {
    return { passed: 0, failed: 1, skipped: {} };
  }
}

const results = CHECKS.map(runCheck);
const missing = CHECKS.filter((_check, at) => results[at] === undefined);
const reporters = ["--reporter=default", "--reporter=test/support/tally-reporter.ts"];
const ended = runCheck(["tests", "vitest", "run", ...reporters]);
const tally = readTally();
rmSync(folder, { recursive: true, force: true });

const passed = results.filter(Boolean).length + tally.passed;
const failedTests = ended ? tally.failed : Math.max(tally.failed, 1);
const failed = results.filter((good) => good === false).length + failedTests;
const skipped = [
  ...missing.map(([name, program]) => [`${name}: ${program} is missing`, 1]),
  ...Object.entries(tally.skipped).sort(),
];
if (skipped.length > 0) console.log("\nSkipped:");
for (const [reason, count] of skipped) console.log(`${String(count).padStart(5)}  ${reason}`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
