import { readFileSync } from "node:fs";
import { join, sep } from "node:path";
import { fileURLToPath } from "node:url";

export const OWN_ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const OWN_REGISTRY = join(OWN_ROOT, "registry");
export const OWN_PACK = join(OWN_ROOT, "dist");

/** Whether npm installed this rstdiag, which is then not its user's to change. */
export const IS_INSTALLED = OWN_ROOT.split(sep).includes("node_modules");

/** The release, as the Wireshark plugin and the report show it. */
export function ownVersion(): string {
  const text = readFileSync(join(OWN_ROOT, "package.json"), "utf8");
  const { version }: { version: string } = JSON.parse(text);
  return version;
}

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
