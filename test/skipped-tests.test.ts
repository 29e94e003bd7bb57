import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { ROOT } from "./support/cli.js";

// Without a reason it counts as a failure where it is left out, which root's own runs never show.
it("a test that root alone can run, or all but root, says so in its title", () => {
  const names = readdirSync(join(ROOT, "test")).filter((name) => name.endsWith(".test.ts"));
  const silent = names.filter((name) => {
    const text = readFileSync(join(ROOT, "test", name), "utf8");
    return [...text.matchAll(/\bskipIf\(!?IS_ROOT\)\(\s*(.*)/g)].some(
      ([, title = ""]) => !/skippedIf\(!?IS_ROOT\b/.test(title),
    );
  });
  expect(silent).toEqual([]);
});
