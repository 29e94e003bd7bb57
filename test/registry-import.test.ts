import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { copyProject, readTree, runCli } from "./support/cli.js";

const TABLE = "Value\tDescription\tSpecification\n1\tTimeout\tThisDocument\n";
const NAMES = ["--id", "causes", "--revision", "draft-03"];
const TEXTS = ["--title", "Causes", "--draft", "draft-ietf-tcpm-example-03"];

describe("registry import", () => {
  it("adds a revision to the folder of the inputs", () => {
    const cwd = copyProject();
    writeFileSync(join(cwd, "table.tsv"), TABLE);
    const notes = ["--note", "One.", "--note", "Two.", "table.tsv"];
    const result = runCli(["registry", "import", ...NAMES, ...TEXTS, ...notes], { cwd });
    expect(result).toMatchObject({
      status: 0,
      stdout: "written    registry/causes.draft-03.xml (1 row)\n",
      stderr: "replaced ThisDocument by draft-ietf-tcpm-example-03 in 1 row\n",
    });
    const text = readFileSync(join(cwd, "registry/causes.draft-03.xml"), "utf8");
    expect(text).toContain("  <note>One.</note>\n  <note>Two.</note>\n");
    const again = runCli(["registry", "import", "table.tsv", ...NAMES, ...TEXTS], { cwd });
    expect(again).toMatchObject({ status: 1, stdout: "" });
    const forced = runCli(["registry", "import", "table.tsv", ...NAMES, ...TEXTS, "--force"], {
      cwd,
    });
    expect(forced.status).toBe(0);
  });

  it.each([
    ["an id that leads elsewhere", ["--id", "../x", "--revision", "a"]],
    ["a revision that leads elsewhere", ["--id", "x", "--revision", "../../a"]],
    ["no id", ["--revision", "a"]],
    ["no revision", ["--id", "a"]],
  ])("takes %s for bad usage, and writes nothing", (_what, args) => {
    const cwd = copyProject();
    writeFileSync(join(cwd, "table.tsv"), TABLE);
    const before = readTree(cwd);
    const result = runCli(["registry", "import", "table.tsv", ...TEXTS, ...args], { cwd });
    expect(result.status).toBe(2);
    expect(result.stderr).not.toBe("");
    expect(readTree(cwd)).toEqual(before);
  });
});
