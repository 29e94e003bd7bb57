import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mutated,
  pointsInto,
  readOrThrow,
  toldBy,
  xmlOf,
} from "../../test/support/registry-files.js";
import {
  readDraftMarkdown,
  readDraftXml,
  renderCell,
  renderMarkdown,
  splitPipeRow,
} from "./draft-documents.js";
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

const TITLES = new Map([["error-codes", "Error Codes"]]);

function render(markup: string) {
  return renderCell(xmlOf(`<td>${markup}</td>`), TITLES);
}

describe("renderCell", () => {
  it.each([
    ["blanks and line ends as one blank", " New\n\t data ", "New data"],
    [
      "type faces as their text",
      "a <tt>b</tt> <em>c</em> <strong>d</strong> <bcp14>MUST</bcp14>",
      "a b c d MUST",
    ],
    ["raised text by a sign", "2<sup>8</sup> H<sub>2</sub>", "2^8 H_2"],
    ["blocks apart from each other", "<t>a</t><t>b</t>", "a b"],
    ["lists as their items", "<ul><li>a</li><li><t>b</t></li></ul>", "a b"],
    ["a line break as a blank", "a<br/>b", "a b"],
    ["no comment of an editor", "a<cref>b</cref><iref item='c'/>", "a"],
    ["a link by its text", "<eref target='https://a.example'>a</eref>", "a"],
    [
      "a link without text by its address",
      "<eref target='https://a.example'/>",
      "<https://a.example>",
    ],
    ["a citation in parentheses", '(<xref target="RFC9293"/>)', "([RFC9293])"],
    ["a cited document", '<xref target="RFC9293"/>', "[RFC9293]"],
    ["a section", '<xref target="RFC9293" section="3.1"/>', "Section 3.1 of [RFC9293]"],
    [
      "attributes in any order",
      '<xref section="3.1" sectionFormat="of" target="RFC9293"/>',
      "Section 3.1 of [RFC9293]",
    ],
    ["an appendix", '<xref target="RFC9293" section="A.1"/>', "Appendix A.1 of [RFC9293]"],
    ["the bare form", '<xref section="2" sectionFormat="bare" target="RFC1"/>', "2"],
    [
      "version 2's relref",
      '<relref target="RFC1" section="2" displayFormat="of"/>',
      "Section 2 of [RFC1]",
    ],
    ["words before a citation", '<xref target="RFC1">TCP</xref>', "TCP [RFC1]"],
    ["words instead of a citation", '<xref target="RFC1" format="none">TCP</xref>', "TCP"],
    [
      "a part of the document by its number",
      '<xref target="error-codes" derivedContent="Section 20"/>',
      "Section 20",
    ],
    [
      "a part whose words are blank",
      '<xref target="error-codes" derivedContent="Section 20"> </xref>',
      "Section 20",
    ],
    ["a part without a number by its title", '<xref target="error-codes"/>', '"Error Codes"'],
    ["a part by the words that it has", '<xref target="error-codes">the codes</xref>', "the codes"],
    [
      "mixed text in its order",
      'Sections 3.6.1 and  3.10.7.1 of <xref target="RFC9293"/>',
      "Sections 3.6.1 and 3.10.7.1 of [RFC9293]",
    ],
    ["what a rule must see", "a&#x202E;b", "a\u202eb"],
    ["nothing of an empty cell", "", ""],
  ])("shows %s", (_what, markup, text) => {
    expect(render(markup).text).toBe(text);
  });
});

/** In the form of draft-ietf-tcpm-rst-diagnostic-payload-01.md. */
const MARKDOWN = `---
title: "Example"
docname: draft-ietf-tcpm-example-latest
--- abstract

# Socket Options {#options}

| Option | Data |
| \`\`A\`\` | X    |
{: #socket-options title="Socket Options" cols="l l"}

~~~~
| 0x33AA | no table |
~~~~

 | Value | Description                  | Specification (if available)   |
 |:-----:|:-----------------------------|:-------------------------------|
 | 0     | Reserved                     | ThisDocument                   |
 | 1     | A \\| B, see {{options}}       | {{Section A.1 of !RFC9293}}    |
 {: #initial title='Initial Causes'}

text
`;

const readMarkdown = (text: string) => readDraftMarkdown(sourceFile("x.md", text));
const textsOf = (text: string) =>
  readMarkdown(text).tables.map(({ rows }) =>
    rows.map(({ cells }) => cells.map((cell) => cell.text)),
  );

