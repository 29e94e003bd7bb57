import { mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { awaitEnd, contextForTest } from "../../test/support/context.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { EXIT } from "./exit-codes.js";
import { importFile, type RegistryImportOptions } from "./registry-import.js";

const TABLE = "Value\tCode\tName\tReference\n1\tTIMEOUT\tTimeout\tSection 2 of [RFC1]\n";
const TARGET = "registry/causes.draft-03.xml";

let cwd = "";
beforeEach(() => {
  cwd = makePrivateFolder("import");
  onTestFinished(() => rmSync(cwd, { recursive: true }));
  mkdirSync(join(cwd, "registry"));
  writeFileSync(join(cwd, "table.tsv"), TABLE);
});

async function run(options: Partial<RegistryImportOptions> = {}, file = "table.tsv") {
  const context = contextForTest({ cwd });
  const given = { id: "causes", revision: "draft-03", title: "Causes", registry: "registry" };
  const code = await awaitEnd(context, () => importFile(context, file, { ...given, ...options }));
  return { code, stdout: context.stdout.text, stderr: context.stderr.text };
}

const names = () => readdirSync(cwd, { recursive: true, encoding: "utf8" }).sort();
const textOf = (name: string) => readFileSync(join(cwd, name), "utf8");

describe("importFile", () => {
  it("writes the normal form, and says what it lost on standard error", async () => {
    expect(await run({ rule: "Expert Review", note: ["A note."] })).toEqual({
      code: EXIT.ok,
      stdout: `written    ${TARGET} (1 row)\n`,
      stderr: 'dropped the column "Code"\nwrote the references as IANA does in 1 row\n',
    });
    expect(textOf(TARGET)).toBe(`<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="causes">
  <title>Causes</title>
  <registration_rule>Expert Review</registration_rule>
  <note>A note.</note>
  <range>
    <value>1-65535</value>
    <registration_rule>Expert Review</registration_rule>
  </range>
  <record>
    <value>1</value>
    <description>Timeout</description>
    <xref type="rfc" data="rfc1" section="2"/>
  </record>
</registry>
`);
  });

  it("changes nothing when its own file is imported again", async () => {
    await run({ draft: "draft-ietf-tcpm-example-03", rule: "Expert Review", note: ["A note."] });
    const before = textOf(TARGET);
    expect(await run({ force: true }, TARGET)).toMatchObject({ code: EXIT.ok, stderr: "" });
    expect(textOf(TARGET)).toBe(before);
  });

  it("overwrites nothing without --force", async () => {
    writeFileSync(join(cwd, TARGET), "mine");
    expect(await run()).toEqual({
      code: EXIT.badInput,
      stdout: "",
      stderr: `rstdiag: ${TARGET} already exists; replace it with --force\nnothing was written\n`,
    });
    expect(textOf(TARGET)).toBe("mine");
    expect((await run({ force: true })).code).toBe(EXIT.ok);
    expect(textOf(TARGET)).toContain("Timeout");
  });

  it("writes nothing where there are mistakes, and tells each on a line", async () => {
    writeFileSync(join(cwd, "table.tsv"), `${TABLE}1\tX\tTwice\n70000\tX\tToo far\n`);
    const before = names();
    const { code, stdout, stderr } = await run();
    expect([code, stdout]).toEqual([EXIT.badInput, ""]);
    expect(stderr.trimEnd().split("\n")).toEqual([
      "table.tsv:3:1: code 1 is listed twice, first in line 2; keep one record",
      "table.tsv:4:1: the value 70000 is out of range; use 1 to 65535",
    ]);
    expect(names()).toEqual(before);
  });

  it.each([
    ["a file that is not there", "nowhere.tsv", "cannot be read (ENOENT)"],
    ["a folder", "registry", "is not a regular file"],
  ])("tells of %s", async (_what, file, message) => {
    const { code, stderr } = await run({}, file);
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toContain(`${file}:1:1: ${message}; `);
  });

  it.each([
    ["id", { id: "../causes" }],
    ["id", { id: "/etc/passwd" }],
    ["id", { id: "a/b" }],
    ["id", { id: "" }],
    ["id", { id: "Causes" }],
    ["id", { id: "a\0b" }],
    ["revision", { revision: "../../x" }],
    ["revision", { revision: "a\\b" }],
    ["revision", { revision: ".." }],
    ["revision", { revision: "" }],
    ["revision", { revision: "a\n" }],
    ["draft", { draft: "draft-x-latest" }],
  ])("is bad usage where the %s is %j, and writes nothing", async (name, options) => {
    const before = names();
    const { code, stderr } = await run(options);
    expect(code).toBe(EXIT.usage);
    expect(stderr).toMatch(new RegExp(`^rstdiag: --${name} .* is not usable; .*\n$`));
    expect(names()).toEqual(before);
  });

  it("follows no link, but names it", async () => {
    writeFileSync(join(cwd, "outside"), "mine");
    symlinkSync(join(cwd, "outside"), join(cwd, TARGET));
    const { code, stderr } = await run({ force: true });
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toMatch(
      /^rstdiag: registry\/causes.draft-03.xml is a link, which is not followed/,
    );
    expect(textOf("outside")).toBe("mine");
  });

  it("leaves nothing behind where it cannot write", async () => {
    mkdirSync(join(cwd, TARGET));
    const before = names();
    const { code, stderr } = await run({ force: true });
    expect(code).toBe(EXIT.badInput);
    expect(stderr).toContain("cannot be written: a folder is in the way\nnothing was written");
    expect(names()).toEqual(before);
  });
});
