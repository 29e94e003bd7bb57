// Installs what proves the generated files with the real tools. npm: `test`.
// Without them the tests still run, and say what they left out.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { findMissing, PACKAGES } from "./system-packages.mjs";

const NAMES = Object.keys(PACKAGES);

/** Where a system runs services, these start one that others can reach: nobody asked a test for that. */
const SERVERS = ["openssh-server"];

const INSTALL = ["install", "-y", "--no-install-recommends"];

/** Whether this is Debian, Ubuntu or one of their kin. */
function hasApt() {
  if (!existsSync("/usr/bin/dpkg-query") || !existsSync("/etc/os-release")) return false;
  const release = readFileSync("/etc/os-release", "utf8");
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(release);
}

/** How long another run, which installs the same, is waited for. */
const LOCK_S = 600;

/** Runs apt-get, and gives what it printed; where it fails, prints that and gives nothing. */
function runApt(...args) {
  const { status, error, stdout, stderr } = spawnSync(
    "apt-get",
    ["-q", "-o", `DPkg::Lock::Timeout=${LOCK_S}`, ...args],
    {
      // wireshark-common asks who may capture; its default, root alone, is right for tests.
      env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
      encoding: "utf8",
      maxBuffer: Infinity,
      stdio: ["ignore", "pipe", "pipe"],
    },
  );
  if (!error && status === 0) return stdout;
  console.error(`${stdout ?? ""}${stderr ?? ""}`.trim());
  console.error(`apt-get ${args[0]} failed: ${error?.message ?? `exit code ${status}`}`);
  return undefined;
}

/** Installs packages, when all that comes with them has been named; says whether it did its work. */
function install(names) {
  if (runApt("update") === undefined) return false;
  const args = [...INSTALL, ...names];
  const plan = runApt(...args, "--simulate");
  if (plan === undefined) return false;
  const all = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name);
  const others = all.filter((name) => !names.includes(name));
  if (others.length > 0) console.log(`and what these need: ${others.join(", ")}`);
  return runApt(...args) !== undefined;
}

/** @returns {boolean} whether all is as well as it can be made here */
function installSystemPackages() {
  if (!hasApt()) {
    console.log("Not Debian or Ubuntu: to run all tests, install what these Debian packages hold:");
    console.log(NAMES.join(", "));
    return true;
  }
  const refused = existsSync("/run/systemd/system") ? SERVERS : [];
  const wanted = findMissing(NAMES);
  const missing = wanted.filter((name) => !refused.includes(name));
  for (const name of wanted.filter((one) => refused.includes(one))) {
    console.log(
      `${name} would start a server here: install it yourself for the test that needs it`,
    );
  }
  if (missing.length === 0) return true;
  const root = process.getuid?.() === 0;
  console.log(root ? "Installing Debian packages:" : "Some tests will be skipped. They need:");
  for (const name of missing) console.log(`  ${name}: ${PACKAGES[name]}`);
  if (root) return install(missing);
  const command = [...INSTALL, ...missing].join(" ");
  console.log(`To install them: sudo apt-get update && sudo apt-get ${command}`);
  return true;
}

process.exitCode = installSystemPackages() ? 0 : 1;
