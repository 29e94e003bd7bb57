import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { isBuilt, rememberBuilt } from "../scripts/built-state.mjs";
import { makeFolder } from "./support/cli.js";

/** A clone as it is behind a build. */
function makeBuilt(): string {
  const root = makeFolder();
  for (const name of [
    "generator/a.ts",
    "templates/docs/a.ejs",
    "build/a.js",
    "package-lock.json",
  ]) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), name);
  }
  rememberBuilt(root);
  return root;
}

describe("a clone that was built", () => {
  it("is not built again where nothing was changed", () => {
    expect(isBuilt(makeBuilt())).toBe(true);
  });

  it.each<readonly [string, (root: string) => void]>([
    ["a source was edited", (root) => writeFileSync(join(root, "generator/a.ts"), "other")],
    ["a source was added", (root) => writeFileSync(join(root, "generator/b.ts"), "")],
    ["a template is gone", (root) => rmSync(join(root, "templates/docs/a.ejs"))],
    ["a built file was edited", (root) => writeFileSync(join(root, "build/a.js"), "other")],
    ["a built file is gone", (root) => rmSync(join(root, "build/a.js"))],
    ["other packages are locked", (root) => writeFileSync(join(root, "package-lock.json"), "{}")],
    ["nothing is known of it", (root) => rmSync(join(root, ".cache"), { recursive: true })],
  ])("is built where %s", (_what, change) => {
    const root = makeBuilt();
    change(root);
    expect(isBuilt(root)).toBe(false);
  });
});
