import { describe, expect, it } from "vitest";
import { type Disk, type Entry, findOpenPlaces, ownGroupOf } from "./open-places.js";

const ME = 1000;
const OTHER = 1001;

/** `drwxr-xr-x 0 1000` and, for a link, where it leads. */
type Drawn = readonly [mode: string, uid: number, gid: number, target?: string];

const OWN: Drawn = ["drwxr-xr-x", ME, ME];
const SYSTEM: Drawn = ["drwxr-xr-x", 0, 0];
const PLUGINS = "/home/me/plugins";
const HOME = { "/": SYSTEM, "/home": SYSTEM, "/home/me": OWN, [PLUGINS]: OWN } as const;

function entryOf([mode, uid, gid]: Drawn): Entry {
  const kind = mode.startsWith("d") ? "folder" : mode.startsWith("l") ? "link" : "file";
  const bits = [...mode.slice(1)].map((letter) => (letter === "-" || letter === "T" ? "0" : "1"));
  const sticky = /[tT]$/.test(mode) ? 0o1000 : 0;
  return { kind, uid, gid, mode: Number.parseInt(bits.join(""), 2) | sticky };
}

function diskOf(drawn: Readonly<Record<string, Drawn>>, uid = ME, ownGroup?: number): Disk {
  return {
    uid,
    ownGroup,
    look: (path) => {
      const entry = drawn[path];
      return entry && entryOf(entry);
    },
    follow: (link) => drawn[link]?.[3] ?? "",
    list: (folder) =>
      Object.keys(drawn).flatMap((path) => {
        const name = path.slice(folder.length + 1);
        return path.startsWith(`${folder}/`) && !name.includes("/") ? [name] : [];
      }),
  };
}

/** The open places, as `path by id`. */
function openIn(disk: Disk, folder = PLUGINS): readonly string[] {
  const found = findOpenPlaces({ folders: [folder], files: ["/home/me/config/init.lua"] }, disk);
  return found.map(({ path, by, id }) => `${path} ${by} ${id}`);
}

