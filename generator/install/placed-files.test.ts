import { mkdirSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import {
  findDifferences,
  type PlacedFile,
  shortPath,
  writeFiles,
} from "../install/placed-files.js";
import { makePrivateFolder } from "../verify/private-folder.js";

let folder = "";
beforeEach(() => {
  folder = makePrivateFolder("pack");
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function placed(name: string, text: string): PlacedFile {
  return { path: join(folder, name), content: Buffer.from(text) };
}

function put(name: string, text: string): void {
  writeFiles([placed(name, text)]);
}

const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const names = () => readdirSync(folder, { recursive: true }).sort();

describe("findDifferences", () => {
  it("finds none where the disk has what is wanted", () => {
    const files = [placed("a", "one"), placed("b/c", "two"), placed("empty", "")];
    writeFiles(files);
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
});

describe("writeFiles", () => {
  it("writes new files and new content, in new folders too", () => {
    put("a", "old");
    writeFiles([placed("a", "new"), placed("b/c/d", "deep")]);
    expect([textOf("a"), textOf("b/c/d")]).toEqual(["new", "deep"]);
    expect(names()).toEqual(["a", "b", "b/c", "b/c/d"]);
  });

  it("keeps the octets", () => {
    const content = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    writeFiles([{ path: join(folder, "a"), content }]);
    expect(new Uint8Array(readFileSync(join(folder, "a")))).toEqual(content);
  });

  it("changes nothing where a file is in the way of a folder", () => {
    put("a", "old");
    expect(() => writeFiles([placed("a", "new"), placed("a/b", "x")])).toThrow(/EEXIST|ENOTDIR/);
    expect(textOf("a")).toBe("old");
    expect(names()).toEqual(["a"]);
  });

  it("changes nothing where a folder is in the way of a file", () => {
    put("a", "old");
    mkdirSync(join(folder, "b"));
    expect(() => writeFiles([placed("a", "new"), placed("b", "x")])).toThrow(
      `a folder is in the way: ${join(folder, "b")}`,
    );
    expect(textOf("a")).toBe("old");
    expect(names()).toEqual(["a", "b"]);
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
