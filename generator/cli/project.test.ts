import { cpSync, mkdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { makeFolderForFile } from "../../test/support/cli.js";
import { awaitEnd, contextForTest } from "../../test/support/context.js";
import { DEFINITION_FILE } from "../registry/source-file.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { type Context, Refusal } from "./context.js";
import { ownVersion } from "./own-release.js";
import {
  findBuiltFiles,
  findInputs,
  findProject,
  loadOrRefuse,
  type MadeFile,
  packFiles,
} from "./project.js";

const OWN = fileURLToPath(new URL("../../", import.meta.url));
const OWN_REGISTRY = join(OWN, "registry");

/** A folder as somebody may send it, with a registry, a pack, and a folder in it. */
const root = realpathSync(makeFolderForFile());
const deep = join(root, "a", "b");
const vendorsAlone = join(root, "vendors-alone");
const empty = realpathSync(makeFolderForFile());
const clone = realpathSync(makeFolderForFile());

beforeAll(() => {
  for (const folder of [deep, join(root, "registry"), join(root, "dist/wireshark")]) {
    mkdirSync(folder, { recursive: true });
  }
  writeFileSync(join(root, "registry", DEFINITION_FILE), "");
  writeFileSync(join(root, "dist/wireshark/rstdiag.lua"), "");
  cpSync(OWN_REGISTRY, join(clone, "registry"), { recursive: true });
  mkdirSync(join(vendorsAlone, "registry/vendors"), { recursive: true });
  writeFileSync(join(vendorsAlone, "registry/vendors/4711.csv"), "Value,Description\n1,a\n");
});

/** What is found, and what is said besides. */
function found<T>(cwd: string, find: (context: Context) => T) {
  const context = contextForTest({ cwd });
  return { found: find(context), told: context.stderr.text };
}

const inputs = (cwd: string, options = {}) =>
  found(cwd, (context) => findInputs(context, options).registry);

describe("findInputs", () => {
  it.each([
    ["a folder that has a registry", root, "registry"],
    ["a folder below one", deep, "../../registry"],
  ])("takes rstdiag's own registry in %s, and says so", (_name, cwd, other) => {
    const told = `registry: ${OWN_REGISTRY}; for this folder's own: --registry ${other}\n`;
    expect(inputs(cwd)).toMatchObject({ found: { path: OWN_REGISTRY }, told });
  });

  it("names the vendors of a folder that has nothing else of a registry", () => {
    const told = `registry: ${OWN_REGISTRY}; for this folder's vendors besides: --vendor registry/vendors/4711.csv\n`;
    expect(inputs(vendorsAlone)).toMatchObject({ found: { path: OWN_REGISTRY }, told });
  });

  it.each([
    ["where there is none", empty],
    ["in its own folder", OWN],
    ["below its own folder", join(OWN, "docs")],
    ["in a clone that has the same registry", clone],
  ])("says nothing %s", (_name, cwd) => {
    expect(inputs(cwd)).toMatchObject({ found: { path: OWN_REGISTRY }, told: "" });
  });

  it("takes the registry that is named, from where the user is, and under that name", () => {
    for (const registry of ["registry", "../registry"]) {
      expect(inputs(deep, { registry })).toEqual({
        found: { path: join(deep, registry), name: registry },
        told: "",
      });
    }
  });
});

describe("findProject", () => {
  const find = (cwd: string, options = {}) =>
    found(cwd, (context) => findProject(context, options)).found;

  it("takes rstdiag's own pack where nothing is named", () => {
    const own = { dist: join(OWN, "dist"), samples: join(OWN, "samples") };
    expect(find(empty)).toMatchObject(own);
    expect(find(root, { registry: OWN_REGISTRY })).toMatchObject(own);
  });

  it("changes no pack of its own for a folder that has a registry, which nobody named", () => {
    expect(() => find(root)).toThrow(Refusal);
    expect(() => find(vendorsAlone)).toThrow(Refusal);
  });

  it.each([
    ["a relative folder", "out", join(root, "out")],
    ["an absolute one", join(empty, "out"), join(empty, "out")],
  ])("takes the pack and its samples from the folder that is named: %s", (_name, out, dist) => {
    expect(find(root, { out })).toMatchObject({ dist, samples: join(dist, "samples") });
  });

  it("never takes its own pack for that of another registry", () => {
    expect(() => find(root, { registry: "registry" })).toThrow(Refusal);
  });
});

describe("loadOrRefuse", () => {
  it("says what to do where a registry has vendors only", async () => {
    const context = contextForTest({ cwd: vendorsAlone });
    const refused = async () => {
      await loadOrRefuse(context, findInputs(context, { registry: "registry" }));
      return 0;
    };
    expect(await awaitEnd(context, refused)).toBe(1);
    expect(context.stderr.text).toBe(
      `registry has vendors, but no ${DEFINITION_FILE}, and so is no registry; to add them to rstdiag's own, give each file instead: --vendor registry/vendors/4711.csv\n`,
    );
  });
});

describe("ownVersion", () => {
  it("is that of the package", () => {
    const { version } = JSON.parse(readFileSync(join(OWN, "package.json"), "utf8"));
    expect(ownVersion()).toBe(version);
    expect(ownVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});

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
