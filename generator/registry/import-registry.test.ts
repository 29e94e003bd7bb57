import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { carryOver, type ImportOptions, importRegistry, toNormalForm } from "./import-registry.js";
import { sourceFile } from "./source-file.js";
import { makeRow, type SourceRow } from "./source-registry.js";

const NAME = "draft-ietf-tcpm-example-02";
const TSV = "Value\tDescription\tSpecification\n1\tTimeout\tSection 2 of [RFC1]\n";
const MARKDOWN = `docname: ${NAME}\n| Value | Name |\n| 1 | Timeout |\n`;
const ROW = "<tr><td>Value</td><td>Name</td></tr><tr><td>1</td><td>Timeout</td></tr>";
const DRAFT = `<!DOCTYPE rfc [<!ENTITY nbsp "&#160;"><!ENTITY M "x">]><rfc docName="${NAME}"><table>
<tbody>${ROW}</tbody></table></rfc>`;
const IANA = `<registry xmlns="http://www.iana.org/assignments" id="group"><registry id="causes">
<title>Causes</title><xref type="rfc" data="rfc1"/><registration_rule>IETF Review</registration_rule>
<expert>E</expert><note>A note.</note>
<record date="2020-01-01"><value>0x01</value><description>Timeout</description></record>
</registry></registry>`;
const CSV = "Value,Description,Reference\r\n1,Timeout,[RFC1]\r\n";

function run(name: string, text: string, options: Partial<ImportOptions> = {}) {
  return importRegistry(sourceFile(name, text), { id: "causes", notes: [], ...options });
}

function imported(name: string, text: string, options: Partial<ImportOptions> = {}) {
  return readOrThrow(run(name, text, options));
}

function told(name: string, text: string, options: Partial<ImportOptions> = {}) {
  return toldBy(run(name, text, options));
}

describe("importRegistry", () => {
  it.each([
    ["causes.xml", IANA, "RFC1"],
    ["causes.csv", CSV, undefined],
    ["draft.xml", DRAFT, NAME],
    ["draft", DRAFT, NAME],
    ["causes.xml.1", `\n${IANA}`, "RFC1"],
    ["draft.md", MARKDOWN, NAME],
    ["draft.Markdown", MARKDOWN, NAME],
    ["table.tsv", TSV, undefined],
  ])("reads %s", (name, text, document) => {
    const result = imported(name, text, { title: "Causes" });
    expect(result.registry).toMatchObject({
      id: { text: "causes" },
      title: { text: "Causes" },
      rows: [{ value: { text: "1" }, description: { text: "Timeout" } }],
    });
    expect(result.registry.document?.text).toBe(document);
  });

  it("puts what the user says before what the file says, and adds notes", () => {
    const options = { title: "T", rule: " First\nCome ", notes: ["b"], draft: NAME };
    const { registry } = imported("causes.xml", IANA, options);
    expect([registry.title?.text, registry.rule?.text, registry.document?.text]).toEqual([
      "T",
      "First Come",
      NAME,
    ]);
    expect(registry.notes.map(({ text }) => text)).toEqual(["A note.", "b"]);
  });

  it.each([undefined, "", " "])("leaves what the user does not say: %j", (text) => {
    const options = text === undefined ? {} : { title: text, rule: text, notes: [text] };
    const { registry } = imported("causes.xml", IANA, options);
    expect([registry.title?.text, registry.rule?.text]).toEqual(["Causes", "IETF Review"]);
    expect(registry.notes).toHaveLength(1);
  });

  it("says what has changed", () => {
    expect(imported("causes.xml", IANA).changes).toEqual([
      "dropped <expert> of the registry",
      "dropped the dates of 1 row",
      "wrote the codes of 1 row as decimal numbers",
    ]);
    expect(imported("t.tsv", TSV, { title: "T" }).changes).toEqual([
      "wrote the references as IANA does in 1 row",
    ]);
  });

  it.each([
    ["no title", "t.tsv", TSV, "t.tsv:1:1: the registry has no title; give it with --title"],
    [
      "a group, whose registries are inside",
      "t.xml",
      '<registry xmlns="http://www.iana.org/assignments" id="causes"><title>T</title></registry>',
      "t.xml:1:1: the registry has no codes; " +
        "choose another one; rstdiag registry list shows those of a file",
    ],
    [
      "another file",
      "t.txt",
      TSV,
      "t.txt:1:1: the name does not say in which form the file is; " +
        "name it .xml (of IANA or a draft), .csv (of IANA), .md (a draft) or .tsv (a table)",
    ],
    [
      "a registry with a document type",
      "t.xml",
      '<!DOCTYPE registry [<!ENTITY a "b">]><registry/>',
      "t.xml:1:1: a document type or entity declaration is refused; " +
        "give a registry as IANA publishes it, which has none",
    ],
  ])("refuses %s", (_what, name, text, message) => {
    expect(told(name, text)).toEqual([message]);
  });

  it("gives all mistakes of all rows in their order", () => {
    const rows = "Value\tName\n0\tTimeout\n70000\t\n1\ta\u202eb\n1\tc\n";
    expect(told("t.tsv", rows, { title: "T" }).map((line) => line.split(": ")[0])).toEqual([
      "t.tsv:2:1",
      "t.tsv:3:1",
      "t.tsv:3:1",
      "t.tsv:4:3",
      "t.tsv:5:1",
    ]);
  });

  it.each([
    ["title", { title: "a\u202eb" }],
    ["rule", { title: "T", rule: "a\0b" }],
    ["note", { title: "T", notes: ["x".repeat(201)] }],
  ])("checks the %s that the user gives", (_what, options) => {
    expect(told("t.tsv", TSV, options)).toHaveLength(1);
  });

  it("never throws, whatever is in a file", () => {
    const names = fc.constantFrom("a.xml", "a.md", "a.tsv", "a.csv", "a");
    const part = fc.constantFrom(
      "<rfc>",
      "<registry",
      "|",
      "\t",
      "\n",
      "Value",
      "Name",
      "1",
      "{{",
      ">",
    );
    const texts = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(names, texts, (name, text) => {
        const result = run(name, text, { title: "T" });
        if (result.kind === "mistakes") expect(result.mistakes.length).toBeGreaterThan(0);
      }),
      { numRuns: 500 },
    );
  });
});

