// Every tshark there is: that of this system, and those of newer Debians in chroots.
import { readFileSync } from "node:fs";
import { homedir } from "node:os";
import { join } from "node:path";
import { makeChroot } from "../build/verify/debian-chroot.js";
import { findTsharkVersion } from "../build/verify/tshark-run.js";

/** The releases after the one that this is developed on: one with 4.4, and one with the newest. */
const SUITES = ["trixie", "sid"];

export const isRoot = process.getuid?.() === 0;
const cacheFolder = join(
  process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"),
  "rstdiag/chroots",
);

/**
 * @typedef {object} Host
 * @property {string} name code name of the system
 * @property {string | undefined} root its folder, where it is a chroot
 * @property {import("../build/verify/tshark-run.js").TsharkVersion} version
 */

/**
 * Makes the chroots that are not there yet.
 *
 * @param {{ suites?: readonly string[] | undefined, fresh?: boolean }} [options]
 * @returns {Promise<{ hosts: Host[], missing: { name: string, reason: string }[] }>}
 */
export async function findHosts({ suites = SUITES, fresh = false } = {}) {
  const hosts = [];
  const missing = [];
  const roots = [{ name: codeName(), root: undefined }];
  for (const suite of suites) {
    console.log(`${suite}: making its chroot, or taking the one that is there`);
    const chroot = await makeChroot({ suite, folder: cacheFolder, fresh, isRoot });
    if (chroot.kind === "chroot") roots.push({ name: suite, root: chroot.root });
    else missing.push({ name: suite, reason: chroot.reason });
  }
  for (const { name, root } of roots) {
    const version = await findTsharkVersion(root);
    if (version) hosts.push({ name, root, version });
    else missing.push({ name, reason: "tshark is not installed" });
  }
  return { hosts, missing };
}

/** @returns {string} `bookworm` */
function codeName() {
  const release = readFileSync("/etc/os-release", "utf8");
  return /^VERSION_CODENAME="?(\w+)/m.exec(release)?.[1] ?? "this system";
}
