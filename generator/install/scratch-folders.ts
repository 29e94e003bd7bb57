import { createHash, randomBytes } from "node:crypto";
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";

/** What is to be known of the process that writes; without it, it is never taken for one that has gone. */
export interface Writer {
  /** The number of this process. */
  readonly pid?: number;
  /** Whether a process of this machine has that number. */
  readonly isRunning?: (pid: number) => boolean;
  /**
   * Has something undone where a signal, or an output that cannot be written, ends the program; the
   * function that it gives takes that back.
   */
  readonly onEarlyEnd?: (undo: () => void) => () => void;
}

/** Hidden: neither Wireshark nor a package takes what is in such a folder for its own. */
const PREFIX = ".rstdiag-new";
const NAME = /^\.rstdiag-new\.([\da-f]{8})\.(\d{1,10})\.[\da-f]{12}$/;
let ownHost: string | undefined;

/** Where numbers of processes mean the same: containers may share a folder, and a name of the machine. */
function hostOf(): string {
  ownHost ??= createHash("sha256").update(describeHost()).digest("hex").slice(0, 8);
  return ownHost;
}

function describeHost(): string {
  const places = [
    () => readFileSync("/etc/machine-id", "utf8"),
    () => readlinkSync("/proc/self/ns/pid"),
  ];
  const known = places.map((read) => {
    try {
      return read();
    } catch {
      return "";
    }
  });
  return [hostname(), ...known].join(" ");
}

/** Where nobody can tell whether a process runs, since it was another machine's. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

const inUse = new Set<string>();

/** Makes a folder that nobody else may look into, for files that are not whole yet. */
export function makeScratch(folder: string, { pid = 0 }: Writer): string {
  const name = [PREFIX, hostOf(), pid, randomBytes(6).toString("hex")].join(".");
  const path = join(folder, name);
  mkdirSync(path, { mode: 0o700 });
  inUse.add(path);
  return path;
}

/** Removes one with all that is in it. */
export function removeScratch(path: string): void {
  // Another thread may be making a file in it: that is tried until it is over.
  rmSync(path, { recursive: true, force: true, maxRetries: 5 });
  inUse.delete(path);
}

/** What runs that were stopped, and could not tidy up, have left in these folders. */
export function findLeftovers(folders: Iterable<string>, writer: Writer): readonly string[] {
  return [...new Set(folders)].flatMap((folder) =>
    namesIn(folder)
      .map((name) => join(folder, name))
      .filter((path) => !inUse.has(path) && isLeftover(path, writer)),
  );
}

function namesIn(folder: string): readonly string[] {
  try {
    const entries = readdirSync(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    // Whoever writes there says why that cannot be done.
    return [];
  }
}

function isLeftover(path: string, { pid, isRunning = () => true }: Writer): boolean {
  const [, host, number = ""] = NAME.exec(path.slice(path.lastIndexOf(PREFIX))) ?? [];
  if (host === undefined) return false;
  if (host === hostOf()) return Number(number) === pid || !isRunning(Number(number));
  const changed = lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;
  return changed !== undefined && Date.now() - changed > ABANDONED_MS;
}
