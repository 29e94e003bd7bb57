import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import type { Command } from "commander";
import {
  carryOutInstall,
  describeDamage,
  type InstallStep,
  lookAtDisk,
  type Obstacle,
  planInstall,
  readReceipt,
} from "../install/installation.js";
import type { PlacedFile } from "../install/placed-files.js";
import {
  choosePrograms,
  documentedFolders,
  findWireshark,
  isAtLeast,
  NO_LUA_FOR_ROOT,
  type Wireshark,
  type WiresharkFolders,
} from "../install/wireshark-program.js";
import { type Context, coloursFor, EXIT, Refusal, type Session, tell } from "./context.js";
import { OUT, WIRESHARK } from "./options.js";
import { findPack, type ProjectOptions } from "./project.js";

export function define(command: Command, { context, run }: Session): void {
  command
    .option(...WIRESHARK)
    .option("--profile", "install the profile, too")
    .option("--dry-run", "print what would be done, and write nothing")
    .option(...OUT)
    .action((options) => run(install(context, options)));
}

interface InstallOptions extends Pick<ProjectOptions, "out"> {
  readonly wireshark?: string;
  readonly profile?: boolean;
  readonly dryRun?: boolean;
}

/** Copies the pack into the user's Wireshark, all of it or nothing. */
async function install(context: Context, options: InstallOptions): Promise<number> {
  const search = await findWireshark(choosePrograms(context, options));
  if (search.kind !== "usable") {
    const otherwise = search.kind === "missing" ? [byHand(context)] : [];
    throw nothingWritten(search.message, ...otherwise);
  }
  const { wireshark, folders } = search;
  const { luaPlugins } = folders;
  const files = findFiles(context, options, folders);
  const before = readReceipt(luaPlugins);
  if (!before) throw nothingWritten(describeDamage(luaPlugins));
  const plan = planInstall(files, before, lookAtDisk);
  if (plan.kind === "refused") throw nothingWritten(...plan.obstacles.map(describeObstacle));
  printPlan(context, wireshark, plan.steps);
  if (options.dryRun === true) {
    context.stdout.write("nothing was written, since this is a dry run\n");
    return EXIT.ok;
  }
  carryOutInstall(plan.steps, { pluginFolder: luaPlugins, before, after: plan.receipt });
  printEnd(context, wireshark);
  return EXIT.ok;
}

function nothingWritten(...reasons: readonly string[]): Refusal {
  return new Refusal([...reasons, "nothing was written"]);
}

/** What is to be installed and where. */
function findFiles(
  context: Context,
  options: InstallOptions,
  { luaPlugins, configuration }: WiresharkFolders,
): readonly PlacedFile[] {
  const source = join(findPack(context, options).dist, "wireshark");
  const plugin = join(source, "rstdiag.lua");
  if (!existsSync(plugin)) {
    throw nothingWritten(`there is no ${plugin} to install; run: rstdiag generate`);
  }
  const files = [{ path: join(luaPlugins, "rstdiag.lua"), content: readFileSync(plugin) }];
  if (options.profile !== true) return files;
  const from = join(source, "profiles");
  const profiles = placeTree(from, join(configuration, "profiles"));
  if (profiles.length > 0) return [...files, ...profiles];
  throw nothingWritten(`this pack has no profile in ${from}; run again without --profile`);
}

function placeTree(from: string, to: string): readonly PlacedFile[] {
  if (!existsSync(from)) return [];
  return readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: join(to, relative(from, path)), content: readFileSync(path) }));
}

function byHand(context: Context): string {
  const folder = documentedFolders(context)?.luaPlugins ?? "Wireshark's personal Lua plugins";
  return `or copy dist/wireshark/rstdiag.lua to ${folder} yourself`;
}

function describeObstacle({ kind, path }: Obstacle): string {
  const remedy = "move it away and run this again";
  switch (kind) {
    case "foreign":
      return `${path} already exists, and rstdiag install did not write it; ${remedy}`;
    case "changed":
      return `${path} was changed since rstdiag install wrote it; ${remedy}`;
    case "no-file":
      return `${path} is a link or a folder that rstdiag install did not write; ${remedy}`;
    default:
      return kind satisfies never;
  }
}

const STEP_NAMES: Readonly<Record<InstallStep["kind"], string>> = {
  write: "write",
  replace: "replace",
  same: "unchanged",
  "already-there": "unchanged",
};

function printPlan(context: Context, wireshark: Wireshark, steps: readonly InstallStep[]): void {
  const { green, yellow } = coloursFor(context, context.stdout);
  context.stdout.write(`for tshark ${wireshark.version} (${wireshark.program})\n`);
  for (const { kind, file } of steps) {
    const colour = kind === "write" ? green : kind === "replace" ? yellow : (text: string) => text;
    const note = kind === "already-there" ? " (not written by install, which leaves it alone)" : "";
    context.stdout.write(`${colour(STEP_NAMES[kind].padEnd(9))}  ${file.path}${note}\n`);
  }
}

function printEnd(context: Context, { version }: Wireshark): void {
  context.stdout.write(
    "done; restart Wireshark. To check: rstdiag doctor. To undo: rstdiag uninstall\n",
  );
  const isRoot = context.isRoot || context.isRootGroup;
  if (isRoot && isAtLeast(version, NO_LUA_FOR_ROOT)) {
    tell(
      context,
      "this installs for root only, and this Wireshark runs no Lua for root; run it as the user of Wireshark",
    );
  }
}
