import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { showCodes, statesCause } from "../generator/model/registry.js";
import { findUnprintable } from "../generator/model/text.js";
import {
  COPIED_INPUTS,
  copyProject,
  edit,
  ROOT,
  readTree,
  runCli,
  runShell,
} from "./support/cli.js";
import { ownModel } from "./support/models.js";
import { NEEDS_PUBLISHED, skippedIf } from "./support/tools.js";

/** IANA's own file, which is beside this repository, not in it. */
const PUBLISHED = join(ROOT, "../shared/data/iana/xml/tcp-parameters.xml");
const DRAFT = "draft-ietf-tcpm-rst-diagnostic-payload";

/** A group of registries as IANA writes it. */
const GROUP = `<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments" id="tcp-parameters">
  <title>Transmission Control Protocol (TCP) Parameters</title>
  <updated>2027-02-03</updated>
  <registry id="tcp-parameters-2">
    <title>TCP Alternate Checksum Numbers</title>
    <record><value>0</value><description>TCP Checksum</description><xref type="rfc" data="rfc1146"/></record>
  </registry>
  <people/>
</registry>
`;

/** IANA's group with a registry of the causes of draft-03, as IANA would write and call it. */
function withCauses(group: string, id = "tcp-rst-failure-causes"): string {
  const own = readFileSync(join(ROOT, "registry/tcp-failure-causes.draft-03.xml"), "utf8");
  const records = own
    .slice(own.indexOf("  <record"), own.lastIndexOf("</registry>"))
    .replaceAll(/ rstdiag:\w+="[^"]*"/g, "")
    .replaceAll(/<xref type="draft" data="[^"]*"\/>/g, '<xref type="rfc" data="rfc9999"/>')
    .replace("<value>1</value>", "<value>0x01</value>");
  const head = `<title>TCP  Failure causes</title><registration_rule>Expert Review</registration_rule>`;
  return group.replace(/ *<people/, `  <registry id="${id}">${head}${records}</registry>\n$&`);
}

/** A draft as kramdown-rfc reads it, with the table of draft-02; rows may follow. */
function draft(version: string, more: readonly string[] = []): string {
  const [registry] = ownModel("draft-02").registries;
  const rows = (registry?.rows ?? []).filter(statesCause).map((row) => {
    const reference = row.reference.replace(`${DRAFT}-02`, "ThisDocument");
    return `| ${showCodes(row)} | ${row.description} | ${reference} |`;
  });
  return [
    "---",
    `docname: ${DRAFT}-${version}`,
    "---",
    "| Value | Description | Specification (if available) |",
    "|:-:|---|---|",
    ...rows,
    ...more,
    '{: #initial title="Initial TCP Failure Causes"}',
    "",
  ].join("\n");
}

/** A copy of the inputs beside the files that were downloaded. */
function project(files: Readonly<Record<string, string>>): string {
  const folder = copyProject();
  mkdirSync(join(folder, "new"));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, "new", name), text);
  return folder;
}

function watch(cwd: string, ...paths: readonly string[]) {
  return runCli(["registry", "watch", ...COPIED_INPUTS, ...(paths.length > 0 ? paths : ["new"])], {
    cwd,
  });
}

