import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { contextForTest, endOf } from "../../test/support/context.js";
import { makePrivateFolder } from "../verify/private-folder.js";
import { listRegistries, showRegistry } from "./registry.js";

const GROUP = `<registry xmlns="http://www.iana.org/assignments" id="g"><title>Group</title>
<updated>2026-04-25</updated><registry id="a"><title>A &#x202E;evil</title>
<registration_rule>Expert Review</registration_rule><note>N.</note>
<record><value>0x01</value><description>One</description><xref type="rfc" data="rfc1"/></record>
<record><value>2-7</value><description>Unassigned</description></record>
<record><value>x</value><description>T (TEMPORARY - registered 2026-01-06, expires 2027-01-06)</description><hex>9</hex></record>
</registry><registry/></registry>`;
const TABLE = "Value,Description,Reference\r\n1,One,[RFC1]\r\n";

/** A context in a folder with one file. */
function contextWith(name: string, text: string) {
  const cwd = makePrivateFolder("registry");
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true }));
  writeFileSync(join(cwd, name), text);
  return contextForTest({ cwd });
}

describe("rstdiag registry list", () => {
  it("prints a table, in which no text commands the terminal", () => {
    const context = contextWith("g.xml", GROUP);
    expect(listRegistries(context, "g.xml", {})).toBe(0);
    expect(context.stdout.text).toBe(
      "Id  Records  Updated     Title\n" +
        "g         0  2026-04-25  Group\n" +
        "a         3              A <U+202E>evil\n" +
        "          0\n",
    );
  });

  it("prints one array for machines", () => {
    const context = contextWith("g.xml", GROUP);
    expect(listRegistries(context, "g.xml", { json: true })).toBe(0);
    expect(JSON.parse(context.stdout.text)).toEqual([
      { id: "g", title: "Group", records: 0, updated: "2026-04-25" },
      { id: "a", title: "A \u202eevil", records: 3, updated: null },
      { id: "", title: "", records: 0, updated: null },
    ]);
  });

  it("says which command takes enterprise numbers", () => {
    const context = contextWith(
      "pen.txt",
      "PRIVATE ENTERPRISE NUMBERS\n\n9\n  A\n\nEnd of Document",
    );
    expect(endOf(context, () => listRegistries(context, "pen.txt", {}))).toBe(1);
    expect(context.stderr.text).toBe(
      "pen.txt:1:1: the file lists enterprise numbers, not a registry of codes; " +
        "import it with: rstdiag registry import\n",
    );
  });

  it.each(["t.csv", "t.txt", "t"])("knows a table called %s, and XML called so", (name) => {
    const table = contextWith(name, TABLE);
    expect(listRegistries(table, name, { json: true })).toBe(0);
    expect(JSON.parse(table.stdout.text)).toEqual([
      { id: "t", title: "", records: 1, updated: null },
    ]);
    const group = contextWith(name, GROUP);
    expect(listRegistries(group, name, {})).toBe(0);
  });

  it.each([
    [
      "a file that is cut off",
      "g.xml",
      GROUP.slice(0, -20),
      "g.xml:7:13: not well-formed XML: unclosed tag",
    ],
    ["a file that is no registry", "g.xml", "text", "not well-formed XML"],
    ["a table that is cut off", "t.csv", 'Value,Name\n1,"a', "t.csv:2:1: "],
    ["a missing file", "other.xml", "", "g.xml:1:1: cannot be read (ENOENT)"],
  ])("refuses %s in one line", (_what, name, text, message) => {
    const context = contextWith(name, text);
    const file = name === "other.xml" ? "g.xml" : name;
    expect(endOf(context, () => listRegistries(context, file, {}))).toBe(1);
    expect(context.stdout.text).toBe("");
    expect(context.stderr.text).toContain(message);
    expect(context.stderr.text.trimEnd().split("\n")).toHaveLength(1);
  });
});

describe("rstdiag registry show", () => {
  it("prints the rows of a registry, and its name beside", () => {
    const context = contextWith("g.xml", GROUP);
    expect(showRegistry(context, "g.xml", { id: "a" })).toBe(0);
    const [head, one, two] = context.stdout.text.split("\n");
    expect(head?.trim()).toMatch(/^Value +Category +Description +Reference$/);
    expect(one).toMatch(/^0x01 +assigned +One +RFC1$/);
    expect(two).toMatch(/^2-7 +unassigned +Unassigned$/);
    expect(context.stderr.text).toBe("A <U+202E>evil: 3 records; Expert Review\n");
  });

  it("prints one object for machines", () => {
    const context = contextWith("g.xml", GROUP);
    expect(showRegistry(context, "g.xml", { id: "a", json: true })).toBe(0);
    const description = "T (TEMPORARY - registered 2026-01-06, expires 2027-01-06)";
    expect(JSON.parse(context.stdout.text)).toEqual({
      id: "a",
      title: "A \u202eevil",
      updated: null,
      rule: "Expert Review",
      notes: ["N."],
      rows: [
        {
          value: "0x01",
          first: 1,
          last: 1,
          category: "assigned",
          description: "One",
          reference: "RFC1",
        },
        {
          value: "2-7",
          first: 2,
          last: 7,
          category: "unassigned",
          description: "Unassigned",
          reference: "",
        },
        {
          value: "x",
          category: "temporary",
          expires: "2027-01-06",
          description,
          reference: "",
          others: [{ name: "hex", text: "9" }],
        },
      ],
    });
  });

  it("lists the ids where there is none of that name", () => {
    const context = contextWith("g.xml", GROUP);
    expect(endOf(context, () => showRegistry(context, "g.xml", { id: "b" }))).toBe(1);
    expect(context.stderr.text).toBe(
      'g.xml:1:1: no registry of this file has the id or title "b"; give one of these: g, a\n',
    );
  });

  it("takes the columns of the user, and says where there is none", () => {
    const context = contextWith("g.xml", GROUP);
    expect(showRegistry(context, "g.xml", { id: "a", value: "hex" })).toBe(0);
    expect(context.stdout.text).toMatch(/^9 +temporary/m);
    expect(
      endOf(context, () => showRegistry(context, "g.xml", { id: "a", value: "no such" })),
    ).toBe(1);
    expect(context.stderr.text).toContain('no record has anything in a column "no such"');
  });
});
