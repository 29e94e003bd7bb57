// Installs what proves the generated files with the real tools. npm: `pretest`.
// Without them the tests still run, and say what they left out.
import { spawnSync } from "node:child_process";
import { accessSync, existsSync, readFileSync } from "node:fs";

/** @type {ReadonlyArray<readonly [name: string, why: string]>} */
const packages = [
  ["tshark", "runs the generated dissector"],
  ["lua-check", "lints the generated dissector"],
  ["debootstrap", "makes the chroots with newer versions of tshark"],
  ["gcc", "compiles the patched tcpdump"],
  ["g++", "compiles the generated header as C++"],
  ["tcpdump", "tries the capture filters"],
  ["tcpreplay", "sends frames that the capture filters must find"],
  ["clang", "compiles the patched tcpdump with sanitizers, and fuzzes it"],
  ["libclang-rt-dev", "the sanitizers and the fuzzer of clang"],
  ["libc6-dev", "compiles the patched tcpdump"],
  ["make", "compiles the patched tcpdump"],
  ["libpcap-dev", "compiles the patched tcpdump"],
  ["perl", "runs tcpdump's own test suite"],
  ["patch", "applies the generated patch"],
  ["git", "applies the generated patch, and clones the project for the end-to-end test"],
  ["tar", "unpacks tcpdump's source"],
  ["chromium", "opens the report as a reader would, also one of a hostile capture"],
  ["unzip", "unpacks the Wireshark profile as a user would"],
  ["xz-utils", "unpacks tcpdump's source"],
  ["python3", "runs the laboratory, which makes resets with a real kernel"],
  ["iproute2", "makes the networks of the laboratory and of the capture filters' test"],
  ["nftables", "is the firewall of the laboratory"],
  ["openssh-server", "lets GNU parallel into the machines with captures of a test"],
  ["openssh-client", "is how it goes there"],
  ["parallel", "explains captures where they lie, on several machines"],
  ["curl", "is a client of the laboratory's servers"],
  ["openssl", "is a server of the laboratory, and makes its certificates"],
  ["procps", "sets up the laboratory's kernels (sysctl)"],
  ["man-db", "shows the manual page"],
  ["zsh", "completes commands as its users see it"],
  ["fish", "completes commands as its users see it"],
  ["libxml2-utils", "counts the records of IANA's files apart from our reader"],
  ["util-linux", "limits the time of tcpdump's own test suite"],
];

/** Where a system runs services, these start one that others can reach: nobody asked a test for that. */
const SERVERS = ["openssh-server"];

/** @returns {boolean} whether this is Debian, Ubuntu or one of their kin */
function hasApt() {
  try {
    accessSync("/usr/bin/dpkg-query");
    return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync("/etc/os-release", "utf8"));
  } catch {
    return false;
  }
}

/** @returns {string[]} names of the packages that are not installed */
function findMissing() {
  const names = packages.map(([name]) => name);
  const format = `--showformat=\${Package} \${db:Status-Status}\\n`;
  const { stdout } = spawnSync("dpkg-query", ["--show", format, ...names], { encoding: "utf8" });
  const lines = (stdout ?? "").split("\n");
  return names.filter((name) => !lines.includes(`${name} installed`));
}

/**
 * Runs apt-get, and prints what it printed where it fails.
 *
 * @param {readonly string[]} args
 * @returns {boolean} whether it did what it was told to
 */
function runApt(args) {
  const { status, error, stdout, stderr } = spawnSync("apt-get", ["-q", ...args], {
    // wireshark-common asks who may capture; its default, root alone, is right for tests.
    env: { ...process.env, DEBIAN_FRONTEND: "noninteractive", LC_ALL: "C" },
    encoding: "utf8",
    maxBuffer: Infinity,
    stdio: ["ignore", "pipe", "pipe"],
  });
  if (!error && status === 0) return true;
  console.error(`${stdout ?? ""}${stderr ?? ""}`.trim());
  console.error(`apt-get ${args[0]} failed: ${error?.message ?? `exit code ${status}`}`);
  return false;
}

/** @returns {number} the exit code of this program */
function installSystemPackages() {
  if (!hasApt()) {
    const names = packages.map(([name]) => name).join(", ");
    console.log(
      `Not Debian or Ubuntu: to run all tests, install what these Debian packages hold: ${names}.`,
    );
    return 0;
  }
  const isServing = existsSync("/run/systemd/system");
  const wanted = findMissing();
  const servers = isServing ? wanted.filter((name) => SERVERS.includes(name)) : [];
  const missing = wanted.filter((name) => !servers.includes(name));
  for (const name of servers) {
    console.log(
      `${name} would start a server here: install it yourself for the test that needs it`,
    );
  }
  if (missing.length === 0) return 0;
  const install = ["install", "-y", "--no-install-recommends", ...missing];
  const root = process.getuid?.() === 0;
  console.log(root ? "Installing Debian packages:" : "Some tests will be skipped. They need:");
  for (const [name, why] of packages) {
    if (missing.includes(name)) console.log(`  ${name}: ${why}`);
  }
  if (!root) {
    console.log(`To install them: sudo apt-get update && sudo apt-get ${install.join(" ")}`);
    return 0;
  }
  return runApt(["update"]) && runApt(install) ? 0 : 1;
}

process.exitCode = installSystemPackages();
