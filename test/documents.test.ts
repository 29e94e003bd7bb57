import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT, runCli } from "./support/cli.js";

const SCRIPTS: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(join(ROOT, "package.json"), "utf8"),
).scripts;

/** Paths in backquotes, or that a link leads to; not those with a part that stands for others. */
const PATH =
  /[`(]((?:generator|scripts|templates|test|registry|dist|docs|samples)\/[^`()*<\s]+)[`)]/g;

describe.each(["README.md", "CONTRIBUTING.md"])("%s", (name) => {
  // A command may be broken by a line's end.
  const text = readFileSync(join(ROOT, name), "utf8").replace(/\s+/g, " ");

  it("names scripts of npm that are there", () => {
    const named = [...text.matchAll(/npm run ([\w:-]+)/g)].map(([, script = ""]) => script);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((script) => !(script in SCRIPTS))).toEqual([]);
  });

  it("names commands of rstdiag with options that they have", () => {
    const helps = new Map<string, string>();
    const wrong = [...text.matchAll(/(?:`|npx )rstdiag ([a-z](?:(?! npx )[^`$|)])*)/g)].flatMap(
      ([command, words = ""]) => {
        const [first = "", second] = words.split(" ");
        const path = first === "registry" && second ? [first, second] : [first];
        const key = path.join(" ");
        const help = helps.get(key) ?? runCli([...path, "--help"]).stdout;
        helps.set(key, help);
        const options = words.match(/--[a-z][\w-]*/g) ?? [];
        const isThere = help.startsWith(`Usage: rstdiag ${key} `);
        return isThere && options.every((option) => help.includes(option)) ? [] : [command];
      },
    );
    expect(helps.size).toBeGreaterThan(1);
    expect(wrong).toEqual([]);
  });

  it("names files and folders that are there", () => {
    const named = [...text.matchAll(PATH)].map(([, path = ""]) => path);
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !existsSync(join(ROOT, path)))).toEqual([]);
  });
});
