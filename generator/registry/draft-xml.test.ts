import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutated, pointsInto, readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { readDraftXml } from "./draft-xml.js";
import { sourceFile } from "./source-file.js";

/** In the form of kramdown-rfc and xml2rfc 3, as in draft-ietf-uuidrev-rfc4122bis-11.xml. */
const DRAFT = `<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE rfc [
  <!ENTITY nbsp    "&#160;">
]>
<?rfc strict="yes"?>
<rfc xmlns:xi="http://www.w3.org/2001/XInclude" docName="draft-ietf-tcpm-example-02" version="3">
  <middle>
    <section anchor="causes"><name>New <tt>Registry</tt></name>
      <?line 61?>
      <table anchor="initial">
        <name>Initial&nbsp;Causes</name>
        <thead>
          <tr><th align="center">Value</th><th>Description</th><th>Specification</th></tr>
        </thead>
        <tbody>
          <tr>
            <td>0</td>
            <td>Reserved</td>
            <td>ThisDocument</td>
          </tr>
        </tbody>
        <tbody>
          <tr>
            <td>1</td>
            <td>If <tt>SEG.ACK</tt> is <em>bad</em></td>
            <td><xref section="3.1" sectionFormat="of" target="RFC9293"/></td>
          </tr>
        </tbody>
      </table>
    </section>
  </middle>
</rfc>
`;

function read(text: string) {
  return readOrThrow(readDraftXml(sourceFile("x.xml", text)));
}

/** The one table of a draft. */
function tableOf(markup: string) {
  const [table] = read(`<rfc version="3"><middle><table>${markup}</table></middle></rfc>`).tables;
  if (!table) throw new Error("no table");
  return table;
}

describe("readDraftXml", () => {
  it("gives the name, and the tables with their places", () => {
    const { name, tables } = read(DRAFT);
    expect(name).toBe("draft-ietf-tcpm-example-02");
    expect(tables).toHaveLength(1);
    expect(tables[0]).toMatchObject({
      place: { path: "x.xml", line: 10, column: 7 },
      anchor: "initial",
      caption: "Initial\u00a0Causes",
      mistakes: [],
    });
  });

  it("gives the rows of all bodies behind the header", () => {
    const rows = read(DRAFT).tables[0]?.rows ?? [];
    expect(rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ["Value", "Description", "Specification"],
      ["0", "Reserved", "ThisDocument"],
      ["1", "If SEG.ACK is bad", "Section 3.1 of [RFC9293]"],
    ]);
    expect(rows[2]?.cells.map(({ isMarked }) => isMarked)).toEqual([false, true, false]);
    expect(rows[2]?.cells[1]?.place).toEqual({ path: "x.xml", line: 25, column: 13 });
  });

  it("does without a header element", () => {
    const { rows } = tableOf("<tbody><tr><td>Value</td></tr><tr><td>1</td></tr></tbody>");
    expect(rows.map(({ cells }) => cells[0]?.text)).toEqual(["Value", "1"]);
  });

  it("finds tables at any depth, in their order", () => {
    const table = (anchor: string) => `<table anchor="${anchor}"><tbody/></table>`;
    const middle = `<middle><section>${table("a")}<section>${table("b")}</section></section></middle>`;
    const { tables } = read(`<rfc>${middle}<back><section>${table("c")}</section></back></rfc>`);
    expect(tables.map(({ anchor }) => anchor)).toEqual(["a", "b", "c"]);
  });

  it.each([
    ["a draft", 'docName="draft-x-01"', "draft-x-01"],
    ["a draft with an empty number", 'docName="draft-x-01" number=""', "draft-x-01"],
    ["a published RFC", 'docName="draft-x-01" number="9000"', "RFC9000"],
    ["a document without a name", "", undefined],
  ])("knows the name of %s", (_what, attributes, name) => {
    expect(read(`<rfc ${attributes}/>`).name).toBe(name);
  });

  it.each([
    ["colspan", '<td colspan="2">1</td>', 'a cell has colspan="2", so its column is not clear'],
    ["rowspan", '<td rowspan="2">1</td>', 'a cell has rowspan="2", so its column is not clear'],
    [
      "rowspan of a header",
      '<th rowspan="0">1</th>',
      'a cell has rowspan="0", so its column is not clear',
    ],
  ])("refuses %s", (_what, cell, what) => {
    expect(tableOf(`<tbody><tr>${cell}</tr></tbody>`).mistakes).toMatchObject([{ what }]);
  });

  it("takes the spans of prepared files", () => {
    const row = '<tr><td align="left" colspan="1" rowspan="1"/></tr>';
    expect(tableOf(`<tbody>${row}</tbody>`).mistakes).toEqual([]);
  });

  it("refuses a second header row", () => {
    const row = "<tr><th>Value</th></tr>";
    expect(tableOf(`<thead>${row}${row}</thead>`).mistakes).toMatchObject([
      { what: "the table has a second header row" },
    ]);
  });

  it.each([
    ["a registry", "<registry/>", "the root element is <registry>; give a draft's <rfc>"],
    [
      "version 2",
      "<rfc><texttable/></rfc>",
      "<texttable> is of version 2 of the format; " +
        "convert the draft, for instance with xml2rfc --v2v3",
    ],
    [
      "an external document type",
      '<!DOCTYPE rfc SYSTEM "rfc2629.dtd"><rfc/>',
      "the document type is external or not understood; " +
        "write its entities out, for instance with xmllint --noent --dropdtd --nonet",
    ],
    [
      "a file that was cut",
      "<rfc><middle>",
      "not well-formed XML: unclosed tag: middle; correct the markup, for instance with xmllint",
    ],
  ])("refuses %s", (_what, text, message) => {
    const [told] = toldBy(readDraftXml(sourceFile("x.xml", text)));
    expect(told?.replace(/^x\.xml:\d+:\d+: /, "")).toBe(message);
  });

  it("never throws for a draft after any edits", () => {
    const markup = ["<tr>", "</td>", "<table>", '<td colspan="2">', "<xref/>", "&nbsp;", "<?x?>"];
    fc.assert(
      fc.property(mutated(DRAFT, markup), (edited) => {
        const file = sourceFile("x.xml", edited);
        expect(pointsInto(file, readDraftXml(file))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
