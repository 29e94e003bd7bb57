import { mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../verify/private-folder.js";
import { findDifferences, shortPath } from "./placed-files.js";
import { type PlacedFile, writeFiles } from "./whole-files.js";

let folder = "";
beforeEach(() => {
  folder = makePrivateFolder("pack");
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function placed(name: string, text: string): PlacedFile {
  return { folder, path: join(folder, name), content: Buffer.from(text) };
}

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

describe("findDifferences", () => {
  it("finds none where the disk has what is wanted", async () => {
    const files = [placed("a", "one"), placed("b/c", "two"), placed("empty", "")];
    await writeFiles(files, {});
    expect(findDifferences(files, [folder])).toEqual([]);
  });

  it("tells missing, changed and foreign files apart", () => {
    put("changed", "old");
    put("sub/foreign", "");
    const [missing, changed] = [placed("missing", "m"), placed("changed", "new")];
    expect(findDifferences([missing, changed], [folder])).toEqual([
      { kind: "missing", path: missing.path, wanted: missing.content },
      { kind: "changed", path: changed.path, wanted: changed.content, found: Buffer.from("old") },
      { kind: "foreign", path: join(folder, "sub/foreign") },
    ]);
  });

  it.each([
    ["one octet", "abc", "abd"],
    ["a line end", "abc", "abc\n"],
    ["everything", "abc", ""],
  ])("sees that %s differs", (_what, disk, wanted) => {
    put("a", disk);
    expect(findDifferences([placed("a", wanted)], [])).toMatchObject([{ kind: "changed" }]);
  });

  it("looks for foreign files in the given folders alone", () => {
    put("ours/a", "");
    put("theirs/b", "");
    expect(findDifferences([], [join(folder, "ours"), join(folder, "nowhere")])).toEqual([
      { kind: "foreign", path: join(folder, "ours/a") },
    ]);
  });

  it("leaves recorded files and folders alone, and nothing that only begins with their name", () => {
    for (const name of ["README.md", "recorded/a", "recorded/b/c", "recorded-not", "README.md.old"])
      put(name, "");
    const recorded = [join(folder, "README.md"), join(folder, "recorded")];
    expect(findDifferences([], [folder], recorded)).toMatchObject([
      { path: join(folder, "README.md.old") },
      { path: join(folder, "recorded-not") },
    ]);
  });

  it("counts a hidden file as foreign, a folder never", () => {
    put(".hidden", "");
    mkdirSync(join(folder, "empty"));
    expect(findDifferences([], [folder])).toMatchObject([{ path: join(folder, ".hidden") }]);
  });

  it("counts a file as missing where a folder has its name", () => {
    mkdirSync(join(folder, "a"));
    expect(findDifferences([placed("a", "x")], [folder])).toMatchObject([{ kind: "missing" }]);
  });

  it("looks at nothing through a link, though that has what is wanted", () => {
    put("elsewhere/a", "x");
    mkdirSync(join(folder, "pack"));
    symlinkSync(join(folder, "elsewhere"), join(folder, "pack/part"));
    const files = ["a", "b"].map((name) => placed(`pack/part/${name}`, "x"));
    expect(findDifferences(files, [join(folder, "pack")])).toEqual([
      { kind: "link", path: join(folder, "pack/part") },
    ]);
  });
});

describe("shortPath", () => {
  it.each([
    ["/x/y", "/x/y/dist/a.lua", "dist/a.lua"],
    ["/x/y", "/x/y", "."],
    ["/x/y", "/x/z", "../z"],
  ])("from %s, %s is %s", (from, path, short) => {
    expect(shortPath(from, path)).toBe(short);
  });
});