describe("what others can change of what Wireshark loads", () => {
  it.each<[string, Readonly<Record<string, Drawn>>, readonly string[]]>([
    ["nothing, in folders of one's own", HOME, []],
    [
      "nothing, where there is no folder yet",
      { "/": SYSTEM, "/home": SYSTEM, "/home/me": OWN },
      [],
    ],
    [
      "a folder that everybody may write",
      { ...HOME, [PLUGINS]: ["drwxrwxrwx", ME, ME] },
      [`${PLUGINS} everybody ${ME}`],
    ],
    [
      "a folder in which everybody may make files, though not remove those of others",
      { ...HOME, [PLUGINS]: ["drwxrwxrwt", 0, 0] },
      [`${PLUGINS} everybody 0`],
    ],
    [
      "a folder of a group",
      { ...HOME, [PLUGINS]: ["drwxrwxr-x", ME, 50] },
      [`${PLUGINS} group 50`],
    ],
    [
      "a folder of another user",
      { ...HOME, [PLUGINS]: ["drwxr-xr-x", OTHER, OTHER] },
      [`${PLUGINS} owner ${OTHER}`],
    ],
    [
      "a folder above, which can be put elsewhere",
      { ...HOME, "/home/me": ["drwxrwx---", ME, 50] },
      ["/home/me group 50"],
    ],
    [
      "a plugin, of which the folder is not open",
      { ...HOME, [`${PLUGINS}/rstdiag.lua`]: ["-rw-rw-rw-", ME, ME] },
      [`${PLUGINS}/rstdiag.lua everybody ${ME}`],
    ],
    [
      "a plugin in a folder below",
      { ...HOME, [`${PLUGINS}/a`]: OWN, [`${PLUGINS}/a/b.lua`]: ["-rw-r--r--", OTHER, ME] },
      [`${PLUGINS}/a/b.lua owner ${OTHER}`],
    ],
    [
      "an open folder below, and not each file in it",
      {
        ...HOME,
        [`${PLUGINS}/a`]: ["drwxrwxrwx", ME, ME],
        [`${PLUGINS}/a/b.lua`]: ["-rw-rw-rw-", ME, ME],
      },
      [`${PLUGINS}/a everybody ${ME}`],
    ],
    [
      "what a link leads to",
      {
        ...HOME,
        [`${PLUGINS}/a.lua`]: ["lrwxrwxrwx", ME, ME, "../../../srv/a.lua"],
        "/srv": ["drwxrwxr-x", 0, 50],
        "/srv/a.lua": ["-rw-r--r--", 0, 0],
      },
      ["/srv group 50"],
    ],
    [
      "the folder of init.lua, which is not there",
      { ...HOME, "/home/me/config": ["drwxrwxrwx", ME, ME] },
      [`/home/me/config everybody ${ME}`],
    ],
    [
      "nothing, for links in a circle",
      { ...HOME, [`${PLUGINS}/a.lua`]: ["lrwxrwxrwx", ME, ME, "a.lua"] },
      [],
    ],
  ])("%s", (_what, drawn, open) => {
    expect(openIn(diskOf(drawn))).toEqual(open);
  });

  const TEMPORARY: Readonly<Record<string, Drawn>> = { "/": SYSTEM, "/tmp": ["drwxrwxrwt", 0, 0] };

  it.each<[string, Readonly<Record<string, Drawn>>, readonly string[]]>([
    ["may be in /tmp, where others cannot touch it", { "/tmp/mine": OWN }, []],
    [
      "must not be another's there",
      { "/tmp/mine": ["drwxr-xr-x", OTHER, 0] },
      [`/tmp/mine owner ${OTHER}`],
    ],
    [
      "must not be another's link there",
      { "/tmp/mine": ["lrwxrwxrwx", OTHER, 0, "/home/me/plugins"], ...HOME },
      [`/tmp/mine owner ${OTHER}`],
    ],
    ["must be there, or others can make it", {}, ["/tmp everybody 0"]],
  ])("a folder %s", (_what, drawn, open) => {
    expect(openIn(diskOf({ ...TEMPORARY, ...drawn }), "/tmp/mine")).toEqual(open);
  });

  it("minds the group only where others are in it", () => {
    const drawn = { ...HOME, [PLUGINS]: ["drwxrwxr-x", ME, ME] } as const;
    expect(openIn(diskOf(drawn, ME, ME))).toEqual([]);
    expect(openIn(diskOf(drawn, ME, undefined))).toEqual([`${PLUGINS} group ${ME}`]);
  });

  it("believes in a folder of root's, for everybody", () => {
    const drawn = { ...HOME, "/home/me": SYSTEM, [PLUGINS]: SYSTEM };
    expect(openIn(diskOf(drawn))).toEqual([]);
    expect(openIn(diskOf(drawn, 0))).toEqual([]);
    expect(openIn(diskOf(HOME, 0))).toEqual([`/home/me owner ${ME}`, `${PLUGINS} owner ${ME}`]);
  });
});

describe("the group of a user alone", () => {
  const users =
    "root:x:0:0::/root:/bin/sh\nme:x:1000:1000::/:\nyou:x:1001:1001::/:\nhe:x:1002:1001::/:\n";
  it.each([
    ["has no other member", 1000, "me:x:1000:\n", 1000],
    ["may list the user", 1000, "me:x:1000:me\n", 1000],
    ["has no other user by a line", 1000, "me:x:1000:me,you\n", undefined],
    ["has no other user from the start", 1001, "you:x:1001:\n", undefined],
    ["is none of root's", 0, "root:x:0:\n", undefined],
    ["is none of a user who is not known here", 7, "", undefined],
  ])("%s", (_what, uid, groups, gid) => {
    expect(ownGroupOf(uid, { users, groups })).toBe(gid);
  });
});