const place = { path: "x.xml", line: 1, column: 1 };
const cell = (text: string) => ({ text, place });

function rowOf(value: string, description = "Cause"): SourceRow {
  return makeRow(place, { value: cell(value), description: cell(description) });
}

function normalise(rows: readonly SourceRow[], notes: readonly string[] = []) {
  return toNormalForm({ place, notes: notes.map(cell), rows }, "causes");
}

describe("toNormalForm", () => {
  it.each([
    ["0x01", "1"],
    ["0x07-0xff", "7-255"],
    ["100 - 200", "100-200"],
    ["265 (0x0109)", "265"],
    ["14", "14"],
    ["01-09,*", "01-09,*"],
    ["x", "x"],
  ])("the code %s is %s", (value, normal) => {
    const { registry, changes } = normalise([rowOf(value)]);
    expect(registry.rows).toEqual([rowOf(normal)]);
    expect(changes).toEqual(
      value === normal ? [] : ["wrote the codes of 1 row as decimal numbers"],
    );
  });

  it("keeps what is not assigned, ranges as ranges", () => {
    const rows = [rowOf("0", "Reserved"), rowOf("2-255", "Unassigned"), rowOf("1")];
    expect(normalise(rows).registry.rows).toEqual(rows);
    expect(normalise(rows).changes).toEqual([]);
  });

  it("keeps a row without anything for the rules to see", () => {
    expect(normalise([makeRow(place, {})])).toMatchObject({
      registry: { rows: [{ place }] },
      changes: [],
    });
  });

  it("drops other columns, a line for each", () => {
    const others = [
      { ...cell("4"), name: "length" },
      { ...cell("x"), name: "footnote" },
    ];
    const rows = [
      { ...rowOf("1"), others },
      { ...rowOf("2"), others: others.slice(0, 1) },
    ];
    const { registry, changes } = normalise(rows);
    expect(registry.rows).toEqual([rowOf("1"), rowOf("2")]);
    expect(changes).toEqual(['dropped "length" of 2 rows', 'dropped "footnote" of 1 row']);
  });

  it("drops notes that no output could show", () => {
    const { registry, changes } = normalise([], ["short", "x".repeat(201)]);
    expect(registry.notes).toEqual([cell("short")]);
    expect(changes).toEqual(["dropped a note of 201 characters: too long to be shown"]);
  });

  it("gives the registry the id that it is asked for", () => {
    const source = { place, notes: [], rows: [] };
    expect(toNormalForm(source, "a")).toMatchObject({ registry: { id: cell("a") }, changes: [] });
    const named = { ...source, id: cell("b") };
    expect(toNormalForm(named, "a").changes).toEqual(["gave it the id a, not b"]);
    expect(toNormalForm(named, "b").changes).toEqual([]);
  });
});

describe("carryOver", () => {
  const row = (value: string, description: string, meaning?: string) =>
    makeRow(place, {
      value: cell(value),
      description: cell(description),
      ...(meaning !== undefined && {
        meaning: cell(meaning),
        group: cell("late"),
        origin: cell("any"),
      }),
    });
  const before = {
    place,
    title: cell("Causes"),
    rule: cell("Expert Review"),
    notes: [cell("A note.")],
    rows: [row("0", "Reserved", "reserved"), row("1", "Timeout", "connection-timeout")],
  };

  it("keeps what only the file that is replaced says, whatever the code of a cause is now", () => {
    const { registry, changes } = carryOver(
      { place, notes: [], rows: [row("2", "timeout")] },
      before,
    );
    expect(registry).toMatchObject({ title: cell("Causes"), rule: cell("Expert Review") });
    expect(registry.notes).toEqual([cell("A note.")]);
    expect(registry.rows).toEqual([row("2", "timeout", "connection-timeout")]);
    expect(changes).toEqual([
      "kept from the replaced file: title, registration rule, notes",
      "kept from the replaced file: meaning, group, origin of 1 row",
      'could not keep meaning="reserved" group="late" origin="any" of 0 "Reserved": ' +
        "no row has this cause any more",
    ]);
  });

  it("leaves what the new file says, and tells of notes that it has others for", () => {
    const now = { place, title: cell("T"), rule: cell("R"), notes: [cell("B.")] };
    const rows = [row("0", "Reserved", "reserved"), row("1", "Gone", "connection-timeout")];
    const { registry, changes } = carryOver({ ...now, rows }, before);
    expect(registry).toEqual({ ...now, rows });
    expect(changes).toEqual(['dropped the note "A note.": the new file has others']);
  });

  it("prefers the row of the same code where several have one cause", () => {
    const twice = { ...before, rows: [row("4", "A", "k.a"), row("5", "A", "k.b")] };
    const { registry } = carryOver(
      { place, notes: [], rows: [row("5", "A"), row("4", "A")] },
      twice,
    );
    expect(registry.rows.map(({ meaning }) => meaning?.text)).toEqual(["k.b", "k.a"]);
  });
});
