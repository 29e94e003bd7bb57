import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, describe, expect, it } from "vitest";
import { formatMistake } from "../model/mistake.js";
import { type ImportOptions, importRegistry } from "./import-registry.js";

const folder = mkdtempSync(join(tmpdir(), "rstdiag-import-"));
afterAll(() => rmSync(folder, { recursive: true }));

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
  const path = join(folder, name);
  writeFileSync(path, text);
  return importRegistry(path, name, { id: "causes", notes: [], ...options });
}

function imported(name: string, text: string, options: Partial<ImportOptions> = {}) {
  const result = run(name, text, options);
  if (result.kind === "imported") return result;
  throw new Error(result.mistakes.map(formatMistake).join("\n"));
}

function told(name: string, text: string, options: Partial<ImportOptions> = {}) {
  const result = run(name, text, options);
  return result.kind === "imported" ? [] : result.mistakes.map(formatMistake);
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
    expect(result.document).toBe(document);
  });

  it("puts what the user says before what the file says, and adds notes", () => {
    const options = { title: "T", rule: " First\nCome ", notes: ["b"], draft: NAME };
    const { registry, document } = imported("causes.xml", IANA, options);
    expect([registry.title?.text, registry.rule?.text, document]).toEqual([
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
        "delete the <!DOCTYPE ...>; IANA's registries have none",
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
