import { readFileSync } from "node:fs";
import { ownVersion } from "./context.js";

/**
 * Where scripts/build.mjs puts the revision and the digest of the pack that this program makes of its
 * own registry: making that at each start would take far too long.
 */
const FILE = new URL("own-pack.txt", import.meta.url);

/** What asks for it. */
export const VERSION_FLAGS = ["-V", "--version"];

/** What `--version` prints: the release and the pack. */
export function describeVersion(): string {
  const pack = readOwnPack();
  return `rstdiag ${ownVersion()}${pack === undefined ? "" : ` (${pack})`}`;
}

/** Undefined where nothing was built, or the registry had mistakes then. */
function readOwnPack(): string | undefined {
  try {
    return readFileSync(FILE, "utf8").trim();
  } catch {
    return undefined;
  }
}
