import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join, parse, resolve } from "node:path";

/** What others can change, and so make Wireshark run their Lua as its user. */
export interface OpenPlace {
  readonly path: string;
  readonly by: "everybody" | "group" | "owner";
  /** Number of the group or of the owner. */
  readonly id: number;
}

/** A file, or what else is at a path. */
export interface Entry {
  readonly kind: "folder" | "link" | "file";
  readonly uid: number;
  readonly gid: number;
  /** The bits of chmod. */
  readonly mode: number;
}

/** The disk, and who looks at it. */
export interface Disk {
  readonly uid: number;
  /** A group that has no other member, as each user has where the system makes one for each. */
  readonly ownGroup: number | undefined;
  /** What is at a path; undefined where nothing is. */
  readonly look: (path: string) => Entry | undefined;
  readonly follow: (link: string) => string;
  /** The names in a folder. */
  readonly list: (folder: string) => readonly string[];
}

/**
 * What others can change of what Wireshark loads: folders of plugins with all that is in them, and
 * single files. Whoever can change a folder above can put another one in its place.
 */
export function findOpenPlaces(
  { folders, files }: { readonly folders: readonly string[]; readonly files: readonly string[] },
  disk: Disk,
): readonly OpenPlace[] {
  const found = new Map<string, OpenPlace>();
  const note = (place: OpenPlace | undefined) => {
    if (place) found.set(place.path, place);
    return place !== undefined;
  };
  const visit = (path: string, isLoaded: boolean): void => {
    const way = walk(path, disk);
    for (const { folder, isNextThere } of way.folders) note(judgeWay(folder, isNextThere, disk));
    if (way.end === undefined) return;
    const isOpen = note(judge(way.end, disk));
    // What is in an open folder may be anything, and however much.
    if (isOpen || !isLoaded || disk.look(way.end)?.kind !== "folder") return;
    for (const name of disk.list(way.end)) visit(join(way.end, name), true);
  };
  for (const folder of folders) visit(folder, true);
  for (const file of files) visit(file, false);
  return [...found.values()];
}

/** More links than this lead round in a circle. */
const MOST_LINKS = 40;

interface Way {
  /** The folders in which something is looked up on the way, and whether it is there; and links. */
  readonly folders: readonly { readonly folder: string; readonly isNextThere: boolean }[];
  /** Where the path leads, without links; undefined where that is nothing. */
  readonly end: string | undefined;
}

/** Follows a path from the root, as the system does. */
function walk(path: string, disk: Disk): Way {
  const folders: { folder: string; isNextThere: boolean }[] = [];
  let at = parse(resolve(path)).root;
  const rest = partsOf(path);
  for (let links = 0; links <= MOST_LINKS; ) {
    const name = rest.shift();
    if (name === undefined) return { folders, end: at };
    const next = join(at, name);
    const entry = disk.look(next);
    folders.push({ folder: at, isNextThere: entry !== undefined });
    if (entry === undefined) return { folders, end: undefined };
    if (entry.kind === "link") {
      links += 1;
      folders.push({ folder: next, isNextThere: true });
      const target = resolve(at, disk.follow(next));
      at = parse(target).root;
      rest.unshift(...partsOf(target));
    } else at = next;
  }
  return { folders, end: undefined };
}

function partsOf(path: string): string[] {
  const absolute = resolve(path);
  return absolute.slice(parse(absolute).root.length).split(/[\\/]/).filter(Boolean);
}

const STICKY = 0o1000;

/** In a folder such as /tmp, others can make what is missing, and change only what is theirs. */
function judgeWay(folder: string, isNextThere: boolean, disk: Disk): OpenPlace | undefined {
  const place = judge(folder, disk);
  const isSticky = ((disk.look(folder)?.mode ?? 0) & STICKY) !== 0;
  return isSticky && isNextThere && place?.by !== "owner" ? undefined : place;
}

function judge(path: string, { look, uid, ownGroup }: Disk): OpenPlace | undefined {
  const entry = look(path);
  if (entry === undefined) return undefined;
  if (entry.uid !== ROOT && entry.uid !== uid) return { path, by: "owner", id: entry.uid };
  if (entry.kind === "link") return undefined;
  if ((entry.mode & 0o002) !== 0) return { path, by: "everybody", id: entry.uid };
  const isShared = (entry.mode & 0o020) !== 0 && entry.gid !== ownGroup;
  return isShared ? { path, by: "group", id: entry.gid } : undefined;
}

const ROOT = 0;

/** The real disk; undefined on Windows, whose rights are no modes. */
export function openDisk(uid: number | undefined = process.getuid?.()): Disk | undefined {
  if (uid === undefined) return undefined;
  return { uid, ownGroup: findOwnGroup(uid), look, follow: readlinkSync, list: namesIn };
}

function look(path: string): Entry | undefined {
  try {
    const stat = lstatSync(path);
    const kind = stat.isDirectory() ? "folder" : stat.isSymbolicLink() ? "link" : "file";
    return { kind, uid: stat.uid, gid: stat.gid, mode: stat.mode & 0o7777 };
  } catch {
    // Where we may not look, Wireshark may not either.
    return undefined;
  }
}

/** What is in a folder; nothing where it cannot be read. */
export function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort();
  } catch {
    return [];
  }
}

function findOwnGroup(uid: number): number | undefined {
  try {
    const users = readFileSync("/etc/passwd", "utf8");
    return ownGroupOf(uid, { users, groups: readFileSync("/etc/group", "utf8") });
  } catch {
    return undefined;
  }
}

/**
 * The group of a user alone, by the text of /etc/passwd and /etc/group: what it may write, nobody else
 * may. Root has none, for others may be given root's group without a line there.
 */
export function ownGroupOf(
  uid: number,
  { users, groups }: { readonly users: string; readonly groups: string },
): number | undefined {
  const entries = users.split("\n").map((line) => line.split(":"));
  const [name, , , gid] = entries.find(([, , id]) => id === String(uid)) ?? [];
  if (uid === ROOT || gid === undefined) return undefined;
  const primary = entries.filter(([, , , group]) => group === gid);
  const [, , , members = ""] =
    groups
      .split("\n")
      .map((line) => line.split(":"))
      .find(([, , id]) => id === gid) ?? [];
  const others = members.split(",").filter((member) => member !== "" && member !== name);
  return primary.length === 1 && others.length === 0 ? Number(gid) : undefined;
}

/** What Wireshark loads for a user, of the folders that it names. */
export function loadedPlaces(named: {
  readonly configuration: string;
  readonly luaPlugins: string;
  readonly globalConfiguration: string | undefined;
  readonly globalLuaPlugins: string | undefined;
}): { readonly folders: readonly string[]; readonly files: readonly string[] } {
  const { configuration, luaPlugins, globalConfiguration, globalLuaPlugins } = named;
  const isNamed = (path: string | undefined) => path !== undefined;
  return {
    // The second one is the older place of a user's plugins.
    folders: [luaPlugins, join(configuration, "plugins"), globalLuaPlugins].filter(isNamed),
    files: [configuration, globalConfiguration]
      .filter(isNamed)
      .map((folder) => join(folder, "init.lua")),
  };
}
