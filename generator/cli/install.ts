import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import type { Command } from "commander";
import {
  type InstallStep,
  type Obstacle,
  planInstall,
  planUninstall,
  type UninstallStep,
} from "../install/install-plan.js";
import {
  carryOutInstall,
  carryOutUninstall,
  lookAtDisk,
  RECEIPT_NAME,
  readReceipt,
} from "../install/installation.js";
import { judgeSearch } from "../install/wireshark-findings.js";
import {
  documentedFolders,
  programForFile,
  programsInFolder,
  usualPrograms,
  type WiresharkFolders,
} from "../install/wireshark-places.js";
import {
  findWireshark,
  isAtLeast,
  NO_LUA_FOR_ROOT,
  type Wireshark,
} from "../install/wireshark-program.js";
import { type Context, coloursFor, EXIT, tell } from "./context.js";
import { describeFinding } from "./doctor.js";
import { OUT } from "./options.js";
import type { PlacedFile } from "./pack-files.js";
import { findPack, type ProjectOptions } from "./project.js";

/** The option that names another Wireshark than the usual one. */
export interface WiresharkOptions {
  readonly wireshark?: string;
}

/** The programs to try: those that the user's option can mean, or the usual ones. */
export function choosePrograms(
  context: Context,
  { wireshark }: WiresharkOptions,
): readonly string[] {
  if (wireshark === undefined) return usualPrograms(context);
  const path = resolve(context.cwd, wireshark);
  return statSync(path, { throwIfNoEntry: false })?.isDirectory()
    ? programsInFolder(context.platform, path)
    : [programForFile(context.platform, path)];
}

/** What the user asks of an installation. */
export interface InstallOptions extends WiresharkOptions, Pick<ProjectOptions, "out"> {
  readonly profile?: boolean;
  readonly dryRun?: boolean;
}

/** `rstdiag install`: copies the pack into the user's Wireshark, all of it or nothing. */
export async function install(context: Context, options: InstallOptions): Promise<number> {
  const choice = judgeSearch(await findWireshark(choosePrograms(context, options)));
  if (choice.kind === "unusable") {
    const { finding } = choice;
    const otherwise = finding.kind === "no-tshark" ? [byHand(context)] : [];
    return refuse(context, [describeFinding(finding), ...otherwise]);
  }
  const { wireshark, folders } = choice;
  const files = findFiles(context, options, folders);
  if (typeof files === "string") return refuse(context, [files]);
  const { luaPlugins } = folders;
  const before = readReceipt(luaPlugins);
  if (!before) return refuse(context, [describeDamage(luaPlugins)]);
  const plan = planInstall(files, before, lookAtDisk);
  if (plan.kind === "refused") return refuse(context, plan.obstacles.map(describeObstacle));
  printPlan(context, wireshark, plan.steps);
  if (options.dryRun === true) {
    context.stdout.write("nothing was written, since this is a dry run\n");
    return EXIT.ok;
  }
  carryOutInstall(plan.steps, { pluginFolder: luaPlugins, before, after: plan.receipt });
  printEnd(context, wireshark);
  return EXIT.ok;
}

/** What is to be installed and where, or why there is nothing. */
function findFiles(
  context: Context,
  options: InstallOptions,
  { luaPlugins, configuration }: WiresharkFolders,
): readonly PlacedFile[] | string {
  const source = join(findPack(context, options).dist, "wireshark");
  const plugin = join(source, "rstdiag.lua");
  if (!existsSync(plugin)) return `there is no ${plugin} to install; run: rstdiag generate`;
  const files = [{ path: join(luaPlugins, "rstdiag.lua"), content: readFileSync(plugin) }];
  if (options.profile !== true) return files;
  const profiles = placeTree(join(source, "profiles"), join(configuration, "profiles"));
  if (profiles.length > 0) return [...files, ...profiles];
  return `this pack has no profile in ${join(source, "profiles")}; run again without --profile`;
}

