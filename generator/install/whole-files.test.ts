import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { leaveUnfinished } from "../../test/support/leftovers.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { findLeftovers, type Writer } from "./scratch-folders.js";
import { type PlacedFile, WholeFiles, writeFiles } from "./whole-files.js";
import { WriteError } from "./write-error.js";

const IS_WINDOWS = process.platform === "win32";

let folder = "";
beforeEach(() => {
  folder = makePrivateFolder("whole");
  onTestFinished(() => rmSync(folder, { recursive: true }));
});

function placed(name: string, text: string): PlacedFile {
  return { folder, path: join(folder, name), content: Buffer.from(text) };
}

function put(name: string, text: string): void {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
}

const write = (...files: readonly PlacedFile[]) => writeFiles(files, {});
const textOf = (name: string) => readFileSync(join(folder, name), "utf8");
const names = () => readdirSync(folder, { recursive: true }).sort();
const modeOf = (name: string) => statSync(join(folder, name)).mode & 0o777;

/** A process that has other work, and is told to end when `end` is called. */
function makeWriter(): { readonly writer: Writer; readonly end: () => void } {
  const undoing = new Set<() => void>();
  const onEarlyEnd = (undo: () => void) => {
    undoing.add(undo);
    return () => undoing.delete(undo);
  };
  return {
    writer: { pid: 1, isRunning: () => false, onEarlyEnd },
    end: () => {
      for (const undo of undoing) undo();
    },
  };
}

describe("writeFiles", () => {
  it("writes new files and new content, in new folders too", async () => {
    put("a", "old");
    await write(placed("a", "new"), placed("b/c/d", "deep"));
    expect([textOf("a"), textOf("b/c/d")]).toEqual(["new", "deep"]);
    expect(names()).toEqual(["a", "b", "b/c", "b/c/d"]);
  });

  it("keeps the octets", async () => {
    const content = Uint8Array.from({ length: 256 }, (_, octet) => octet);
    await write({ folder, path: join(folder, "a"), content });
    expect(new Uint8Array(readFileSync(join(folder, "a")))).toEqual(content);
  });

  it.each([
    ["a file is in the way of a folder", () => put("b", ""), "b/c", /EEXIST|ENOTDIR/],
    [
      "a folder is in the way of a file",
      () => mkdirSync(join(folder, "b")),
      "b",
      /b cannot be written: a folder is in the way$/,
    ],
  ])("changes nothing, and makes no folder, where %s", async (_what, obstruct, path, message) => {
    put("a", "old");
    obstruct();
    const before = names();
    const files = [placed("a", "new"), placed("new/folder/file", "x"), placed(path, "x")];
    await expect(write(...files)).rejects.toThrow(message);
    expect(textOf("a")).toBe("old");
    expect(names()).toEqual(before);
  });

  it("takes all back where the last of several cannot be put into its place", async () => {
    put("a", "old");
    put("c/gone", "still here");
    const files = new WholeFiles({});
    for (const name of ["a", "new/b", "c/d"]) {
      await files.write(placed(name, "new"), [Buffer.from("new")]);
    }
    files.remove(placed("c/gone", ""));
    mkdirSync(join(folder, "c/d"));
    await expect(files.finish()).rejects.toThrow(WriteError);
    files.discard();
    expect(names()).toEqual(["a", "c", "c/d", "c/gone"]);
    expect([textOf("a"), textOf("c/gone")]).toEqual(["old", "still here"]);
  });

  it.skipIf(IS_WINDOWS).each([0o600, 0o640, 0o444, 0o755])(
    "leaves a file that it replaces its mode, %o",
    async (mode) => {
      put("a", "old");
      chmodSync(join(folder, "a"), mode);
      await write(placed("a", "new"));
      expect([textOf("a"), modeOf("a")]).toEqual(["new", mode]);
    },
  );

  it.skipIf(IS_WINDOWS)("gives a file no more rights than it may have at most", async () => {
    put("a", "old");
    chmodSync(join(folder, "a"), 0o644);
    await write({ ...placed("a", "new"), mode: 0o600 }, { ...placed("b", "new"), mode: 0o600 });
    expect([modeOf("a"), modeOf("b")]).toEqual([0o600, 0o600]);
  });

  it("replaces nothing where it must not, also what comes in the meantime", async () => {
    const file = { ...placed("a", "new"), isNew: true };
    const files = new WholeFiles({});
    await files.write(file, [file.content]);
    put("a", "theirs");
    await expect(files.finish()).rejects.toThrow("already exists; replace it with --force");
    files.discard();
    await expect(write(file)).rejects.toThrow("already exists");
    expect([names(), textOf("a")]).toEqual([["a"], "theirs"]);
  });

  it("asks whether a file may be replaced when it is, for others may have put theirs there", async () => {
    put("a", "ours");
    const mayReplace = () => textOf("a") === "ours";
    const files = new WholeFiles({});
    await files.write({ ...placed("a", "new"), mayReplace }, [Buffer.from("new")]);
    put("a", "theirs");
    await expect(files.finish()).rejects.toThrow("already exists; replace it with --force");
    files.discard();
    expect([names(), textOf("a")]).toEqual([["a"], "theirs"]);
  });

  it("takes away no file in whose place one was, also where that is lost", async () => {
    put("a", "old");
    const files = new WholeFiles({});
    await files.write(placed("a", "new"), [Buffer.from("new")]);
    files.putInPlace();
    for (const name of readdirSync(folder)) {
      if (name !== "a") rmSync(join(folder, name), { recursive: true });
    }
    files.discard();
    expect([names(), textOf("a")]).toEqual([["a"], "new"]);
  });
});

