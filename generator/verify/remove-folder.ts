import { readFile, rm } from "node:fs/promises";
import { sep } from "node:path";

/** Where Linux lists what is mounted; elsewhere there is no such file, and no chroot either. */
const MOUNTS = "/proc/self/mountinfo";

/**
 * Removes a folder and all that is in it. Rejects where something is mounted there, such as the
 * /proc of an interrupted installation: that is not ours to empty.
 */
export async function removeFolder(folder: string): Promise<void> {
  const [mounted] = mountsBelow(folder, await readFile(MOUNTS, "utf8").catch(() => ""));
  if (mounted !== undefined) throw new Error(`${mounted} is mounted; run: umount ${mounted}`);
  await rm(folder, { recursive: true, force: true });
}

/** Mount points in `folder` or below it, by a text as in /proc/self/mountinfo (proc(5)). */
export function mountsBelow(folder: string, mountinfo: string): readonly string[] {
  return mountinfo
    .split("\n")
    .map((line) => unescapeOctal(line.split(" ")[4] ?? ""))
    .filter((place) => place === folder || place.startsWith(folder + sep));
}

/** Blanks and backslashes stand there as \040 and \134. */
function unescapeOctal(text: string): string {
  return text.replace(/\\([0-7]{3})/g, (_, digits: string) =>
    String.fromCharCode(Number.parseInt(digits, 8)),
  );
}
