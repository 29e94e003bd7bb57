import type { PersonalFolders } from "./wireshark-places.js";

/** The folders that one Wireshark reads, as it says itself. */
export interface WiresharkFolders extends PersonalFolders {
  readonly globalConfiguration: string | undefined;
  readonly globalLuaPlugins: string | undefined;
}

/** Reads what `tshark -G folders` prints; undefined where it names no folder for Lua. */
export function parseFolders(output: string): WiresharkFolders | undefined {
  const folders = new Map<string, string>();
  for (const line of output.split(/\r?\n/)) {
    const [, name = "", folder = ""] = /^([^:\t]+):\s+(.*?)\s*$/.exec(line) ?? [];
    if (folder !== "") folders.set(name, folder);
  }
  const configuration = folders.get("Personal configuration");
  const luaPlugins = folders.get("Personal Lua Plugins");
  if (configuration === undefined || luaPlugins === undefined) return undefined;
  return {
    configuration,
    luaPlugins,
    globalConfiguration: folders.get("Global configuration"),
    globalLuaPlugins: folders.get("Global Lua Plugins"),
  };
}
