import { cpSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { beforeAll, describe, expect, it } from "vitest";
import { makeFolderForFile } from "../../test/support/cli.js";
import { awaitEnd, contextForTest } from "../../test/support/context.js";
import { DEFINITION_FILE } from "../registry/definition-file.js";
import { type Context, ownVersion, Refusal } from "./context.js";
import { findInputs, findProject, loadOrRefuse } from "./project.js";

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
