import { mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { formatManifest, MANIFEST } from "../../generator/install/manifest.js";
import { AS_ORDINARY_USER, showToOrdinaryUser } from "../../generator/verify/private-folder.js";
import { type CliResult, makeFolder, ROOT, readTree, runCli } from "./cli.js";
import { IS_ROOT } from "./tools.js";

/** A user who has nothing yet, and the real tshark or a stand-in. */
export interface WiresharkUser {
  readonly home: string;
  /** Where tshark 4.0 to 4.6 looks for scripts on Linux. */
  readonly plugins: string;
  readonly configuration: string;
  /** Runs rstdiag, with more in the environment; with a PATH of its own it has to find tshark. */
  readonly run: (
    args: readonly string[],
    env?: Readonly<Record<string, string | undefined>>,
    cwd?: string,
  ) => CliResult;
  /** All files in the home, and all folders. */
  readonly look: () => { readonly names: readonly string[]; readonly files: unknown };
  /** Writes an executable script of sh, and gives its path. */
  readonly script: (text: string) => string;
}

/**
 * Runs tshark as an ordinary user: for root, 4.4 and later load no Lua. A capture is copied to
 * where that user may read it.
 */
const AS_NOBODY = `#!/bin/sh
here=$(dirname "$0")
for argument do
  shift
  case $argument in
    *.pcapng) cp "$argument" "$here/" && argument=$here/\${argument##*/} ;;
  esac
  set -- "$@" "$argument"
done
exec ${AS_ORDINARY_USER.join(" ")} tshark "$@"
`;

/** `program` is a script of sh that is this user's tshark; without one it is the real one. */
export function makeUser(program = IS_ROOT ? AS_NOBODY : undefined): WiresharkUser {
  const root = makeFolder();
  if (IS_ROOT) showToOrdinaryUser(root);
  const home = join(root, "home");
  const programs = join(root, "programs");
  for (const folder of [home, programs]) mkdirSync(folder);
  let count = 0;
  const script = (text: string): string => {
    count += 1;
    const path = join(programs, `tshark-${count}`);
    writeFileSync(path, text, { mode: 0o755 });
    return path;
  };
  const ordinary = program === undefined ? [] : ["--wireshark", script(program)];
  const isolated = { HOME: home, XDG_CONFIG_HOME: undefined, WIRESHARK_CONFIG_DIR: undefined };
  return {
    home,
    plugins: join(home, ".local/lib/wireshark/plugins"),
    configuration: join(home, ".config/wireshark"),
    run: (args, env = {}, cwd = ROOT) =>
      runCli([...args, ...(args.includes("--wireshark") || "PATH" in env ? [] : ordinary)], {
        cwd,
        env: { ...isolated, ...env },
      }),
    look: () => ({
      names: readdirSync(home, { recursive: true, encoding: "utf8" }).sort(),
      files: readTree(home),
    }),
    script,
  };
}

/** A stand-in that says of itself what a tshark of this version does, and knows no plugin. */
export function standIn(version: string, { builtWith = "with Lua 5.4.7", more = "" } = {}): string {
  return `#!/bin/sh
${more}
case $* in
  --version) printf 'TShark (Wireshark) ${version}.\\n\\nCompiled with GLib 2.74.6, ${builtWith}.\\n' ;;
  "-G folders")
    printf 'Personal configuration:\\t%s\\n' "$HOME/.config/wireshark"
    printf 'Personal Lua Plugins:\\t%s\\n' "$HOME/.local/lib/wireshark/plugins" ;;
  "-r "*" -Y "*) echo 'tshark: "rstdiag" is not a valid protocol or protocol field.' >&2; exit 4 ;;
  "-r "*) printf '1\\n2\\n3\\n' ;;
esac
`;
}

/** A pack with a list of the files that it has, as `generate` writes one. */
export function listed(pack: string): string {
  rmSync(join(pack, MANIFEST), { force: true });
  const files = Object.entries(readTree(pack)).map(([path, octets]) => ({
    name: path.slice(1),
    content: Buffer.from(octets, "hex"),
  }));
  writeFileSync(join(pack, MANIFEST), formatManifest(files));
  return pack;
}
