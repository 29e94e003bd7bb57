import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { makePrivateFolder } from "../verify/private-folder.js";
import { describeEnd, runCommand } from "../verify/run-command.js";
import type { PackFile } from "./manifest.js";
import { namesIn } from "./open-places.js";
import type { WiresharkFolders } from "./wireshark-program.js";

/** Where a pack has the source of the trigger, the plugin in C that calls rstdiag.lua for RSTs alone. */
export const NATIVE_SOURCE = "wireshark/native";

const PROGRAM = "rstdiag-trigger.so";

/** What came of building it; a message says what is missing, and how to get it. */
export type NativeBuild =
  | { readonly kind: "built"; readonly plugin: Uint8Array }
  | { readonly kind: "not-built"; readonly message: string };

const PACKAGES = "make gcc pkg-config libwireshark-dev libglib2.0-dev";
const GET_THEM = `on Debian and Ubuntu: sudo apt-get install ${PACKAGES}`;
const BUILD_MS = 120_000;

/** Builds it from the files of a pack for a Wireshark of this version, in a folder that goes again. */
export async function buildTrigger(
  source: readonly PackFile[],
  version: string,
): Promise<NativeBuild> {
  const refuse = (message: string): NativeBuild => ({ kind: "not-built", message });
  const found = await runCommand({ program: "pkg-config", args: ["--modversion", "wireshark"] });
  if (found.kind !== "exited" || found.code !== 0) {
    return refuse(`Wireshark's headers are not there, which the native trigger needs; ${GET_THEM}`);
  }
  const headers = minorOf(found.stdout.trim());
  if (headers !== minorOf(version)) {
    return refuse(
      `the headers are those of Wireshark ${headers}, and tshark is ${version}; install the headers of ${minorOf(version)}`,
    );
  }
  const folder = makePrivateFolder("trigger");
  try {
    for (const { name, content } of source) writeFileSync(join(folder, basename(name)), content);
    const made = await runCommand({ program: "make", args: ["-C", folder], timeoutMs: BUILD_MS });
    if (made.kind === "missing") return refuse(`make is not installed; ${GET_THEM}`);
    if (made.kind !== "exited" || made.code !== 0) {
      const output = made.stderr.trim().split("\n").slice(0, 5).join("; ");
      return refuse(
        `the native trigger was not built: ${describeEnd(made)}: ${output}; ${GET_THEM}`,
      );
    }
    return { kind: "built", plugin: readFileSync(join(folder, PROGRAM)) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** `4.4` of `4.4.19`: what a plugin in C is built for. */
function minorOf(version: string): string {
  return /^\d+\.\d+/.exec(version)?.[0] ?? version;
}

/** Where Wireshark looks for it; undefined where it names no folder for plugins in C. */
export function triggerPath({ nativePlugins }: WiresharkFolders): string | undefined {
  return nativePlugins === undefined ? undefined : join(nativePlugins, "epan", PROGRAM);
}

/** What there is of it: where it lies, for which minor versions, and what Wireshark has loaded. */
export interface TriggerState {
  readonly path: string | undefined;
  readonly isThere: boolean;
  readonly isLoaded: boolean;
  /** Other versions for which it was built, as their folders are called. */
  readonly others: readonly string[];
}

/** `listed` is what `tshark -G plugins` prints. */
export function examineTrigger(folders: WiresharkFolders, listed: string): TriggerState {
  const path = triggerPath(folders);
  const isLoaded = listed.split("\n").some((line) => line.startsWith(`${PROGRAM}\t`));
  if (path === undefined) return { path, isThere: false, isLoaded, others: [] };
  const own = dirname(dirname(path));
  const versions = namesIn(dirname(own)).filter((name) => /^\d+\.\d+$/.test(name));
  const others = versions.filter(
    (name) => name !== basename(own) && existsSync(join(dirname(own), name, "epan", PROGRAM)),
  );
  return { path, isThere: existsSync(path), isLoaded, others };
}
