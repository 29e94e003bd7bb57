import { describe, expect, it } from "vitest";
import {
  digest,
  type Found,
  NO_RECEIPT,
  planInstall,
  planUninstall,
  type Receipt,
} from "./installation.js";

const PATH = "/home/me/plugins/rstdiag.lua";
const content = new TextEncoder().encode("new");
const NEW = digest(content);
const OLD = digest(new TextEncoder().encode("old"));
const FILES = [{ folder: "/home/me/plugins", path: PATH, content }];

/** A disk of these entries, and of the folders above them. */
function disk(entries: Readonly<Record<string, Found>>): (path: string) => Found {
  const folders = Object.keys(entries).map((path) => `${path}/`);
  return (path) => {
    if (entries[path]) return entries[path];
    const above = path === "/" ? "/" : `${path}/`;
    return folders.some((name) => name.startsWith(above))
      ? { kind: "folder" }
      : { kind: "missing" };
  };
}

const file = (sha256: string): Found => ({ kind: "file", sha256 });
const wrote = (...sha256: readonly string[]): Receipt => ({
  files: [{ path: PATH, sha256 }],
  folders: [],
});

describe("planInstall", () => {
  it.each([
    ["nothing is there", { kind: "missing" }, NO_RECEIPT, "write"],
    ["the user removed ours", { kind: "missing" }, wrote(OLD), "write"],
    ["our older one is there", file(OLD), wrote(OLD), "replace"],
    ["one of our older ones is there", file(OLD), wrote("x", OLD, "y"), "replace"],
    ["ours is there", file(NEW), wrote(NEW), "same"],
    ["the user copied the same", file(NEW), NO_RECEIPT, "already-there"],
  ] as const)("where %s", (_name, found, receipt, kind) => {
    const plan = planInstall(
      FILES,
      receipt,
      disk({ "/home/me/plugins": { kind: "folder" }, [PATH]: found }),
    );
    expect(plan).toMatchObject({ kind: "ready", steps: [{ kind }] });
  });

  it.each([
    ["a file that is not ours is there", file(OLD), NO_RECEIPT, "foreign"],
    ["the user changed ours", file("z"), wrote(OLD), "changed"],
    ["one is there that cannot be read", { kind: "unreadable" }, wrote(OLD), "unreadable"],
    ["a folder is there", { kind: "folder" }, NO_RECEIPT, "no-file"],
    ["a link or a device is there", { kind: "other" }, wrote(OLD), "no-file"],
  ] as const)("refuses where %s", (_name, found, receipt, kind) => {
    const plan = planInstall(FILES, receipt, disk({ [PATH]: found }));
    expect(plan).toEqual({ kind: "refused", obstacles: [{ kind, path: PATH }] });
  });

  it("does nothing at all where one of several files is in the way, and names all that are", () => {
    const others = ["/a", "/b", "/c"].map((path) => ({ folder: "/", path, content }));
    const plan = planInstall(others, NO_RECEIPT, disk({ "/a": file(OLD), "/c": file(OLD) }));
    expect(plan).toMatchObject({ kind: "refused", obstacles: [{ path: "/a" }, { path: "/c" }] });
  });

  it("remembers what it writes, each content that was ever ours, and the folders it makes", () => {
    const first = planInstall(FILES, NO_RECEIPT, disk({ "/home": { kind: "folder" } }));
    expect(first).toMatchObject({
      receipt: { files: wrote(NEW).files, folders: ["/home/me", "/home/me/plugins"] },
    });
    const upgrade = planInstall(
      FILES,
      { ...wrote(OLD), folders: ["/old"] },
      disk({ [PATH]: file(OLD) }),
    );
    expect(upgrade).toMatchObject({ receipt: { files: wrote(OLD, NEW).files, folders: ["/old"] } });
  });

  it("does not claim what the user copied", () => {
    const plan = planInstall(FILES, NO_RECEIPT, disk({ [PATH]: file(NEW) }));
    expect(plan).toMatchObject({ receipt: NO_RECEIPT });
  });
});

describe("planUninstall", () => {
  it.each([
    ["removes what is as we wrote it", file(NEW), "remove"],
    ["keeps what the user changed", file("z"), "keep"],
    ["keeps what cannot be read", { kind: "unreadable" }, "keep"],
    ["keeps a link in its place", { kind: "other" }, "keep"],
    ["keeps a folder in its place", { kind: "folder" }, "keep"],
    ["does not miss what is gone", { kind: "missing" }, "gone"],
  ] as const)("%s", (_name, found, kind) => {
    const steps = planUninstall(wrote(OLD, NEW), disk({ [PATH]: found }));
    expect(steps).toEqual([{ kind, path: PATH }]);
  });
});
