import { cpSync, mkdirSync, rmSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";
import { edit, makeFolder, ROOT } from "../../../test/support/cli.js";
import { compiledExplanation, isCompiledStale } from "./compiled-explanation.js";

/** A clone with all that the compiled explanation is made of. */
function copyClone(): string {
  const folder = makeFolder();
  for (const name of ["generator", "data", "lua/platform", "templates/wireshark"]) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    cpSync(join(ROOT, name), join(folder, name), { recursive: true });
  }
  for (const name of ["build.mjs", "entry.ts", "package-lock.json", "prelude.lua"]) {
    cpSync(join(ROOT, "lua", name), join(folder, "lua", name));
  }
  return folder;
}

describe("the compiled explanation", () => {
  it("is that of the sources here", () => {
    // After a change of them: npm run lua
    expect(isCompiledStale(ROOT)).toBe(false);
  });

  it.each([
    ["generator/explain/core/signatures/idle-timeout.ts", "export", "export "],
    ["lua/prelude.lua", "local unpack", "local  unpack"],
    ["lua/platform/capture/byte-order.lua", "local", "local "],
    ["data/server-ports.tsv", "443", "4430"],
    ["lua/build.mjs", "JIT", "54"],
    ["templates/wireshark/explain/core.lua", "RESTART_SECONDS = 1\n", "RESTART_SECONDS = 2\n"],
  ])("is stale after a change of %s", (name, from, to) => {
    const folder = copyClone();
    expect(isCompiledStale(folder)).toBe(false);
    edit(join(folder, name), from, to);
    expect(isCompiledStale(folder)).toBe(true);
  });

  it("is stale where a source is gone", () => {
    const folder = copyClone();
    rmSync(join(folder, "generator/explain/core/judge.ts"));
    expect(isCompiledStale(folder)).toBe(true);
  });

  it("is never stale in the package of npm, which has no sources", () => {
    const folder = copyClone();
    for (const name of ["generator", "lua"]) rmSync(join(folder, name), { recursive: true });
    expect(isCompiledStale(folder)).toBe(false);
  });

  it("goes into the plugin without the list of its sources", () => {
    expect(compiledExplanation()).not.toContain("generator/");
    expect(compiledExplanation()).toContain("\nlocal given = ...\n");
  });
});