describe("registry watch", () => {
  it("finds nothing to do in what the folder has, or what is of others, and changes nothing", () => {
    const cwd = project({
      "tcp-parameters.xml": GROUP,
      "draft-02.xml": readFileSync(join(ROOT, "registry/tcp-failure-causes.draft-02.xml"), "utf8"),
      "draft.md": draft("01", ["| 18 | Too old | |"]),
      "enterprise-numbers.txt": readFileSync(join(ROOT, "registry/enterprise-numbers.txt"), "utf8"),
    });
    const before = readTree(cwd);
    const { status, stdout, stderr } = watch(cwd);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout.split("\n")).toEqual([
      'new/draft-02.xml: nothing to do: IANA\'s registry "TCP Failure Causes" has the codes of draft-02',
      `new/draft.md: nothing to do: ${DRAFT}-01 is older than ${DRAFT}-03`,
      "new/enterprise-numbers.txt: nothing to do: vendors have the same names",
      "new/tcp-parameters.xml: nothing to do: it has none of TCP Failure Causes, Linux reset reasons",
      "",
    ]);
    expect(readTree(cwd)).toEqual(before);
  });

  it("says what a new version of the draft changes, and how much that matters", () => {
    const cwd = project({ "draft.md": draft("04", ["| 18 | Quota exceeded | |"]) });
    const { status, stdout } = watch(cwd);
    expect(status).toBe(5);
    expect(stdout).toContain(`new/draft.md: ${DRAFT}-04 is new; against draft-02 of TCP Failure`);
    expect(stdout).toMatch(/^added +18 +Quota exceeded +/m);
    expect(stdout).not.toContain("reference-changed");
    writeFileSync(join(cwd, "new/draft.md"), draft("04"));
    expect(watch(cwd).stdout).toBe(
      `new/draft.md: nothing to do: ${DRAFT}-04 has the codes of draft-02\n`,
    );
    writeFileSync(
      join(cwd, "new/draft.md"),
      draft("04").replace("| 14 |", "| 15 |").replace("| 15 | Too", "| 14 | Too"),
    );
    expect(watch(cwd)).toMatchObject({
      status: 6,
      stdout: expect.stringMatching(/^renumbered \(/m),
    });
  });

  it("says how to correct a revision that the document contradicts", () => {
    const cwd = project({ "draft.md": draft("02", ["| 18 | Quota exceeded | |"]) });
    const { status, stdout } = watch(cwd);
    expect(status).toBe(5);
    expect(stdout).toContain("says otherwise than the file of that revision; against draft-02");
    expect(stdout).toContain(" --revision draft-02 --force --registry registry\n");
    // The document that was written down is the one that the revision is of.
    const [, command = ""] = /^1\. rstdiag (.*)$/m.exec(stdout) ?? [];
    expect(runCli(command.split(" "), { cwd }).status).toBe(0);
    expect(watch(cwd).status).toBe(0);
  });

  it.each([
    ["a page that says that there is no file", "<!DOCTYPE html><html><body>404</body></html>"],
    ["half a file", GROUP.slice(0, 300)],
  ])("is not content with %s in place of a file", (_what, text) => {
    const cwd = project({ "a.md": draft("04", ["| 18 | Quota | |"]), "tcp-parameters.xml": text });
    const { status, stdout, stderr } = watch(cwd);
    expect(status).toBe(1);
    expect(stderr).toMatch(/^new\/tcp-parameters\.xml:\d+:\d+: /);
    expect(stdout).toContain("Quota");
  });

  it("is not content with a folder without files, or a file that is not there", () => {
    const cwd = project({});
    expect(watch(cwd)).toMatchObject({
      status: 1,
      stderr: "rstdiag: new has no files, so nothing was compared\n",
    });
    expect(watch(cwd, "none.xml")).toMatchObject({
      status: 1,
      stderr: expect.stringContaining("none.xml:1:1: cannot be read (ENOENT)"),
    });
  });

  it("says that IANA names a vendor otherwise, and what brings that into the folder", () => {
    const numbers = readFileSync(join(ROOT, "registry/enterprise-numbers.txt"), "utf8");
    const cwd = project({ "n.txt": numbers.replace("Example Enterprise Number", "Sample Number") });
    const { status, stdout } = watch(cwd);
    expect(status).toBe(5);
    expect(stdout).toMatch(/^32473 {2}"Example Enterprise .*" is now "Sample Number .*"$/m);
    expect(runShell(stepsOf(stdout)[0] ?? "", cwd).status).toBe(0);
    expect(watch(cwd)).toMatchObject({ status: 0 });
  });

  it("writes a name with characters that nobody sees so that it is the same when it is pasted", () => {
    const names = [
      "two\nlines.md",
      "\u001b]0;title\u0007.md",
      "a\u202eb\u200b's \\012.md",
      "=b.md",
    ];
    for (const name of names) {
      const cwd = project({ [name]: draft("04", ["| 18 | Quota exceeded | |"]) });
      const [command = ""] = stepsOf(watch(cwd, join("new", name)).stdout);
      expect(findUnprintable(command)).toBeUndefined();
      expect(runShell(command, cwd).status).toBe(0);
      expect(readdirSync(join(cwd, "registry"))).toContain("tcp-failure-causes.draft-04.xml");
    }
  });

  it("lets no name out of a file or a folder do anything in a shell", () => {
    const id = "a&apos;;touch broken;&apos;";
    const cwd = project({ "it's $(touch broken).xml": withCauses(GROUP, id) });
    const [command = ""] = stepsOf(watch(cwd).stdout);
    expect(runShell(command, cwd)).toMatchObject({ status: 0 });
    expect(readdirSync(cwd)).not.toContain("broken");
    expect(readdirSync(join(cwd, "registry"))).toContain("tcp-failure-causes.iana-2027-02-03.xml");
  });
});

