import { chmodSync, copyFileSync, cpSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { type CommandResult, runCommand } from "./run-command.js";

/** nobody and nogroup: Wireshark 4.4 and later load no Lua for user 0 or group 0. */
const ORDINARY_USER = "65534";

/** A tshark that sees the generated plugin, and nothing of the user's own configuration. */
export interface TsharkRun {
  /** Runs tshark with the scripts and these arguments; a capture is named by what `place` returned. */
  readonly run: (args: readonly string[]) => Promise<CommandResult>;
  /** Copies a file to where the ordinary user can read it. */
  readonly place: (path: string) => string;
  readonly close: () => void;
}

export interface TsharkOptions {
  /** The generated Lua, or several scripts in the order in which they are loaded. */
  readonly luaPaths: readonly string[];
  /** Whether we are root, and so have to run tshark as somebody else. */
  readonly isRoot: boolean;
  readonly program?: string;
  /** A folder of profiles, each one a folder, for the configuration. */
  readonly profiles?: string;
}

/** Prepares a folder with an empty configuration; `close` removes it. */
export function openTshark(options: TsharkOptions): TsharkRun {
  const { luaPaths, isRoot, program = "tshark", profiles } = options;
  const folder = mkdtempSync(join(tmpdir(), "rstdiag-tshark-"));
  const home = join(folder, "home");
  mkdirSync(home);
  // Its own configuration is the only thing that tshark may write here.
  chmodSync(folder, 0o755);
  chmodSync(home, 0o777);
  if (profiles !== undefined) cpSync(profiles, join(home, "profiles"), { recursive: true });
  const place = (path: string): string => {
    const copy = join(folder, basename(path));
    copyFileSync(path, copy);
    chmodSync(copy, 0o644);
    return copy;
  };
  const scripts = luaPaths.flatMap((path) => ["-X", `lua_script:${place(path)}`]);
  const env = {
    HOME: home,
    WIRESHARK_CONFIG_DIR: home,
    XDG_CONFIG_HOME: home,
    XDG_DATA_HOME: home,
  };
  const ordinary = [
    "setpriv",
    `--reuid=${ORDINARY_USER}`,
    `--regid=${ORDINARY_USER}`,
    "--clear-groups",
  ];
  const prefix = isRoot ? ordinary : [];
  return {
    run: (args) => {
      const [first = program, ...rest] = [...prefix, program, ...scripts, ...args];
      return runCommand({ program: first, args: rest, env, cwd: folder, timeoutMs: 120_000 });
    },
    place,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The version of tshark, `4.0.17`; undefined where there is none. */
export async function findTsharkVersion(program = "tshark"): Promise<string | undefined> {
  const result = await runCommand({ program, args: ["--version"], timeoutMs: 60_000 });
  return result.kind === "exited" ? /\b\d+\.\d+\.\d+\b/.exec(result.stdout)?.[0] : undefined;
}
