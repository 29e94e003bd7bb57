import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { findTsharkVersion, type TsharkVersion } from "../generator/verify/tshark-run.js";

/** The releases after the one that this is developed on: one with 4.4, and one with the newest. */
const SUITES = ["trixie", "sid"];
const SCRIPT = fileURLToPath(new URL("chroot.sh", import.meta.url));

/** A system with a tshark: this one, or a chroot in the folder `root`. */
export interface Host {
  readonly name: string;
  readonly root?: string;
  readonly version: TsharkVersion;
}

/** Every tshark there is: this system's, and those of chroots, which are made; prints what is missing. */
export async function findHosts(
  suites: readonly string[] = SUITES,
  { fresh = false } = {},
): Promise<{ readonly hosts: readonly Host[]; readonly isComplete: boolean }> {
  const own = /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  const hosts: Host[] = [];
  for (const suite of [undefined, ...suites]) {
    const { reason, ...place } = suite === undefined ? {} : makeChroot(suite, fresh);
    const version = reason === undefined ? await findTsharkVersion(place.root) : undefined;
    const name = suite ?? own ?? "this system";
    if (version) hosts.push({ name, version, ...place });
    else console.log(`SKIPPED ${name}: ${reason ?? "tshark is not installed"}`);
  }
  return { hosts, isComplete: hosts.length === suites.length + 1 };
}

function makeChroot(suite: string, fresh: boolean): { root?: string; reason?: string } {
  const args = [...(fresh ? ["--fresh"] : []), suite];
  const { status, stdout, error } = spawnSync(SCRIPT, args, {
    encoding: "utf8",
    stdio: ["ignore", "pipe", "inherit"],
  });
  const printed = stdout?.trim() ?? "";
  return status === 0 ? { root: printed } : { reason: error?.message ?? printed };
}
