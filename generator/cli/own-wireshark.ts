import { statSync } from "node:fs";
import {
  choosePrograms,
  findWireshark,
  type WiresharkSearch,
} from "../install/wireshark-program.js";
import { type Context, EXIT, Refusal } from "./context.js";

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
