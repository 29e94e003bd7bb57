import { existsSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { type PackReading, readPack } from "../install/manifest.js";
import {
  choosePrograms,
  findWireshark,
  type WiresharkSearch,
} from "../install/wireshark-program.js";
import { Option } from "./commander.js";
import { type Context, Refusal, tell } from "./context.js";
import { EXIT } from "./exit-codes.js";
import { nameOf } from "./options.js";
import { describeOtherPack } from "./other-folders.js";
import { IS_INSTALLED, OWN_PACK } from "./own-release.js";

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

/**
 * Asks the user's tshark who it is, which runs the plugins of the user's home. Refuses where that is
 * another user's home, and the user is root: whoever owns the home would run Lua as root.
 */
export async function findOwnWireshark(
  context: Context,
  options: { readonly wireshark?: string },
): Promise<WiresharkSearch> {
  const { isRoot, env } = context;
  const home = env["HOME"] ?? "";
  const owner = home === "" ? undefined : statSync(home, { throwIfNoEntry: false })?.uid;
  if (isRoot && owner !== undefined && owner !== 0) {
    const remedy = "run this as that user, or with a HOME of root (sudo -H)";
    throw new Refusal(
      `rstdiag: you are root, and HOME (${home}) belongs to user ${owner}, whose plugins tshark would run as root; ${remedy}`,
      EXIT.usage,
    );
  }
  return findWireshark(choosePrograms(context, options));
}