/** The things to do, as the command lists them, with the program that was built. */
function stepsOf(stdout: string): readonly string[] {
  const steps = [...stdout.matchAll(/^\d+\. (.*)$/gm)].map(([, step = ""]) => step);
  return steps.map((step) => step.replace(/^rstdiag /, '"$NODE" "$CLI" '));
}

const GROUPS: readonly (readonly [string, () => string, boolean])[] = [
  ["a file like IANA's", () => GROUP, true],
  [
    `IANA's own file${skippedIf(!existsSync(PUBLISHED), NEEDS_PUBLISHED)}`,
    () => readFileSync(PUBLISHED, "utf8"),
    existsSync(PUBLISHED),
  ],
];

describe('the day on which IANA creates "TCP Failure Causes"', () => {
  it.each(GROUPS.filter(([, , isThere]) => isThere))(
    "takes one data file and one line, and all that is said to do works: %s",
    (_name, group) => {
      const cwd = project({ "tcp-parameters.xml": withCauses(group()) });
      const { status, stdout } = watch(cwd);
      expect(status).toBe(6);
      const [importing = "", listing = "", ...rest] = stepsOf(stdout);
      const before = readTree(join(cwd, "registry"));

      // One data file.
      const imported = runShell(importing, cwd);
      expect(imported.status, imported.stderr).toBe(0);
      expect(imported.stderr).toMatch(/kept from draft-03: meaning, group, origin of \d+ rows/);
      expect(imported.stderr).not.toContain("could not keep");
      const [, revision = ""] = / --revision (\S+)/.exec(importing) ?? [];
      expect(revision).toMatch(/^iana-\d{4}-\d\d-\d\d$/);

      // One line.
      const told = /^(\S+):(\d+): add to the revisions: (\S+: \S+);/.exec(listing);
      const [, definition = "", line = "", entry = ""] = told ?? [];
      const lines = readFileSync(join(cwd, definition), "utf8").split("\n");
      expect(lines[Number(line) - 1]).toBe("    revisions:");
      lines.splice(Number(line), 0, `      ${entry}`);
      writeFileSync(join(cwd, definition), lines.join("\n"));
      const after = readTree(join(cwd, "registry"));
      const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
      expect(changed).toEqual([
        "/rst-diagnostic-payload.yaml",
        `/tcp-failure-causes.${revision}.xml`,
      ]);

      // All commands know it, and nothing is left to do.
      const again = watch(cwd);
      expect(again).toMatchObject({ status: 0, stderr: "" });
      expect(again.stdout).toContain(`has the codes of ${revision}\n`);
      const decode = (...more: readonly string[]) =>
        runCli(
          ["decode", ...COPIED_INPUTS, ...more, "dist/samples/specification-examples.pcapng"],
          { cwd },
        ).stdout;
      expect(decode()).toContain("Connection timeout (14)");
      expect(decode("--revision", revision)).toContain("Reset received from the peer (14)");

      // Where packs are to speak for it, that is one word, and then what is listed last.
      edit(join(cwd, definition), "default: draft-02", `default: ${revision}`);
      expect(rest.map((step) => /CLI" (\w+) /.exec(step)?.[1])).toEqual(["generate", "verify"]);
      expect(runShell(rest[0] ?? "", cwd)).toMatchObject({ status: 0, stderr: "" });
      expect(readFileSync(join(cwd, "dist/wireshark/rstdiag.lua"), "utf8")).toContain(revision);
      expect(decode()).toContain("Reset received from the peer (14)");
    },
  );
});
