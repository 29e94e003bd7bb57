import { copyFileSync, cpSync, mkdirSync, rmSync } from "node:fs";
import { basename, join } from "node:path";
import {
  AS_ORDINARY_USER,
  giveToOrdinaryUser,
  makePrivateFolder,
  showToOrdinaryUser,
} from "./private-folder.js";
import { type Command, type CommandResult, runCommand } from "./run-command.js";

/** A tshark that sees the generated plugin, and nothing of the user's own configuration. */
export interface TsharkRun {
  /** Runs tshark with the scripts and these arguments; a capture is named by what `place` returned. */
  readonly run: (args: readonly string[]) => Promise<CommandResult>;
  /** What `run` runs, for those who want to run it otherwise. */
  readonly commandFor: (args: readonly string[]) => Command;
  /** Copies a file to where the ordinary user can read it. */
  readonly place: (path: string) => string;
  readonly close: () => void;
}

export interface TsharkOptions {
  /** The generated Lua, or several scripts in the order in which they are loaded. */
  readonly luaPaths: readonly string[];
  /** Whether we are root, for whom Wireshark 4.4 and later load no Lua. */
  readonly isRoot: boolean;
  /** A folder of profiles, each one a folder, for the configuration. */
  readonly profiles?: string;
  /** A plugin in C, and the minor version of Wireshark that it was built for: `4.0`. */
  readonly nativePlugin?: NativePlugin;
  /** Folder of another system, whose tshark it is to be; only root can enter it. */
  readonly root?: string;
}

interface NativePlugin {
  readonly path: string;
  readonly version: string;
  /** Further ones, which Wireshark loads in any order. */
  readonly others?: readonly string[];
}

/** Prepares a folder with an empty configuration; `close` removes it. */
export function openTshark(options: TsharkOptions): TsharkRun {
  const { luaPaths, isRoot, root = "", profiles } = options;
  const folder = makePrivateFolder("tshark", root === "" ? undefined : join(root, "tmp"));
  const seen = (path: string) => path.slice(root.length);
  // Its own configuration is the only thing that tshark may write here, and it loads plugins of it.
  const home = join(folder, "home");
  mkdirSync(home, { mode: 0o700 });
  if (profiles !== undefined) cpSync(profiles, join(home, "profiles"), { recursive: true });
  if (options.nativePlugin !== undefined) {
    const { path, version, others = [] } = options.nativePlugin;
    const plugins = join(home, ".local/lib/wireshark/plugins", version, "epan");
    mkdirSync(plugins, { recursive: true });
    for (const one of [path, ...others]) copyFileSync(one, join(plugins, basename(one)));
  }
  if (isRoot) {
    giveToOrdinaryUser(home);
    showToOrdinaryUser(folder);
  }
  const place = (path: string): string => {
    const copy = join(folder, basename(path));
    copyFileSync(path, copy);
    if (isRoot) showToOrdinaryUser(copy);
    return seen(copy);
  };
  const scripts = luaPaths.flatMap((path) => ["-X", `lua_script:${place(path)}`]);
  const configuration = seen(home);
  const env = {
    ...NO_CONFIGURATION,
    HOME: configuration,
    WIRESHARK_CONFIG_DIR: configuration,
    XDG_CONFIG_HOME: configuration,
    XDG_DATA_HOME: configuration,
  };
  const prefix = [...enter(root), ...(isRoot ? AS_ORDINARY_USER : [])];
  const commandFor = (args: readonly string[]): Command => {
    // tshark wants `-G` ahead of everything else.
    const [program = "", ...rest] = [...prefix, "tshark", ...args, ...scripts];
    return { program, args: rest, env, cwd: folder, timeoutMs: 120_000 };
  };
  return {
    run: (args) => runCommand(commandFor(args)),
    commandFor,
    place,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

function enter(root: string): readonly string[] {
  return root === "" ? [] : ["chroot", root];
}

/** For a tshark that is to run no script of anybody's. */
export const NO_CONFIGURATION = {
  HOME: "/nonexistent",
  WIRESHARK_CONFIG_DIR: undefined,
  WIRESHARK_DATA_DIR: undefined,
  WIRESHARK_PLUGIN_DIR: undefined,
  XDG_CONFIG_HOME: undefined,
  XDG_DATA_HOME: undefined,
};

/** What a tshark says of itself: `4.0.17`, and `5.2.4`, or nothing where it was built without Lua. */
export interface TsharkVersion {
  readonly tshark: string;
  readonly lua: string;
}

/** The version of tshark; undefined where there is none. `root` as in `TsharkOptions`. */
export async function findTsharkVersion(root = ""): Promise<TsharkVersion | undefined> {
  const [program = "", ...args] = [...enter(root), "tshark", "--version"];
  const result = await runCommand({ program, args, env: NO_CONFIGURATION, timeoutMs: 60_000 });
  if (result.kind !== "exited") return undefined;
  const tshark = /\b\d+\.\d+\.\d+\b/.exec(result.stdout)?.[0];
  const lua = /\bLua\s+(\d+\.\d+\.\d+)/.exec(result.stdout)?.[1] ?? "";
  return tshark === undefined ? undefined : { tshark, lua };
}
