import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { formatMistake } from "../generator/model/mistake.js";
import type { Model } from "../generator/model/model.js";
import { loadModel } from "../generator/registry/load-model.js";
import { findTsharkVersion, type TsharkVersion } from "../generator/verify/tshark-run.js";

export const ROOT = fileURLToPath(new URL("../", import.meta.url));
export const CLI = join(ROOT, "build/cli.js");
export const LUA = join(ROOT, "dist/wireshark/rstdiag.lua");
export const IS_ROOT = process.getuid?.() === 0;

/** Path of the patch in dist/. */
export function patchFor(release: "4.99" | "5.0"): string {
  return join(ROOT, `dist/tcpdump/rst-diagnostic-${release}.patch`);
}

/** The Model of registry/, of the default revision where none is named. */
export function loadOwnModel(revision?: string): Model {
  const folder = { path: join(ROOT, "registry"), name: "registry" };
  const result = loadModel(folder, revision === undefined ? {} : { revision });
  if (result.kind === "loaded") return result.model;
  throw new Error(result.mistakes.map(formatMistake).join("\n"));
}

/** The releases after the one that this is developed on: one with 4.4, and one with the newest. */
const SUITES = ["trixie", "sid"];
const SCRIPT = fileURLToPath(new URL("chroot.sh", import.meta.url));

/** A system with a tshark: this one, or a chroot in the folder `root`. */
export interface Host {
  readonly name: string;
  readonly root?: string;
  readonly version: TsharkVersion;
}

/**
 * Every tshark there is: this system's, and those of chroots, which are made, but for a release that
 * is this system itself; prints what is missing.
 */
export async function findHosts(
  suites: readonly string[] = SUITES,
  { fresh = false } = {},
): Promise<{ readonly hosts: readonly Host[]; readonly isComplete: boolean }> {
  const own = /^VERSION_CODENAME="?(\w+)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1];
  const hosts: Host[] = [];
  const others = suites.filter((suite) => suite !== own);
  for (const suite of [undefined, ...others]) {
    const { reason, ...place } = suite === undefined ? {} : makeChroot(suite, fresh);
    const version = reason === undefined ? await findTsharkVersion(place.root) : undefined;
    const name = suite ?? own ?? "this system";
    if (version) hosts.push({ name, version, ...place });
    else console.log(`SKIPPED ${name}: ${reason ?? "tshark is not installed"}`);
  }
  return { hosts, isComplete: hosts.length === others.length + 1 };
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
