import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutated } from "../../test/support/registry-files.js";
import { readDraftMarkdown, renderMarkdown, splitPipeRow } from "./draft-markdown.js";
import { sourceFile } from "./source-file.js";

/** In the form of draft-ietf-tcpm-rst-diagnostic-payload-01.md. */
const DRAFT = `---
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

const read = (text: string) => readDraftMarkdown(sourceFile("x.md", text));
const textsOf = (text: string) =>
  read(text).tables.map(({ rows }) => rows.map(({ cells }) => cells.map((cell) => cell.text)));

describe("readDraftMarkdown", () => {
  it("gives the name of the front matter and the tables with their names", () => {
    const { name, tables } = read(DRAFT);
    expect(name).toBe("draft-ietf-tcpm-example-latest");
    expect(tables).toMatchObject([
      { anchor: "socket-options", caption: "Socket Options", place: { line: 8, column: 1 } },
      { anchor: "initial", caption: "Initial Causes", place: { line: 16, column: 1 } },
    ]);
  });

  it("gives the cells as the rendered document has them, with their places", () => {
    expect(textsOf(DRAFT)[1]).toEqual([
      ["Value", "Description", "Specification (if available)"],
      ["0", "Reserved", "ThisDocument"],
      ["1", 'A | B, see "Socket Options"', "Appendix A.1 of [RFC9293]"],
    ]);
    const row = read(DRAFT).tables[1]?.rows[1];
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
    expect(read("| a |\n{: cols='l'}")).toEqual({
      place: { path: "x.md", line: 1, column: 1 },
      tables: [{ place: expect.anything(), rows: [expect.anything()], mistakes: [] }],
    });
  });

  it("never throws for any text", () => {
    const markup = ["|", "{{", "}}", "`", "\\", "{: #", "~~~\n", "\n", "\r\n", "|---|\n", "<code>"];
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: "binary" }), mutated(DRAFT, markup)), (text) => {
        for (const table of read(text).tables) {
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
      read(`| ${part.repeat(50_000)} x`);
      read(`# ${part.repeat(50_000)} x`);
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

const TITLES = new Map([["de", "Guidelines"]]);

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
    expect(renderMarkdown(cell, TITLES)).toBe(text);
  });

  it("takes no megabytes for a reference", () => {
    const parts = `Sections 1${", 1".repeat(1_000_000)} of RFC1`;
    expect(renderMarkdown(`{{${parts}}}`, TITLES)).toBe(parts);
  });
});
