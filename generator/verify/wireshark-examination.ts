import { readFileSync } from "node:fs";
import { join } from "node:path";
import { findScripts, type LuaScript } from "./lua-scripts.js";
import type { CommandResult } from "./run-command.js";
import type { WiresharkFolders } from "./wireshark-folders.js";
import { askWireshark } from "./wireshark-program.js";

/** All that was seen of a Wireshark and the plugin in it, without any judgement. */
export interface Examination {
  readonly scripts: readonly LuaScript[];
  /** Paths of the scripts that Wireshark ran, be it that they gave up. */
  readonly ran: readonly string[];
  /** What it printed on standard error as it ran them. */
  readonly complaints: string;
  /** Whether a dissector that is not ours has the fields `tcp.rst_diagnostic.*`. */
  readonly hasNativeFields: boolean;
  /** A file that switches Lua off. */
  readonly luaOffIn: string | undefined;
  /** A file that switches our protocol off. */
  readonly protocolOffIn: string | undefined;
  readonly proof: Proof;
}

/** What came of reading a capture in which every frame states a reason. */
export interface Proof {
  readonly capturePath: string;
  /** How many frames it has, and how many of them the plugin explains. */
  readonly frames: number;
  readonly explained: number;
  /** What tshark complained about; empty where all is well. */
  readonly complaints: string;
}

/** Looks at a Wireshark as its user has it; writes nothing. */
export async function examineWireshark(
  { program, folders }: { readonly program: string; readonly folders: WiresharkFolders },
  capturePath: string,
): Promise<Examination> {
  const plugins = await askWireshark(program, ["-G", "plugins"]);
  const fields = await askWireshark(program, ["-G", "fields"]);
  return {
    scripts: findScripts(folders),
    ran: parseScripts(outputOf(plugins).stdout),
    complaints: outputOf(plugins).stderr,
    hasNativeFields: findNativeFields(outputOf(fields).stdout),
    luaOffIn: findLuaSwitch(folders),
    protocolOffIn: findLine(folders.configuration, "disabled_protos", /^rstdiag\s*$/m),
    proof: await readCapture(program, capturePath),
  };
}

/** The file that switches Lua off, where there is one: up to 4.2 the global one can, then any. */
export function findLuaSwitch(folders: WiresharkFolders): string | undefined {
  const { globalConfiguration, globalLuaPlugins, luaPlugins, configuration } = folders;
  return [globalConfiguration, globalLuaPlugins, luaPlugins, configuration]
    .map((folder) => findLine(folder, "init.lua", LUA_OFF))
    .find((path) => path !== undefined);
}

const LUA_OFF = /^\s*(?:enable_lua\s*=\s*false|disable_lua\s*=\s*true)\b/m;

/** The paths of Lua scripts in what `tshark -G plugins` prints: name, version, kind, path. */
export function parseScripts(output: string): readonly string[] {
  return output.split(/\r?\n/).flatMap((line) => {
    const [, , kind, path] = line.split("\t");
    return path !== undefined && kind?.toLowerCase() === "lua script" ? [path] : [];
  });
}

/** Reads `tshark -G fields`: `F`, title, filter name, type, name of the protocol that has it. */
export function findNativeFields(output: string): boolean {
  return output.split("\n").some((line) => {
    const [kind, , name = "", , protocol] = line.split("\t");
    return kind === "F" && name.startsWith("tcp.rst_diagnostic.") && protocol !== "rstdiag";
  });
}

function findLine(folder: string | undefined, name: string, pattern: RegExp): string | undefined {
  if (folder === undefined) return undefined;
  const path = join(folder, name);
  try {
    return pattern.test(readFileSync(path, "utf8")) ? path : undefined;
  } catch {
    return undefined;
  }
}

async function readCapture(program: string, capturePath: string): Promise<Proof> {
  const number = ["-T", "fields", "-e", "frame.number"];
  const all = outputOf(await askWireshark(program, ["-r", capturePath, ...number]));
  const found = outputOf(
    await askWireshark(program, ["-r", capturePath, "-Y", "rstdiag", ...number]),
  );
  return {
    capturePath,
    frames: countFrames(all.stdout),
    explained: countFrames(found.stdout),
    complaints: found.stderr,
  };
}

/** How many frame numbers there are, among what a script of the user's may print. */
function countFrames(output: string): number {
  return output.split(/\r?\n/).filter((line) => /^\d+$/.test(line)).length;
}

function outputOf(result: CommandResult): { readonly stdout: string; readonly stderr: string } {
  return result.kind === "missing" ? { stdout: "", stderr: "" } : result;
}
