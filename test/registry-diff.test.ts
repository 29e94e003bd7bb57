import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { COPIED_INPUTS, copyProject, edit, makeFolder, ROOT, runCli } from "./support/cli.js";
import { NEEDS_PUBLISHED, skippedIf } from "./support/tools.js";

interface Change {
  readonly kind: string;
  readonly breaking: boolean;
  readonly effects: readonly string[];
  readonly from?: { readonly code: string };
  readonly to?: { readonly code: string } | readonly { readonly code: string }[];
}

function diff(...args: readonly string[]) {
  const { status, stdout, stderr } = runCli(["registry", "diff", "--json", ...args]);
  const parsed: { readonly breaking: boolean; readonly changes: readonly Change[] } =
    stdout === "" ? { breaking: false, changes: [] } : JSON.parse(stdout);
  return { status, stderr, ...parsed };
}

/** The changes of a kind as `from>to`. */
function ofKind(changes: readonly Change[], kind: string): readonly string[] {
  return changes
    .filter((change) => change.kind === kind)
    .map(({ from, to }) => `${from?.code ?? ""}>${[to ?? []].flat().map(({ code }) => code)}`);
}

describe("registry diff", () => {
  it("has escapes in its JSON for what a terminal would obey or nobody sees, as list has", () => {
    const folder = makeFolder();
    const paths = ["", "2,\u200bb,\u202e\n"].map((row, at) => {
      const path = join(folder, `${at}.csv`);
      writeFileSync(path, `Value,Description,Reference\n1,a,[RFC9000]\n${row}`);
      return path;
    });
    const { stdout } = runCli(["registry", "diff", "--json", ...paths]);
    expect(stdout).toContain('"reference": "\\u202e"');
    const shown = runCli(["registry", "show", "--json", paths[1] ?? ""]).stdout;
    for (const text of [stdout, shown]) expect(text).not.toMatch(/[\u200b\u202e]/);
  });

  it("finds what draft-03 did to the codes of draft-02", () => {
    const { status, breaking, changes } = diff("draft-02", "draft-03");
    expect({ status, breaking }).toEqual({ status: 6, breaking: true });
    expect(ofKind(changes, "removed")).toEqual(["2>"]);
    const moved = Array.from({ length: 11 }, (_, at) => `${at + 7}>${at + 9}`);
    expect(ofKind(changes, "renumbered")).toEqual(["3>2", "4>3", "5>4,6,7", "6>8", ...moved]);
    expect(ofKind(changes, "reworded")).toEqual(["5>5"]);
    const reassigned = Array.from({ length: 16 }, (_, at) => at + 2).filter((code) => code !== 5);
    expect(ofKind(changes, "reassigned")).toEqual(reassigned.map((code) => `${code}>${code}`));
    expect(ofKind(changes, "added")).toEqual([]);
  });

  it("takes a name for that of a revision before that of a file", () => {
    const folder = makeFolder();
    writeFileSync(join(folder, "draft-02"), "no registry");
    const args = ["registry", "diff", "draft-02", "draft-03"];
    const { status, stdout, stderr } = runCli(args);
    expect(runCli(args, { cwd: folder })).toMatchObject({ status, stdout, stderr });
  });

  it("says what a change does to filters and to the lines of tcpdump", () => {
    const { changes } = diff("draft-02", "draft-03");
    const timeout = changes.find(({ kind, from }) => kind === "renumbered" && from?.code === "14");
    expect(timeout?.effects).toEqual([
      "tcp.rst_diagnostic.reason_code == 14 is now tcp.rst_diagnostic.reason_code == 16",
      "[RST: Connection timeout (code 14, pen 0)] is now [RST: Connection timeout (code 16, pen 0)]",
    ]);
  });

  it("says what a change does to the buttons and colour rules of the profile", () => {
    const { changes } = diff("draft-02", "draft-03");
    const effectsOf = (kind: string, code: string) =>
      changes.find((change) => change.kind === kind && change.from?.code === code)?.effects;
    expect(effectsOf("removed", "2")).toContain(
      'the profile loses the button "Desynchronized state"',
    );
    expect(effectsOf("renumbered", "3")).toContain(
      'the button "New data is received after CLOSE is called" is now the button "Data available or received when application cannot read data anymore"',
    );
    const folder = copyProject();
    const copy = join(folder, "registry/tcp-failure-causes.draft-03.xml");
    edit(copy, 'group="timeout" rstdiag:origin="any"', 'group="policy" rstdiag:origin="endpoint"');
    const classed = diff("draft-03", copy);
    expect(classed.status).toBe(5);
    expect(classed.changes).toMatchObject([
      {
        kind: "reclassified",
        from: { group: "timeout", origin: "any" },
        effects: [
          '"Connection timeout" has the colour rule of "policy"',
          'rstdiag.origin of "Connection timeout" is "endpoint"',
        ],
      },
    ]);
  });

  it.each([
    ["draft-02", "draft-02", 0],
    ["draft-03", "draft-03", 0],
    ["draft-02", join(ROOT, "registry/tcp-failure-causes.draft-02.xml"), 0],
    ["draft-02", "draft-03", 6],
  ])("%s against %s ends with %i", (old, now, status) => {
    expect(runCli(["registry", "diff", old, now]).status).toBe(status);
  });

  it("ends with 5 where the change misleads nobody", () => {
    const table = (rows: string) => `Value\tDescription\n1\tTimeout\n${rows}`;
    const folder = copyProject();
    const names = ["--id", "causes", "--title", "Causes", "--draft", "draft-example-00"];
    for (const [revision, rows] of [
      ["a", ""],
      ["b", "2\tRefused\n"],
    ] as const) {
      writeFileSync(join(folder, `${revision}.tsv`), table(rows));
      const imported = [
        "registry",
        "import",
        ...COPIED_INPUTS,
        ...names,
        "--revision",
        revision,
        `${revision}.tsv`,
      ];
      expect(runCli(imported, { cwd: folder }).status).toBe(0);
    }
    const files = ["registry/causes.a.xml", "registry/causes.b.xml"];
    const { status, stdout } = runCli(["registry", "diff", ...files], { cwd: folder });
    expect(status).toBe(5);
    expect(stdout).toMatch(/^added +2 +Refused +/m);
  });

  it("takes a cause about what is reserved or unassigned for a cause", () => {
    const folder = makeFolder();
    const write = (name: string, rows: string): string => {
      const path = join(folder, name);
      writeFileSync(path, `Value,Description\n1,Timeout\n${rows}`);
      return path;
    };
    const gone = "2,Reserved bits set in header\n3,Unassigned/unallocated number\n";
    const old = write("old.csv", `${gone}4,Reserved\n5-9,Unassigned\n`);
    const { status, changes } = diff(old, write("new.csv", ""));
    expect(status).toBe(6);
    expect(changes.map(({ kind, breaking, from }) => [kind, breaking, from?.code])).toEqual([
      ["removed", true, "2"],
      ["removed", true, "3"],
      ["removed", false, "4"],
    ]);
    const shown = runCli(["registry", "show", old, "--id", "old"]).stdout;
    expect(shown).toMatch(/^2 +assigned +Reserved bits set in header$/m);
    expect(shown).toMatch(/^3 +assigned +Unassigned\/unallocated number$/m);
    expect(shown).toMatch(/^4 +reserved +Reserved$/m);
  });

  it("has a table for people and one for pull requests", () => {
    const people = runCli(["registry", "diff", "draft-02", "draft-03"]).stdout;
    expect(people).toMatch(/^Change +Old +New +Cause +Effect$/m);
    expect(people).toMatch(/^renumbered \(breaking\) +14 +16 +Connection timeout +/m);
    const markdown = runCli(["registry", "diff", "--markdown", "draft-02", "draft-03"]).stdout;
    expect(markdown).toMatch(
      /^\| Change +\| Old +\| New +\| Cause +\| Effect +\|\n\| -+ +\| -+ +\|/,
    );
    expect(markdown).toMatch(
      /^\| renumbered \(breaking\) +\| 14 +\| 16 +\| Connection timeout +\|/m,
    );
  });

  it("says what to give where a name is neither a file nor a revision", () => {
    const { status, stderr } = diff("draft-02", "draft-99");
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /"draft-99" is not a file, .*; give a file, or one of draft-02, draft-03/,
    );
  });

  it("asks for the id where a file has several registries", () => {
    const path = join(makeFolder(), "group.xml");
    const nested = (id: string) =>
      `<registry id="${id}"><title>${id}</title><record><value>1</value><description>x</description></record></registry>`;
    const group = `<registry xmlns="http://www.iana.org/assignments" id="g">${nested("a")}${nested("b")}</registry>`;
    writeFileSync(path, group);
    expect(diff(path, path).stderr).toContain("the file has 2 registries with records; name one");
    expect(diff(path, path, "--id", "a").status).toBe(0);
  });
});

const HISTORY = join(ROOT, "../shared/data/iana/history");

describe.skipIf(!existsSync(HISTORY))(
  `the history of IANA's TCP parameters${skippedIf(!existsSync(HISTORY), NEEDS_PUBLISHED)}`,
  () => {
    const files = existsSync(HISTORY) ? readdirSync(HISTORY).sort() : [];
    const steps = files.slice(1).map((file, at) => [files[at] ?? "", file] as const);

    it.each(steps)("%s against %s is compared", (old, now) => {
      const { status } = diff(join(HISTORY, old), join(HISTORY, now), "--id", "tcp-parameters-1");
      expect([0, 5, 6]).toContain(status);
    });

    it("has two versions of one date that differ", () => {
      const [first = "", second = ""] = files.filter((name) => name.includes("2025-12-17"));
      const shown = [first, second].map((name) =>
        runCli(["registry", "list", "--json", join(HISTORY, name)]),
      );
      const [one, two] = shown.map(({ stdout }) => JSON.parse(stdout)[0].updated);
      expect(one).toBe(two);
      const id = "tcp-udp-exids";
      const { changes } = diff(join(HISTORY, first), join(HISTORY, second), "--id", id);
      expect(changes).not.toEqual([]);
    });
  },
);
