import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { type Command, Option } from "commander";
import { type PackReading, readPack } from "../install/manifest.js";
import { type Context, IS_INSTALLED, OWN_PACK, tell } from "./context.js";
import { nameOf } from "./options.js";
import { describeOtherPack } from "./other-folders.js";

/** The pack that is named, if it is not rstdiag's own. */
export interface PackOption {
  readonly pack?: string;
  /** Its older name. */
  readonly out?: string;
}

export function addPack(command: Command): Command {
  const description = "folder of the pack, made by generate --out (default: rstdiag's own)";
  return command
    .option("--pack <dir>", description, nameOf("folder"))
    .addOption(new Option("--out <dir>").argParser(nameOf("folder")).hideHelp().conflicts("pack"));
}

/** Where a pack has the plugin, and the profiles. */
export const PLUGIN = "wireshark/rstdiag.lua";
export const PROFILES = "wireshark/profiles";

/** Reads files of the pack for a purpose; each reason why it does not says what to do. */
export function readNamedPack(
  context: Context,
  { pack: named, out }: PackOption,
  { places, purpose }: { readonly places: readonly string[]; readonly purpose: string },
): PackReading {
  const pack = findPack(context, named ?? out);
  const plugin = join(pack, PLUGIN);
  if (!existsSync(plugin)) {
    const reason = `there is no ${plugin} to ${purpose}; run: rstdiag generate`;
    return { kind: "refused", reasons: [reason] };
  }
  const reading = readPack(pack, places);
  if (reading.kind === "read") return reading;
  const remedy =
    pack !== OWN_PACK
      ? "make this pack anew with rstdiag generate, or get it again"
      : IS_INSTALLED
        ? "install rstdiag again"
        : "run: rstdiag generate";
  return { kind: "refused", reasons: reading.reasons.map((reason) => `${reason}; ${remedy}`) };
}

/** What lies in the user's folder is installed only if it is named. */
function findPack(context: Context, named: string | undefined): string {
  const { cwd } = context;
  if (named !== undefined) return resolve(cwd, named);
  tell(context, ...describeOtherPack(cwd, OWN_PACK));
  return OWN_PACK;
}
