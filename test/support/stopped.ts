import { spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { basename, join } from "node:path";
import { CLI, makeFolder, ROOT, readTree, runCli } from "./cli.js";
import { ownModel } from "./models.js";
import { standIn as sourceStandIn } from "./stand-in.js";
import { listed, standIn as tsharkStandIn } from "./wireshark-user.js";

/** A command that writes, in a folder where older files are. */
export interface WritingCommand {
  readonly name: string;
  /** Puts what was before into the folder. */
  readonly prepare: (folder: string) => void;
  /** To be run in that folder. */
  readonly args: (folder: string) => readonly string[];
}

const CAPTURE = join(ROOT, "samples/laboratory/idle-timeout.client.pcap");
const OLD = "old, and longer than nothing\n";

/** Some files are older, and some are not there yet. */
function makeOlderPack(pack: string): string {
  mkdirSync(pack);
  cpSync(join(ROOT, "dist"), pack, { recursive: true });
  for (const name of ["wireshark/rstdiag.lua", "filters/cfilters"]) {
    writeFileSync(join(pack, name), OLD);
  }
  rmSync(join(pack, "tcpdump"), { recursive: true });
  return listed(pack);
}

function script(folder: string): string {
  const path = join(folder, "tshark");
  writeFileSync(path, tsharkStandIn("4.6.9"), { mode: 0o755 });
  return path;
}

export const WRITING_COMMANDS: readonly WritingCommand[] = [
  {
    name: "generate",
    prepare: (folder) => void makeOlderPack(join(folder, "pack")),
    args: () => ["generate", "--out", "pack"],
  },
  {
    name: "report",
    prepare: (folder) => writeFileSync(join(folder, "page.html"), OLD),
    args: () => ["report", CAPTURE, "--html", "page.html", "--force"],
  },
  {
    name: "explain --annotate",
    prepare: (folder) => writeFileSync(join(folder, "copy.pcapng"), OLD),
    args: () => ["explain", CAPTURE, "--annotate", "copy.pcapng", "--force"],
  },
  {
    name: "explain --parquet",
    prepare: (folder) => {
      mkdirSync(join(folder, "tables"));
      writeFileSync(join(folder, "tables/records.parquet"), OLD);
    },
    args: () => ["explain", CAPTURE, "--parquet", "tables", "--force"],
  },
  {
    name: "registry import",
    prepare: (folder) => {
      cpSync(join(ROOT, "registry"), join(folder, "registry"), { recursive: true });
      writeFileSync(join(folder, "table.tsv"), "Value\tDescription\tReference\n1\tA\tRFC 1\n");
    },
    args: () => [
      ..."registry import table.tsv --registry registry --title T --force".split(" "),
      ..."--id tcp-failure-causes --revision draft-03".split(" "),
    ],
  },
  {
    name: "patch",
    prepare: (folder) => {
      mkdirSync(join(folder, "tree/tests"), { recursive: true });
      writeFileSync(join(folder, "tree/print-tcp.c"), sourceStandIn("5.0", ownModel()));
      writeFileSync(join(folder, "tree/tests/TESTLIST"), "# tests\n");
    },
    args: () => ["patch", "--tree", "tree"],
  },
  {
    name: "install",
    prepare: (folder) => {
      const home = join(folder, "home/.local/lib/wireshark/plugins");
      mkdirSync(home, { recursive: true });
      const args = ["install", "--wireshark", script(folder), "--out"];
      const pack = makeOlderPack(join(folder, "pack"));
      const { status, stderr } = runCli([...args, pack], { env: environmentOf(folder) });
      if (status !== 0) throw new Error(stderr);
    },
    args: (folder) => [
      "install",
      "--profile",
      "--wireshark",
      join(folder, "tshark"),
      "--out",
      join(ROOT, "dist"),
    ],
  },
];

export function environmentOf(folder: string): Readonly<Record<string, string | undefined>> {
  const isolated = { XDG_CONFIG_HOME: undefined, WIRESHARK_CONFIG_DIR: undefined };
  return { ...isolated, HOME: join(folder, "home") };
}

const HOOK = join(ROOT, "test/fixtures/stop-while-writing.mjs");

export interface Stop {
  readonly signal: NodeJS.Signals;
  /** At which touch of the disk. */
  readonly at?: number | undefined;
  /** Or after so many milliseconds. */
  readonly afterMs?: number | undefined;
}

export interface Stopped {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  /** How often it touched the disk; none where it was killed. */
  readonly touches: number;
}

/** Runs a command that is stopped; gives how it ended. */
export async function runStopped(
  { args }: WritingCommand,
  folder: string,
  { signal, at = Number.POSITIVE_INFINITY, afterMs }: Stop,
): Promise<Stopped> {
  const counted = join(makeFolder(), "count");
  const stop = { STOP_AT: String(at), STOP_BY: signal, STOP_COUNT: counted };
  const env = { ...process.env, ...environmentOf(folder), ...stop };
  const command = ["--import", HOOK, CLI, ...args(folder)];
  const child = spawn(process.execPath, command, { cwd: folder, env, stdio: "ignore" });
  const timer = afterMs === undefined ? undefined : setTimeout(() => child.kill(signal), afterMs);
  const [code, by] = await once(child, "exit");
  clearTimeout(timer);
  const touches = existsSync(counted) ? Number(readFileSync(counted, "utf8")) : 0;
  return { code, signal: by, touches };
}

/** All that is in a folder: each file with its content, each other entry by its name. */
export function lookAt(folder: string): Readonly<Record<string, string>> {
  const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  return { ...Object.fromEntries(names.map((name) => [name, ""])), ...readTree(folder) };
}

/** The same without what only a killed process leaves. */
export function withoutUnfinished(
  found: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  const isOurs = (name: string) =>
    name.split("/").some((part) => basename(part).startsWith(".rstdiag-new."));
  return Object.fromEntries(Object.entries(found).filter(([name]) => !isOurs(name)));
}