function placeTree(from: string, to: string): readonly PlacedFile[] {
  if (!existsSync(from)) return [];
  return readdirSync(from, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((path) => ({ path: join(to, relative(from, path)), content: readFileSync(path) }));
}

function refuse(context: Context, reasons: readonly string[]): number {
  tell(context, ...reasons, "nothing was written");
  return EXIT.badInput;
}

function byHand(context: Context): string {
  const folder = documentedFolders(context)?.luaPlugins ?? "Wireshark's personal Lua plugins";
  return `or copy dist/wireshark/rstdiag.lua to ${folder} yourself`;
}

/** Also said by uninstall. */
export function describeDamage(pluginFolder: string): string {
  return `${join(pluginFolder, RECEIPT_NAME)} is damaged, so nobody knows what install wrote; remove it and the files of rstdiag yourself`;
}

function describeObstacle({ kind, path }: Obstacle): string {
  const remedy = "move it away and run this again";
  switch (kind) {
    case "foreign":
      return `${path} is there already, and rstdiag install did not write it; ${remedy}`;
    case "changed":
      return `${path} was changed since rstdiag install wrote it; ${remedy}`;
    case "no-file":
      return `${path} is a link or a folder, and not ours; ${remedy}`;
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
    "done; start Wireshark again. To check: rstdiag doctor. To undo: rstdiag uninstall\n",
  );
  const isRoot = context.isRoot || context.isRootGroup;
  if (isRoot && isAtLeast(version, NO_LUA_FOR_ROOT)) {
    tell(context, "this is for root alone, for whom this Wireshark runs no Lua; do it as its user");
  }
}

/** What the user asks of a removal. */
export interface UninstallOptions extends WiresharkOptions {
  readonly dryRun?: boolean;
}

/** `rstdiag uninstall`: leaves the folders as they were, but for what the user has changed. */
export async function uninstall(context: Context, options: UninstallOptions): Promise<number> {
  const pluginFolder = await findPluginFolder(context, options);
  if (pluginFolder === undefined) {
    tell(context, "Wireshark's folders are not known; name a tshark with --wireshark PATH");
    return EXIT.badInput;
  }
  const receipt = readReceipt(pluginFolder);
  if (!receipt) {
    tell(context, describeDamage(pluginFolder), "nothing was removed");
    return EXIT.badInput;
  }
  if (receipt.files.length === 0) {
    context.stdout.write(`nothing to remove: install wrote nothing in ${pluginFolder}\n`);
    return EXIT.ok;
  }
  const steps = planUninstall(receipt, lookAtDisk);
  for (const step of steps) context.stdout.write(`${describeStep(context, step)}\n`);
  if (options.dryRun === true) {
    context.stdout.write("nothing was removed, since this is a dry run\n");
    return EXIT.ok;
  }
  const inUse = carryOutUninstall(steps, { pluginFolder, receipt });
  for (const folder of inUse) {
    context.stdout.write(`keep    ${folder} (there are files in it that install did not write)\n`);
  }
  context.stdout.write("done; start Wireshark again\n");
  return EXIT.ok;
}

/** The user may have removed Wireshark first: then its documentation says where it looked. */
async function findPluginFolder(
  context: Context,
  options: UninstallOptions,
): Promise<string | undefined> {
  const search = await findWireshark(choosePrograms(context, options));
  const found = search.kind === "found" ? search.wireshark : search;
  const asked = "folders" in found ? found.folders : undefined;
  return (asked ?? documentedFolders(context))?.luaPlugins;
}

function describeStep(context: Context, { kind, path }: UninstallStep): string {
  const { green, yellow } = coloursFor(context, context.stdout);
  switch (kind) {
    case "remove":
      return `${green("remove")}  ${path}`;
    case "gone":
      return `gone    ${path}`;
    case "keep":
      return `${yellow("keep")}    ${path} (changed since install wrote it: it is yours now)`;
    default:
      return kind satisfies never;
  }
}

const WIRESHARK = [
  "--wireshark <path>",
  "a tshark, or the folder that has it (default: the one on PATH, then the usual places)",
] as const;

/** The commands that put the pack into the user's Wireshark, take it out and look after it. */
export function addWiresharkCommands(
  program: Command,
  context: Context,
  run: (code: number) => void,
): void {
  program
    .command("install")
    .description("put the plugin into your Wireshark; overwrites only what it wrote itself")
    .option(...WIRESHARK)
    .option("--profile", "put the profile there, too")
    .option("--dry-run", "print what would be done, and write nothing")
    .option(...OUT)
    .action(async (options) => {
      run(await (await import("./install.js")).install(context, options));
    });
  program
    .command("uninstall")
    .description("remove what install wrote and nobody has changed since")
    .option(...WIRESHARK)
    .option("--dry-run", "print what would be done, and remove nothing")
    .action(async (options) => {
      run(await (await import("./install.js")).uninstall(context, options));
    });
  program
    .command("doctor")
    .description("find out why Wireshark shows no reasons; exit 0 healthy, 1 there is a problem")
    .option(...WIRESHARK)
    .option(...OUT)
    .action(async (options) => {
      run(await (await import("./doctor.js")).doctor(context, options));
    });
}
