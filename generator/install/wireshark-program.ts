import { type CommandResult, describeEnd, runCommand } from "../verify/run-command.js";
import { parseFolders, type WiresharkFolders } from "./wireshark-places.js";

/** A tshark that can be asked. */
export interface Wireshark {
  readonly program: string;
  /** As it says itself, `4.0.17` or `4.7.0rc0`. */
  readonly version: string;
  readonly hasLua: boolean;
  /** Undefined where it names none for Lua. */
  readonly folders: WiresharkFolders | undefined;
}

/** The tshark that was found, or what was tried and why each was of no use. */
export type WiresharkSearch =
  | { readonly kind: "found"; readonly wireshark: Wireshark }
  | {
      readonly kind: "crashed";
      /** How it ended, for people. */
      readonly end: string;
      readonly folders: WiresharkFolders | undefined;
    }
  | { readonly kind: "missing"; readonly tried: readonly string[] };

/** How long tshark may take to start, with all of its plugins. */
const START_MS = 60_000;

/** Asks each program in turn who it is; the first that is a tshark is the one. */
export async function findWireshark(programs: readonly string[]): Promise<WiresharkSearch> {
  const tried: string[] = [];
  for (const program of programs) {
    const answer = await askWireshark(program, ["--version"]);
    const said = answer.kind === "exited" ? parseVersion(answer.stdout) : undefined;
    if (said) {
      const folders = await askFolders(program);
      return { kind: "found", wireshark: { program, ...said, folders } };
    }
    // Without Lua, 4.0 cannot print its version, but knows its folders.
    if (answer.kind === "killed") {
      return { kind: "crashed", end: describeEnd(answer), folders: await askFolders(program) };
    }
    tried.push(answer.kind === "exited" ? `${program} is no tshark` : describeEnd(answer));
  }
  return { kind: "missing", tried };
}

async function askFolders(program: string): Promise<WiresharkFolders | undefined> {
  const answer = await askWireshark(program, ["-G", "folders"]);
  return answer.kind === "exited" ? parseFolders(answer.stdout) : undefined;
}

/** Runs a tshark as the user would, with the user's own configuration. */
export function askWireshark(program: string, args: readonly string[]): Promise<CommandResult> {
  return runCommand({ program, args, timeoutMs: START_MS });
}

/** Reads what `tshark --version` prints; undefined where that is something else. */
export function parseVersion(output: string): Pick<Wireshark, "version" | "hasLua"> | undefined {
  // A script of the user's may print something before it.
  const [, version] = /^(?:TShark|Wireshark)\b[^\d\n]*(\d+\.\d+\.\d+\w*)/m.exec(output) ?? [];
  // Up to 4.4 it was built "with Lua 5.4.7", broken anywhere; from 4.6 on it has "+Lua 5.4.9".
  return version ? { version, hasLua: /(?:\bwith\s+|\+)Lua\b/.test(output) } : undefined;
}

/** Whether a version is this one or later. */
export function isAtLeast(version: string, [major, minor]: readonly [number, number]): boolean {
  const [foundMajor = 0, foundMinor = 0] = version.split(".").map(Number);
  return foundMajor > major || (foundMajor === major && foundMinor >= minor);
}

/** The first Wireshark that has the Lua functions of the plugin. */
export const OLDEST = [4, 0] as const;

/** From this one on, the Lua of users 0 and groups 0 is silently not run. */
export const NO_LUA_FOR_ROOT = [4, 4] as const;
