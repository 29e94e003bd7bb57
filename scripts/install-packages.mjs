// Installs the npm packages of package-lock.json where they are missing or not those of the lock.
// It runs ahead of them, so it may use none. npm: `prestart` and `pretest`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const stamp = new URL("node_modules/.rstdiag-lock", root);

/**
 * @param {URL} file
 * @returns {string | undefined} its text; undefined where it cannot be read
 */
function readText(file) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return undefined;
  }
}

/** What would make npm install less, elsewhere or nothing. */
const MISLEADING =
  /^(NODE_ENV|npm_config_(also|before|dev|dry_run|global|include|local_prefix|location|omit|only|optional|package_lock|package_lock_only|prefix|production|workspaces?|json))$/i;

/**
 * npm hands the options of its own command on to the scripts that it runs, where they would be
 * taken for options of `npm ci`.
 *
 * @returns {NodeJS.ProcessEnv}
 */
function environment() {
  return Object.fromEntries(Object.entries(process.env).filter(([name]) => !MISLEADING.test(name)));
}

/** @returns {number} the exit code of this program */
function installPackages() {
  const lock = readText(new URL("package-lock.json", root));
  if (lock === undefined) {
    console.error("package-lock.json cannot be read; run this in a clone of the project");
    return 1;
  }
  const digest = createHash("sha256").update(lock).digest("hex");
  if (readText(stamp) === digest) return 0;
  console.log("Installing the npm packages of package-lock.json (npm ci)");
  const { status, error, stdout, stderr } = spawnSync(
    "npm",
    ["ci", "--prefer-offline", "--ignore-scripts"],
    {
      cwd: fileURLToPath(root),
      env: environment(),
      encoding: "utf8",
      // npm is a script there, which needs a shell.
      shell: process.platform === "win32",
    },
  );
  if (error || status !== 0) {
    console.error(`${stdout ?? ""}${stderr ?? ""}npm ci failed: ${error?.message ?? status}`);
    return 1;
  }
  writeFileSync(stamp, digest);
  return 0;
}

process.exitCode = installPackages();