describe("a link", () => {
  const away = () => join(folder, "away");
  const linkTo = (target: string, name: string) => symlinkSync(target, join(folder, name));
  beforeEach(() => put("away/file", "precious"));

  it.each([
    ["in place of a file", "pack/a", () => linkTo(join(away(), "file"), "pack/a")],
    ["that leads nowhere", "pack/a", () => linkTo(join(away(), "none"), "pack/a")],
    ["in place of a folder", "pack/a/file", () => linkTo(away(), "pack/a")],
    ["deeper", "pack/b/a/file", () => linkTo(away(), "pack/b/a")],
    ["that leads nowhere, for a folder", "pack/a/file", () => linkTo("/none", "pack/a")],
  ])("%s is refused by its name, and nothing is written", async (_what, name, link) => {
    mkdirSync(join(folder, "pack/b"), { recursive: true });
    link();
    const before = names();
    const path = join(folder, name);
    const file = { folder: join(folder, "pack"), path, content: Buffer.from("x") };
    await expect(write(file)).rejects.toThrow(/\/a is a link, which is not followed; remove it/);
    expect([names(), textOf("away/file")]).toEqual([before, "precious"]);
  });

  it("that comes while the file is written is not followed", async () => {
    const files = new WholeFiles({});
    await files.write(placed("a", "new"), [Buffer.from("new")]);
    linkTo(join(away(), "file"), "a");
    await expect(files.finish()).rejects.toThrow("is a link, which is not followed");
    files.discard();
    expect([names(), textOf("away/file")]).toEqual([["a", "away", "away/file"], "precious"]);
  });

  it("is the user's own where it is or leads to the folder that was named", async () => {
    linkTo(away(), "named");
    const named = join(folder, "named");
    const content = Buffer.from("new");
    await write({ folder: named, path: join(named, "new/file"), content });
    expect(textOf("away/new/file")).toBe("new");
    expect(lstatSync(named).isSymbolicLink()).toBe(true);
  });
});

describe("a signal", () => {
  it("leaves all as it was while files are written, and where some are in their place", async () => {
    put("a", "old");
    for (const isInPlace of [false, true]) {
      const { writer, end } = makeWriter();
      const files = new WholeFiles(writer);
      for (const name of ["a", "new/b"]) await files.write(placed(name, ""), [Buffer.from("new")]);
      if (isInPlace) files.putInPlace();
      end();
      expect([names(), textOf("a")]).toEqual([["a"], "old"]);
    }
  });

  it("changes nothing any more when all is done", async () => {
    const { writer, end } = makeWriter();
    await writeFiles([placed("a", "new")], writer);
    end();
    expect([names(), textOf("a")]).toEqual([["a"], "new"]);
  });
});

describe("what a run that was killed has left", () => {
  it("is removed by the next writer in that folder", async () => {
    mkdirSync(join(folder, "b"));
    const left = [leaveUnfinished(folder), leaveUnfinished(join(folder, "b"))];
    const writer = { pid: 1, isRunning: () => false };
    expect(findLeftovers([folder, join(folder, "b")], writer)).toEqual(left);
    await writeFiles([placed("a", "new")], writer);
    expect(left.map((path) => existsSync(path))).toEqual([false, true]);
  });

  it("is not what another run is about to write", async () => {
    const path = leaveUnfinished(folder);
    await writeFiles([placed("a", "new")], { pid: 1, isRunning: () => true });
    expect(existsSync(path)).toBe(true);
  });

  it("is nothing that only has a similar name, nor a link", async () => {
    const path = leaveUnfinished(folder);
    const similar = [`${path}0`, join(folder, ".rstdiag-new")];
    for (const name of similar) mkdirSync(name);
    const link = `${path.slice(0, -6)}000000`;
    symlinkSync(path, link);
    expect(findLeftovers([folder], { pid: 1, isRunning: () => false })).toEqual([path]);
  });
});