describe("readDraftMarkdown", () => {
  it("gives the name of the front matter and the tables with their names", () => {
    const { name, tables } = readMarkdown(MARKDOWN);
    expect(name).toBe("draft-ietf-tcpm-example-latest");
    expect(tables).toMatchObject([
      { anchor: "socket-options", caption: "Socket Options", place: { line: 8, column: 1 } },
      { anchor: "initial", caption: "Initial Causes", place: { line: 16, column: 1 } },
    ]);
  });

  it("gives the cells as the rendered document has them, with their places", () => {
    expect(textsOf(MARKDOWN)[1]).toEqual([
      ["Value", "Description", "Specification (if available)"],
      ["0", "Reserved", "ThisDocument"],
      ["1", 'A | B, see "Socket Options"', "Appendix A.1 of [RFC9293]"],
    ]);
    const row = readMarkdown(MARKDOWN).tables[1]?.rows[1];
    expect(row?.place).toEqual({ path: "x.md", line: 18, column: 2 });
    expect(row?.cells[1]?.place).toEqual({ path: "x.md", line: 18, column: 12 });
  });

  it.each([
    ["CR LF", "| a |\r\n|---|\r\n| b |\r\n{: #t}\r\n", [[["a"], ["b"]]]],
    ["no attributes", "| a |\n| b |", [[["a"], ["b"]]]],
    ["several bodies", "| a |\n|---|\n| b |\n|---|\n| c |", [[["a"], ["b"], ["c"]]]],
    ["two tables with a blank line between", "| a |\n\n| b |", [[["a"]], [["b"]]]],
    ["no table in code", "    | a |\n\n```\n| b |\n```\n", []],
    ["no table in a fence that never ends", "~~~\n| a |\n", []],
    ["no fence of the other kind in a fence", "~~~\n```\n| a |\n~~~\n| b |", [[["b"]]]],
    ["no table", "", []],
  ])("reads %s", (_what, text, tables) => {
    expect(textsOf(text)).toEqual(tables);
  });

  it("names nothing that the file does not name", () => {
    expect(readMarkdown("| a |\n{: cols='l'}")).toEqual({
      place: { path: "x.md", line: 1, column: 1 },
      tables: [{ place: expect.anything(), rows: [expect.anything()], mistakes: [] }],
    });
  });

  it("never throws for any text", () => {
    const markup = ["|", "{{", "}}", "`", "\\", "{: #", "~~~\n", "\n", "\r\n", "|---|\n", "<code>"];
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), mutated(MARKDOWN, markup)), (text) => {
        for (const table of readMarkdown(text).tables) {
          for (const { cells } of table.rows) expect(cells.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 500 },
    );
  });

  it("takes no longer than the text is long", () => {
    for (const part of [
      "|",
      "`",
      "\\",
      "{{",
      "*",
      "_a",
      "<b ",
      " ",
      "# ",
      "{#a",
      "|-",
      "a ",
      "\n|",
    ]) {
      readMarkdown(`| ${part.repeat(50_000)} x`);
      readMarkdown(`# ${part.repeat(50_000)} x`);
    }
  });
});

const split = (line: string) => splitPipeRow(line).map(({ text }) => text);

describe("splitPipeRow", () => {
  it.each([
    ["| a | b |", ["a", "b"]],
    ["  |a|b|  ", ["a", "b"]],
    ["| a | b", ["a", "b"]],
    ["| a | |", ["a", ""]],
    ["| a ||", ["a", ""]],
    ["|", [""]],
    ["| a \\| b | c |", ["a \\| b", "c"]],
    ["| a \\|", ["a \\|"]],
    ["| `a | b` | c |", ["`a | b`", "c"]],
    ["| ``a | b`` | c |", ["``a | b``", "c"]],
    ["| ` a | b |", ["` a", "b"]],
    ["| a \\", ["a \\"]],
  ])("%j", (line, cells) => {
    expect(split(line)).toEqual(cells);
  });

  it("knows where each cell starts", () => {
    const line = " |  a  | bc |";
    expect(splitPipeRow(line).map(({ start }) => line.slice(start, start + 1))).toEqual(["a", "b"]);
  });

  it("gives back what was joined", () => {
    const cell = fc.stringMatching(/^[a-z0-9.,]*$/);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        expect(split(`| ${cells.join(" | ")} |`)).toEqual(cells);
      }),
    );
  });
});

const SECTION_TITLES = new Map([["de", "Guidelines"]]);

describe("renderMarkdown", () => {
  it.each([
    ["a normative reference", "{{!RFC9293}}", "[RFC9293]"],
    ["an informative one", "{{?RFC5961}}", "[RFC5961]"],
    ["a plain one", "{{IANA-TCP}}", "[IANA-TCP]"],
    ["a section", "{{Section 3.1 of !RFC9293}}", "Section 3.1 of [RFC9293]"],
    ["an appendix", "{{Section A.1 of !RFC9293}}", "Appendix A.1 of [RFC9293]"],
    ["two sections", "{{Sections 3.1 and 3.2 of RFC9293}}", "Sections 3.1 and 3.2 of [RFC9293]"],
    [
      "words before",
      "Sections 3.6.1 and  3.10.7.1 of {{!RFC9293}}",
      "Sections 3.6.1 and 3.10.7.1 of [RFC9293]",
    ],
    ["a part of the document by its title", "see {{de}}", 'see "Guidelines"'],
    ["what is no reference", "{{RFC9293, Section 3.1}} {{}}", "RFC9293, Section 3.1"],
    ["code", "``uint32_t`` and `SEG.ACK`", "uint32_t and SEG.ACK"],
    ["code with markup inside", "`*a*` `{{b}}`", "*a* {{b}}"],
    ["stress", "*a* **b** _c_", "a b c"],
    ["no stress inside words or sums", "TCP_RR_RST 2 * 3 * 4", "TCP_RR_RST 2 * 3 * 4"],
    ["escaped characters", "a \\| b \\* c \\\\ d", "a | b * c \\ d"],
    ["tags and entities", "a<br>b <code>c</code>&nbsp;d &lt;", "a b c\u00a0d <"],
    ["what must be seen", "a\u202eb", "a\u202eb"],
    ["half a reference", "{{RFC1", "{{RFC1"],
  ])("shows %s", (_what, cell, text) => {
    expect(renderMarkdown(cell, SECTION_TITLES)).toBe(text);
  });

  it("takes no megabytes for a reference", () => {
    const parts = `Sections 1${", 1".repeat(1_000_000)} of RFC1`;
    expect(renderMarkdown(`{{${parts}}}`, SECTION_TITLES)).toBe(parts);
  });
});
