// Runs every check in turn, and ends with the one line that counts them all.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("../", import.meta.url));
const folder = mkdtempSync(join(tmpdir(), "rstdiag-test-"));
const report = join(folder, "report.json");

/** What is checked, in the order in which a failure is quickest to find. */
const CHECKS = [
  { name: "lint and format", program: "biome", args: ["ci", "--error-on-warnings"] },
  { name: "types", program: "tsc", args: ["-p", "tsconfig.json"] },
  { name: "unused code", program: "knip", args: [] },
  { name: "build", program: "npm", args: ["run", "--silent", "build"] },
];

/**
 * @param {string} name
 * @param {string} program from node_modules/.bin, or npm
 * @param {readonly string[]} args
 * @returns {boolean} whether it ended well
 */
function runCheck(name, program, args) {
  console.log(`\n== ${name}`);
  const path = program === "npm" ? program : join(root, "node_modules/.bin", program);
  const { status } = spawnSync(path, args, { cwd: root, stdio: "inherit" });
  return status === 0;
}

/**
 * @param {boolean} ended whether the test runner itself ended well
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
function countTests(ended) {
  try {
    const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(
      readFileSync(report, "utf8"),
    );
    // A file that cannot even be loaded has no failed test in it.
    const failed = ended || numFailedTests > 0 ? numFailedTests : 1;
    return { passed: numPassedTests, failed, skipped: numPendingTests };
  } catch {
    return { passed: 0, failed: 1, skipped: 0 };
  }
}

const results = CHECKS.map(({ name, program, args }) => runCheck(name, program, args));
const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
const ended = runCheck("tests", "vitest", ["run", ...reporters]);
const tests = countTests(ended);
rmSync(folder, { recursive: true, force: true });

const passed = results.filter(Boolean).length + tests.passed;
const failed = results.filter((good) => !good).length + tests.failed;
if (tests.skipped > 0) console.log(`\n${tests.skipped} skipped, each with its reason above`);
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
