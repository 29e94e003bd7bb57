import { readFileSync, statSync } from "node:fs";
import { join, posix, resolve, win32 } from "node:path";
import { type CommandResult, describeEnd, runCommand } from "../verify/run-command.js";

/** A tshark that can be asked. */
export interface Wireshark {
  readonly program: string;
  /** As it says itself, `4.0.17` or `4.7.0rc0`. */
  readonly version: string;
  readonly hasLua: boolean;
  /** Undefined where it names none for Lua. */
  readonly folders: WiresharkFolders | undefined;
}

/** A tshark that can do what is asked of it, or why there is none, for people. */
export type WiresharkSearch =
  | { readonly kind: "usable"; readonly wireshark: Wireshark; readonly folders: WiresharkFolders }
  | {
      readonly kind: "missing" | "unusable";
      readonly message: string;
      readonly folders: WiresharkFolders | undefined;
    };

/** How long tshark may take to start, with all of its plugins. */
const START_MS = 60_000;

/** Asks each program in turn who it is; the first that is a tshark is the one. */
export async function findWireshark(programs: readonly string[]): Promise<WiresharkSearch> {
  const tried: string[] = [];
  for (const program of programs) {
    const answer = await askWireshark(program, ["--version"]);
    const said = answer.kind === "exited" ? parseVersion(answer.stdout) : undefined;
    if (said) return judgeWireshark({ program, ...said, folders: await askFolders(program) });
    // Without Lua, 4.0 cannot print its version, but knows its folders.
    if (answer.kind === "killed") return judgeCrash(describeEnd(answer), await askFolders(program));
    tried.push(answer.kind === "exited" ? `${program} is not tshark` : describeEnd(answer));
  }
  const message = `no tshark was found: ${tried.join(", ")}; install Wireshark with its command-line tools, or name it with --wireshark PATH`;
  return { kind: "missing", message, folders: undefined };
}

export function judgeWireshark(wireshark: Wireshark): WiresharkSearch {
  const { version, hasLua, folders } = wireshark;
  const unusable = (message: string) => ({ kind: "unusable" as const, message, folders });
  if (!isAtLeast(version, OLDEST)) {
    return unusable(
      `tshark ${version} is too old: the plugin needs Lua functions that came with ${OLDEST_NAME}; install Wireshark ${OLDEST_NAME} or later, or name another with --wireshark PATH`,
    );
  }
  if (!hasLua) {
    return unusable(
      'this Wireshark has no Lua: it was built without it and runs no scripts; install one whose tshark --version says "with Lua" or "+Lua"',
    );
  }
  if (folders) return { kind: "usable", wireshark, folders };
  return unusable(
    "Wireshark has no personal folders: tshark -G folders names none, as happens when WIRESHARK_CONFIG_DIR is set but empty; set it to a folder, or unset it",
  );
}

export function judgeCrash(end: string, folders: WiresharkFolders | undefined): WiresharkSearch {
  const path = folders && findLuaSwitch(folders);
  const crash = `tshark crashes: ${end}; repair that Wireshark, or name another with --wireshark PATH`;
  return { kind: "unusable", message: path ? luaIsOff(path) : crash, folders };
}

/** The file that switches Lua off, where there is one: up to 4.2 the global one can, then any. */
export function findLuaSwitch(folders: WiresharkFolders): string | undefined {
  const { globalConfiguration, globalLuaPlugins, luaPlugins, configuration } = folders;
  return [globalConfiguration, globalLuaPlugins, luaPlugins, configuration]
    .flatMap((folder) => (folder === undefined ? [] : join(folder, "init.lua")))
    .find((path) => hasLine(path, LUA_OFF));
}

const LUA_OFF = /^\s*(?:enable_lua\s*=\s*false|disable_lua\s*=\s*true)\b/m;

/** Whether a text file can be read and has such a line. */
export function hasLine(path: string, pattern: RegExp): boolean {
  try {
    return pattern.test(readFileSync(path, "utf8"));
  } catch {
    return false;
  }
}

export function luaIsOff(path: string): string {
  return `Lua is switched off: ${path} says so (enable_lua or disable_lua); remove that line`;
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
const OLDEST = [4, 0] as const;
export const OLDEST_NAME = OLDEST.join(".");

/** From this one on, the Lua of users 0 and groups 0 is silently not run. */
export const NO_LUA_FOR_ROOT = [4, 4] as const;

/** The folders that one Wireshark reads, as it says itself. */
export interface WiresharkFolders extends PersonalFolders {
  readonly globalConfiguration: string | undefined;
  readonly globalLuaPlugins: string | undefined;
  /** For plugins in C, of this minor version alone; undefined where it names none. */
  readonly nativePlugins?: string;
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
  const nativePlugins = folders.get("Personal Plugins");
  return {
    configuration,
    luaPlugins,
    globalConfiguration: folders.get("Global configuration"),
    globalLuaPlugins: folders.get("Global Lua Plugins"),
    ...(nativePlugins !== undefined && { nativePlugins }),
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

/** The programs to try: those that the user's option can mean, or the usual ones. */
export function choosePrograms(
  surroundings: Surroundings & { readonly cwd: string },
  { wireshark }: { readonly wireshark?: string },
): readonly string[] {
  if (wireshark === undefined) return usualPrograms(surroundings);
  const path = resolve(surroundings.cwd, wireshark);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? programsInFolder(surroundings.platform, path)
    : [programForFile(surroundings.platform, path)];
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
