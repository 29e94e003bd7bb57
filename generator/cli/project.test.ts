import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, describe, expect, it } from "vitest";
import { contextForTest } from "../../test/support/context.js";
import { DEFINITION_FILE } from "../registry/definition.js";
import { ownVersion } from "./context.js";
import { findProject } from "./project.js";

const OWN = fileURLToPath(new URL("../../", import.meta.url));
const root = realpathSync(mkdtempSync(join(tmpdir(), "rstdiag-project-")));
const deep = join(root, "a", "b");
const empty = realpathSync(mkdtempSync(join(tmpdir(), "rstdiag-empty-")));
mkdirSync(deep, { recursive: true });
mkdirSync(join(root, "a", "registry"));
mkdirSync(join(root, "registry"));
writeFileSync(join(root, "registry", DEFINITION_FILE), "");

afterAll(() => {
  for (const folder of [root, empty]) rmSync(folder, { recursive: true, force: true });
});

const find = (cwd: string, options = {}) => findProject(contextForTest({ cwd }), options);

describe("findProject", () => {
  it.each([
    ["the user's folder", root],
    ["the nearest above that has a definition", deep],
  ])("takes %s", (_name, cwd) => {
    expect(find(cwd)).toMatchObject({
      registry: { path: join(root, "registry") },
      dist: join(root, "dist"),
      samples: join(root, "samples"),
    });
  });

  it("takes rstdiag's own registry where there is none above", () => {
    expect(find(empty).registry.path).toBe(join(OWN, "registry"));
  });

  it("names the registry as the user would", () => {
    expect(find(root).registry.name).toBe("registry");
    expect(find(root, { registry: "other/registry" }).registry).toEqual({
      path: join(root, "other", "registry"),
      name: "other/registry",
    });
  });

  it.each([
    ["a relative folder", "out", join(root, "out")],
    ["an absolute one", join(empty, "out"), join(empty, "out")],
  ])("writes the pack and its samples to the folder that is asked for: %s", (_name, out, dist) => {
    expect(find(root, { out })).toMatchObject({ dist, samples: join(dist, "samples") });
  });

  it("takes relative folders from where the user is, not from the project", () => {
    const project = find(deep, { registry: "registry", out: "out" });
    expect(project.registry.path).toBe(join(deep, "registry"));
    expect(project.dist).toBe(join(deep, "out"));
  });
});

describe("ownVersion", () => {
  it("is that of the package", () => {
    const { version } = JSON.parse(readFileSync(join(OWN, "package.json"), "utf8"));
    expect(ownVersion()).toBe(version);
    expect(ownVersion()).toMatch(/^\d+\.\d+\.\d+/);
  });
});
