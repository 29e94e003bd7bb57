import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { awaitEnd, contextForTest } from "../../test/support/context.js";
import { edit, REAL_FOLDER } from "../../test/support/registry-folder.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { EXIT } from "./exit-codes.js";
import { importFile, type RegistryImportOptions } from "./registry-import.js";

const EXCERPT = "registry/enterprise-numbers.txt";
const DEFINITION = "registry/rst-diagnostic-payload.yaml";
const WHOLE = `PRIVATE ENTERPRISE NUMBERS

(last updated 2026-01-31)

Decimal
9
  ciscoSystems
    Dave Jones
      davej&cisco.com
32473
  Example "E"
    See [RFC5612]
      iana&iana.org
64096
  Last
    Some Body
      some&body.example


End of Document`;

let cwd = "";
beforeEach(() => {
  cwd = makePrivateFolder("import");
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  cpSync(REAL_FOLDER, join(cwd, "registry"), { recursive: true });
  writeFileSync(join(cwd, "numbers"), WHOLE);
});

async function run(options: RegistryImportOptions = {}, file = "numbers") {
  const context = contextForTest({ cwd });
  const given = { registry: "registry", ...options };
  const code = await awaitEnd(context, () => importFile(context, file, given));
  return { code, stdout: context.stdout.text, stderr: context.stderr.text };
}

const textOf = (name: string) => readFileSync(join(cwd, name), "utf8");

describe("importFile of enterprise numbers", () => {
  it("keeps the vendors' organisations and nobody's name, and says so", async () => {
    rmSync(join(cwd, EXCERPT));
    expect(await run()).toEqual({
      code: EXIT.ok,
      stdout: `written    ${EXCERPT} (1 organisation)\n`,
      stderr:
        "kept 1 of 3 numbers: those of the vendors in registry\n" +
        "dropped the people and their mail addresses\n",
    });
    expect(textOf(EXCERPT)).toContain("(last updated 2026-01-31)");
    expect(textOf(EXCERPT)).toContain('32473\n  Example "E"\n    ---none---\n      ---none---\n\n');
    expect(textOf(EXCERPT)).not.toMatch(/cisco|Last|RFC5612|@|&/);
  });

  it("overwrites nothing without --force", async () => {
    const before = textOf(EXCERPT);
    expect(await run()).toEqual({
      code: EXIT.badInput,
      stdout: "",
      stderr: `rstdiag: ${EXCERPT} already exists; replace it with --force\nnothing was written\n`,
    });
    expect(textOf(EXCERPT)).toBe(before);
    expect((await run({ force: true })).code).toBe(EXIT.ok);
    expect(textOf(EXCERPT)).toContain("2026-01-31");
  });

  it("changes nothing when its own file is imported again", async () => {
    const before = textOf(EXCERPT);
    expect((await run({ force: true }, EXCERPT)).code).toBe(EXIT.ok);
    expect(textOf(EXCERPT)).toBe(before);
  });

  it("names the vendors that IANA's file says nothing of", async () => {
    for (const name of ["9.csv", "4711.xml"])
      writeFileSync(join(cwd, "registry/vendors", name), "");
    const { code, stdout, stderr } = await run({ force: true });
    expect([code, stdout]).toEqual([EXIT.ok, `written    ${EXCERPT} (2 organisations)\n`]);
    expect(stderr).toContain("registry/vendors/4711.xml: numbers has no organisation for 4711\n");
    expect(textOf(EXCERPT)).toMatch(/\n9\n {2}ciscoSystems\n[\s\S]*\n32473\n/);
  });

  it("writes where the definition says, or says what to write there", async () => {
    edit(
      join(cwd, DEFINITION),
      "enterprise-numbers: enterprise-numbers.txt",
      "enterprise-numbers: pens",
    );
    expect((await run()).stdout).toBe("written    registry/pens (1 organisation)\n");
    edit(join(cwd, DEFINITION), "enterprise-numbers: pens", "");
    expect((await run({ force: true })).stderr).toContain(
      "add to rst-diagnostic-payload.yaml: enterprise-numbers: enterprise-numbers.txt\n",
    );
  });

  it.each([
    ["IANA's file is cut off", "numbers", "End of Document", "numbers:20:1: the file is cut off"],
    ["it has no vendor's organisation", "numbers", "32473", "nothing was written: numbers has no "],
    ["the definition is broken", DEFINITION, "formats:", `${DEFINITION}:`],
  ])("writes nothing where %s", async (_what, file, text, message) => {
    const before = textOf(EXCERPT);
    edit(join(cwd, file), text, "");
    const { code, stdout, stderr } = await run({ force: true });
    expect([code, stdout]).toEqual([EXIT.badInput, ""]);
    expect(stderr).toContain(message);
    expect(textOf(EXCERPT)).toBe(before);
  });

  it.each([
    ["an id", { id: "pen" }],
    ["a revision", { revision: "2026" }],
    ["both", { id: "pen", revision: "2026" }],
  ])("takes %s for bad usage", async (_what, options) => {
    expect(await run({ ...options, force: true })).toEqual({
      code: EXIT.usage,
      stdout: "",
      stderr: "rstdiag: enterprise numbers have no --id and no --revision; leave them out\n",
    });
  });

  it("does not take a registry for them", async () => {
    const { code, stderr } = await run({}, "registry/tcp-failure-causes.draft-02.xml");
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(/^rstdiag: a registry needs --id and --revision; /);
  });
});
