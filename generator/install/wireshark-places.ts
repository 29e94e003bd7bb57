import { posix, win32 } from "node:path";

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

/** The system and its environment, on which the usual places depend. */
export interface Surroundings {
  /** As Node names it: `linux`, `darwin`, `win32`. */
  readonly platform: string;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Where Wireshark keeps what belongs to one user. */
export interface PersonalFolders {
  readonly configuration: string;
  readonly luaPlugins: string;
}

/** Programs to try where the user names none, in this order; the first is looked for on PATH. */
export function usualPrograms({ platform, env }: Surroundings): readonly string[] {
  if (platform === "win32") {
    const programs = env["ProgramFiles"] || "C:\\Program Files";
    return ["tshark", win32.join(programs, "Wireshark", "tshark.exe")];
  }
  if (platform === "darwin") {
    return ["tshark", "/Applications/Wireshark.app/Contents/MacOS/tshark"];
  }
  return ["tshark"];
}

/** Programs that a folder may hold: a folder of programs, or an application of macOS. */
export function programsInFolder(platform: string, folder: string): readonly string[] {
  if (platform === "win32") return [win32.join(folder, "tshark.exe")];
  return [posix.join(folder, "tshark"), posix.join(folder, "Contents", "MacOS", "tshark")];
}

/** Wireshark's own program is asked through the tshark beside it, which opens no window. */
export function programForFile(platform: string, file: string): string {
  const path = platform === "win32" ? win32 : posix;
  const { base, dir, ext } = path.parse(file);
  return /^wireshark(\.exe)?$/i.test(base) ? path.join(dir, `tshark${ext}`) : file;
}

/**
 * The folders by Wireshark's documentation (User's Guide, "Files and Folders"), for when no
 * tshark is there to ask. Undefined where the environment does not say who the user is.
 */
export function documentedFolders({ platform, env }: Surroundings): PersonalFolders | undefined {
  const moved = env["WIRESHARK_CONFIG_DIR"];
  if (platform === "win32") {
    const roaming = env["APPDATA"];
    const configuration = moved || (roaming ? win32.join(roaming, "Wireshark") : undefined);
    if (!configuration) return undefined;
    return { configuration, luaPlugins: win32.join(configuration, "plugins") };
  }
  const home = env["HOME"];
  if (!home) return undefined;
  const configurations = env["XDG_CONFIG_HOME"] || posix.join(home, ".config");
  return {
    configuration: moved || posix.join(configurations, "wireshark"),
    luaPlugins: posix.join(home, ".local/lib/wireshark/plugins"),
  };
}
