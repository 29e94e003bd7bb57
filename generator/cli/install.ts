import { join } from "node:path";
import type { Command } from "commander";
import {
  carryOutInstall,
  describeDamage,
  type InstallStep,
  type Obstacle,
  planInstall,
  readReceipt,
} from "../install/installation.js";
import { refuseLinks } from "../install/links.js";
import type { PackFile } from "../install/manifest.js";
import { buildTrigger, NATIVE_SOURCE, triggerPath } from "../install/native-trigger.js";
import type { PlacedFile } from "../install/whole-files.js";
import {
  documentedFolders,
  isAtLeast,
  NO_LUA_FOR_ROOT,
  type Wireshark,
  type WiresharkFolders,
} from "../install/wireshark-program.js";
import { showUnprintable } from "../model/text.js";
import { type Context, Refusal, type Session, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { WIRESHARK } from "./options.js";
import {
  addPack,
  findOwnWireshark,
  type PackOption,
  PLUGIN,
  PROFILES,
  readNamedPack,
} from "./pack.js";
import { coloursFor } from "./terminal.js";

export function define(command: Command, { context, run }: Session): void {
  addPack(
    command
      .option(...WIRESHARK)
      .option("--profile", "install the profile, too")
      .option("--native", "also build and install the native trigger, which saves time")
      .option("--dry-run", "print what would be done, and write nothing"),
  ).action((options) => run(install(context, options)));
}

interface InstallOptions extends PackOption {
  readonly wireshark?: string;
  readonly profile?: boolean;
  readonly native?: boolean;
  readonly dryRun?: boolean;
}

/** Copies the pack into the user's Wireshark, all of it or nothing. */
async function install(context: Context, options: InstallOptions): Promise<number> {
  const search = await findOwnWireshark(context, options);
  if (search.kind !== "usable") {
    const otherwise = search.kind === "missing" ? [byHand(context)] : [];
    throw nothingWritten(search.message, ...otherwise);
  }
  const { wireshark, folders } = search;
  const { luaPlugins } = folders;
  const files = await findFiles(context, options, wireshark, folders);
  const before = readReceipt(luaPlugins);
  if (!before) throw nothingWritten(describeDamage(luaPlugins));
  const plan = planInstall(files, before);
  if (plan.kind === "refused")
    throw nothingWritten(
      ...plan.obstacles.map(
        ({ kind, path }) => `${path} ${OBSTACLES[kind]}; move it away and run this again`,
      ),
    );
  refuseLinks(files);
  printPlan(context, wireshark, plan.steps);
  if (options.dryRun === true) {
    context.stdout.write("nothing was written, since this is a dry run\n");
    return EXIT.ok;
  }
  const books = { pluginFolder: luaPlugins, receipt: plan.receipt };
  await carryOutInstall(plan.steps, books, context);
  printEnd(context, wireshark);
  return EXIT.ok;
}

function nothingWritten(...reasons: readonly string[]): Refusal {
  return new Refusal([...reasons, "nothing was written"]);
}

async function findFiles(
  context: Context,
  options: InstallOptions,
  { version }: Wireshark,
  folders: WiresharkFolders,
): Promise<readonly PlacedFile[]> {
  const { luaPlugins, configuration } = folders;
  const places = [
    PLUGIN,
    ...(options.profile === true ? [PROFILES] : []),
    ...(options.native === true ? [NATIVE_SOURCE] : []),
  ];
  const reading = readNamedPack(context, options, { places, purpose: "install" });
  if (reading.kind === "refused") throw nothingWritten(...reading.reasons);
  const isSource = ({ name }: PackFile) => name.startsWith(`${NATIVE_SOURCE}/`);
  const copied = reading.files.filter((file) => !isSource(file));
  if (options.profile === true && copied.every(({ name }) => name === PLUGIN)) {
    throw nothingWritten(`this pack has no profile in ${PROFILES}; run again without --profile`);
  }
  const files = copied.map(({ name, content }) => {
    const folder = name === PLUGIN ? luaPlugins : configuration;
    return { folder, path: join(folder, name.replace(/^wireshark./, "")), content };
  });
  if (options.native !== true) return files;
  return [...files, await buildNative(reading.files.filter(isSource), version, folders)];
}

async function buildNative(
  source: readonly PackFile[],
  version: string,
  folders: WiresharkFolders,
): Promise<PlacedFile> {
  const { nativePlugins: folder } = folders;
  const path = triggerPath(folders);
  if (folder === undefined || path === undefined) {
    throw nothingWritten("this Wireshark names no folder for plugins in C; leave out --native");
  }
  if (source.length === 0) {
    throw nothingWritten(`this pack has nothing in ${NATIVE_SOURCE}; leave out --native`);
  }
  const build = await buildTrigger(source, version);
  if (build.kind === "not-built") throw nothingWritten(`${build.message}, or leave out --native`);
  return { folder, path, content: build.plugin };
}

function byHand(context: Context): string {
  const folder = documentedFolders(context)?.luaPlugins ?? "Wireshark's personal Lua plugins";
  return `or copy dist/wireshark/rstdiag.lua to ${folder} yourself`;
}

const OBSTACLES: Readonly<Record<Obstacle["kind"], string>> = {
  foreign: "already exists, and rstdiag install did not write it",
  changed: "was changed since rstdiag install wrote it",
  unreadable: "cannot be read, so that nobody knows whether rstdiag install wrote it",
  "no-file": "is a link or a folder that rstdiag install did not write",
};

function printPlan(context: Context, wireshark: Wireshark, steps: readonly InstallStep[]): void {
  const { green, yellow } = coloursFor(context, context.stdout);
  context.stdout.write(`for tshark ${wireshark.version} (${wireshark.program})\n`);
  const names = { write: green("write    "), replace: yellow("replace  ") };
  for (const { kind, file } of steps) {
    const name = kind === "write" || kind === "replace" ? names[kind] : "unchanged";
    const note = kind === "already-there" ? " (not written by install, which leaves it alone)" : "";
    context.stdout.write(`${name}  ${showUnprintable(file.path)}${note}\n`);
  }
}

function printEnd(context: Context, { version }: Wireshark): void {
  context.stdout.write(
    "done; restart Wireshark. To check: rstdiag doctor. To undo: rstdiag uninstall\n",
  );
  if ((context.isRoot || context.isRootGroup) && isAtLeast(version, NO_LUA_FOR_ROOT)) {
    const remedy = "run it as the user of Wireshark";
    tell(
      context,
      `this installs for root only, and this Wireshark runs no Lua for root; ${remedy}`,
    );
  }
}
