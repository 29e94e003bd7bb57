import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { makePrivateFolder } from "../verify/private-folder.js";
import { findBuiltFiles, type MadeFile, packFiles } from "./built-files.js";

const FILES: readonly MadeFile[] = [
  { part: "pack", name: "docs/a.md", content: Buffer.from("text") },
  { part: "samples", name: "b.pcapng", content: Buffer.from([0, 255]) },
];

/** A root with one file of each kind of input, and the file that a build has made of them. */
function build() {
  const root = makePrivateFolder("built");
  onTestFinished(() => rmSync(root, { recursive: true }));
  for (const name of ["registry/a.xml", "templates/docs/a.ejs", "data/a.csv"]) {
    mkdirSync(join(root, name, ".."), { recursive: true });
    writeFileSync(join(root, name), name);
  }
  const file = join(root, "built-files.bin");
  writeFileSync(file, packFiles(FILES, root));
  return { root, file };
}

describe("findBuiltFiles", () => {
  it("gives what the build has made", () => {
    const { root, file } = build();
    expect(findBuiltFiles(root, file)).toEqual(FILES);
  });

  it.each<readonly [string, (root: string) => void]>([
    ["a registry was edited", (root) => writeFileSync(join(root, "registry/a.xml"), "other")],
    ["a template was edited", (root) => writeFileSync(join(root, "templates/docs/a.ejs"), "other")],
    ["a template was added", (root) => writeFileSync(join(root, "templates/docs/b.ejs"), "")],
    ["a table is gone", (root) => rmSync(join(root, "data/a.csv"))],
  ])("gives nothing where %s", (_what, change) => {
    const { root, file } = build();
    change(root);
    expect(findBuiltFiles(root, file)).toBeUndefined();
  });

  it("gives nothing where there was no build, or where another Node wrote what it made", () => {
    const { root, file } = build();
    expect(findBuiltFiles(root, `${file}.none`)).toBeUndefined();
    writeFileSync(file, Buffer.from([0xff, 0xff, 0x01]));
    expect(findBuiltFiles(root, file)).toBeUndefined();
  });
});
