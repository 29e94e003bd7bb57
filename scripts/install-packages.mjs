// Installs the npm packages of package-lock.json where they are missing or not those of the lock.
// It runs ahead of them, so it may use none. npm: `prestart` and `pretest`.
import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const stamp = new URL("node_modules/.rstdiag-lock", root);

/**
 * What would make npm install less, elsewhere or nothing: npm hands the options of its own command
 * on to the scripts that it runs, where they would be taken for options of `npm ci`.
 */
const MISLEADING =
  /^(NODE_ENV|npm_config_(also|before|dev|dry_run|global|include|local_prefix|location|omit|only|optional|package_lock|package_lock_only|prefix|production|workspaces?|json))$/i;

/** How often to look whether another run, which installs the same, is done. */
const WAIT_MS = 500;

/** Waits until no other run installs packages here, and gives what lets the next one do it. */
function takeTurn() {
  mkdirSync(new URL(".cache/", root), { recursive: true });
  const lock = new URL(".cache/installing", root);
  for (;;) {
    try {
      writeFileSync(lock, String(process.pid), { flag: "wx" });
      return () => rmSync(lock, { force: true });
    } catch (error) {
      if (error.code !== "EEXIST") throw error;
      if (isAbandoned(lock)) rmSync(lock, { force: true });
      else Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, WAIT_MS);
    }
  }
}

/** Whether the run that wrote its number into the lock has ended without taking it away. */
function isAbandoned(lock) {
  try {
    const pid = Number(readFileSync(lock, "utf8"));
    // Another run makes the file just before it writes its number.
    if (pid === 0) return Date.now() - statSync(lock).mtimeMs > 10 * WAIT_MS;
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

/** @returns {boolean} whether the packages are there */
function installPackages() {
  const lock = readFileSync(new URL("package-lock.json", root));
  const digest = createHash("sha256").update(lock).digest("hex");
  if (existsSync(stamp) && readFileSync(stamp, "utf8") === digest) return true;
  console.log("Installing the npm packages of package-lock.json (npm ci)");
  const env = Object.entries(process.env).filter(([name]) => !MISLEADING.test(name));
  const { status, error, stdout, stderr } = spawnSync(
    "npm",
    ["ci", "--prefer-offline", "--ignore-scripts"],
    {
      cwd: fileURLToPath(root),
      env: Object.fromEntries(env),
      encoding: "utf8",
      // npm is a script there, which needs a shell.
      shell: process.platform === "win32",
    },
  );
  if (error || status !== 0) {
    console.error(`${stdout ?? ""}${stderr ?? ""}npm ci failed: ${error?.message ?? status}`);
    return false;
  }
  writeFileSync(stamp, digest);
  return true;
}

const endTurn = takeTurn();
try {
  process.exitCode = installPackages() ? 0 : 1;
} finally {
  endTurn();
}
