import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COPIED_INPUTS, COPIED_PACK, copyProject, edit, readTree, runCli } from "./support/cli.js";

const TABLE = "Value\tDescription\tSpecification\n1\tTimeout\tThisDocument\n";
const NAMES = ["--id", "causes", "--revision", "draft-03"];
const TEXTS = ["--title", "Causes", "--draft", "draft-ietf-tcpm-example-03"];

describe("registry import", () => {
  it("adds a revision to the folder of the inputs", () => {
    const cwd = copyProject();
    writeFileSync(join(cwd, "table.tsv"), TABLE);
    const notes = ["--note", "One.", "--note", "Two.", "table.tsv"];
    const result = runCli(["registry", "import", ...COPIED_INPUTS, ...NAMES, ...TEXTS, ...notes], {
      cwd,
    });
    expect(result).toMatchObject({
      status: 0,
      stdout: "written    registry/causes.draft-03.xml (1 row)\n",
      stderr:
        "replaced ThisDocument by draft-ietf-tcpm-example-03 in 1 row\n" +
        "registry/rst-diagnostic-payload.yaml:10: nothing reads this file yet; add to the " +
        "registries: causes: { default: draft-03, revisions: { draft-03: causes.draft-03.xml } }\n",
    });
    const text = readFileSync(join(cwd, "registry/causes.draft-03.xml"), "utf8");
    expect(text).toContain("  <note>One.</note>\n  <note>Two.</note>\n");
    const again = runCli(
      ["registry", "import", ...COPIED_INPUTS, "table.tsv", ...NAMES, ...TEXTS],
      { cwd },
    );
    expect(again).toMatchObject({ status: 1, stdout: "" });
    const forced = runCli(
      ["registry", "import", ...COPIED_INPUTS, "table.tsv", ...NAMES, ...TEXTS, "--force"],
      {
        cwd,
      },
    );
    expect(forced.status).toBe(0);
  });

  it("keeps what only the file that it replaces says, and tells what it could not keep", () => {
    const cwd = copyProject();
    const file = join(cwd, "registry/tcp-failure-causes.draft-03.xml");
    const before = readFileSync(file, "utf8");
    const published = before
      .replaceAll(/ rstdiag:\w+="[^"]*"/g, "")
      .replaceAll(
        /\n *<note>.*<\/note>|\n *<registration_rule>.*|\n *<range>[\s\S]*<\/range>/g,
        "",
      );
    const names = ["--id", "tcp-failure-causes", "--revision", "draft-03", "--force"];
    const again = (text: string) => {
      writeFileSync(join(cwd, "new.xml"), text);
      return runCli(["registry", "import", ...COPIED_INPUTS, "new.xml", ...names], { cwd });
    };
    const listed =
      "registry/rst-diagnostic-payload.yaml:15: lists this file as the revision draft-03 of tcp-failure-causes\n";
    expect(again(published)).toMatchObject({
      status: 0,
      stderr:
        "kept from the replaced file: registration rule, notes\n" +
        `kept from the replaced file: meaning, group, origin of 20 rows\n${listed}`,
    });
    expect(readFileSync(file, "utf8")).toBe(before);
    const { stderr } = again(published.replace("Connection timeout", "Silence"));
    expect(stderr).toContain(
      'could not keep meaning="connection-timeout" group="timeout" origin="any" of 16 ' +
        '"Connection timeout": no row has this cause any more\n',
    );
    expect(readFileSync(file, "utf8")).toContain("<description>Silence</description>");
  });

  it("says where to list a new revision, and check warns until it is", () => {
    const cwd = copyProject();
    writeFileSync(join(cwd, "table.tsv"), TABLE);
    const names = ["--id", "tcp-failure-causes", "--revision", "draft-04", ...TEXTS];
    const { stderr } = runCli(["registry", "import", ...COPIED_INPUTS, "table.tsv", ...names], {
      cwd,
    });
    const entry = "draft-04: tcp-failure-causes.draft-04.xml";
    expect(stderr).toContain(
      `registry/rst-diagnostic-payload.yaml:13: nothing reads this file yet; add to the revisions: ${entry}\n`,
    );
    const warned = runCli(["check", ...COPIED_PACK], { cwd });
    expect(warned).toMatchObject({
      status: 0,
      stderr:
        "registry/tcp-failure-causes.draft-04.xml:1:1: warning: rst-diagnostic-payload.yaml does " +
        "not list this file, so nothing reads it; add it to the revisions of its registry, or delete it\n",
    });
    const definition = join(cwd, "registry/rst-diagnostic-payload.yaml");
    const listed = "draft-03: tcp-failure-causes.draft-03.xml\n";
    edit(definition, listed, `${listed}      ${entry}\n`);
    const { status, stderr: told } = runCli(["check", ...COPIED_PACK], { cwd });
    expect(status).toBe(3);
    expect(told).not.toContain("warning");
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
    const result = runCli(
      ["registry", "import", ...COPIED_INPUTS, "table.tsv", ...TEXTS, ...args],
      { cwd },
    );
    expect(result.status).toBe(2);
    expect(result.stderr).not.toBe("");
    expect(readTree(cwd)).toEqual(before);
  });
});
