import { chmodSync, chownSync, lchownSync, mkdtempSync, readdirSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

/**
 * Makes a folder for temporary files, which nobody else can name beforehand, read or change: tshark
 * loads plugins from such a folder. `parent` is the place of another system's temporary files.
 */
export function makePrivateFolder(purpose: string, parent: string = tmpdir()): string {
  // By mkdtemp(3) its mode is 0700, whatever the umask.
  return mkdtempSync(join(parent, `rstdiag-${purpose}-`));
}

/** nobody and nogroup: as whom root runs what should not, or does not, run for root. */
export const ORDINARY_USER = 65534;

/** Runs the command that follows as the ordinary user. */
export const AS_ORDINARY_USER = [
  "setpriv",
  `--reuid=${ORDINARY_USER}`,
  `--regid=${ORDINARY_USER}`,
  "--clear-groups",
];

/**
 * Lets the ordinary user, and nobody else, read a file or a folder of root's. It stays root's: in a
 * folder of another user, root would write through whatever link that one puts there.
 */
export function showToOrdinaryUser(path: string): void {
  chownSync(path, ROOT, ORDINARY_USER);
  chmodSync(path, statSync(path).isDirectory() ? 0o750 : 0o640);
}

/** Gives a folder of ours, with all that is in it, to the ordinary user. */
export function giveToOrdinaryUser(path: string): void {
  for (const name of readdirSync(path, { recursive: true, encoding: "utf8" })) {
    lchownSync(join(path, name), ORDINARY_USER, ORDINARY_USER);
  }
  chownSync(path, ORDINARY_USER, ORDINARY_USER);
}

const ROOT = 0;
