import type { Command } from "commander";
import {
  carryOutUninstall,
  describeDamage,
  planUninstall,
  readReceipt,
  type UninstallStep,
} from "../install/installation.js";
import { documentedFolders } from "../install/wireshark-program.js";
import { showUnprintable } from "../model/text.js";
import { type Context, Refusal, type Session } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { WIRESHARK } from "./options.js";
import { findOwnWireshark } from "./pack.js";
import { coloursFor } from "./terminal.js";

export function define(command: Command, { context, run }: Session): void {
  command
    .option(...WIRESHARK)
    .option("--dry-run", "print what would be done, and remove nothing")
    .action((options) => run(uninstall(context, options)));
}

interface UninstallOptions {
  readonly wireshark?: string;
  readonly dryRun?: boolean;
}

/** Leaves the folders as they were before install, but for what the user has changed. */
async function uninstall(context: Context, options: UninstallOptions): Promise<number> {
  const { folders } = await findOwnWireshark(context, options);
  // The user may have removed Wireshark first: then its documentation says where it looked.
  const pluginFolder = (folders ?? documentedFolders(context))?.luaPlugins;
  if (pluginFolder === undefined) {
    throw new Refusal("Wireshark's folders are not known; name a tshark with --wireshark PATH");
  }
  const receipt = readReceipt(pluginFolder);
  if (!receipt) throw new Refusal([describeDamage(pluginFolder), "nothing was removed"]);
  if (receipt.files.length === 0) {
    context.stdout.write(
      `nothing to remove: install wrote nothing in ${showUnprintable(pluginFolder)}\n`,
    );
    return EXIT.ok;
  }
  const steps = planUninstall(receipt);
  for (const step of steps) context.stdout.write(`${describeStep(context, step)}\n`);
  if (options.dryRun === true) {
    context.stdout.write("nothing was removed, since this is a dry run\n");
    return EXIT.ok;
  }
  const inUse = carryOutUninstall(steps, { pluginFolder, receipt }, context);
  for (const folder of inUse) {
    context.stdout.write(
      `keep    ${showUnprintable(folder)} (it has files that install did not write)\n`,
    );
  }
  context.stdout.write("done; restart Wireshark\n");
  return EXIT.ok;
}

function describeStep(context: Context, { kind, path: found }: UninstallStep): string {
  const path = showUnprintable(found);
  const { green, yellow } = coloursFor(context, context.stdout);
  if (kind === "remove") return `${green("remove")}  ${path}`;
  if (kind === "gone") return `gone    ${path}`;
  return `${yellow("keep")}    ${path} (changed since install wrote it, or not readable)`;
}
