import { documentedFolders } from "../verify/wireshark-places.js";
import { findWireshark } from "../verify/wireshark-program.js";
import { lookAtDisk } from "../write/found-file.js";
import { carryOutUninstall, readReceipt } from "../write/installation.js";
import { planUninstall, type UninstallStep } from "../write/uninstall-plan.js";
import { type Context, coloursFor, EXIT, tell } from "./context.js";
import { describeDamage } from "./install.js";
import { choosePrograms, type WiresharkOptions } from "./wireshark-choice.js";

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
