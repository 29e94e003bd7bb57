import { describe, expect, it } from "vitest";
import { renderMarkdownCell } from "./draft-markdown.js";

const PLACE = { path: "x.md", line: 1, column: 1 };
const TITLES = new Map([["de", "Guidelines"]]);

function render(cell: string) {
  return renderMarkdownCell(cell, PLACE, TITLES);
}

describe("renderMarkdownCell", () => {
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
    expect(render(cell).text).toBe(text);
  });

  it("takes no megabytes for a reference", () => {
    const parts = `Sections 1${", 1".repeat(1_000_000)} of RFC1`;
    expect(render(`{{${parts}}}`).text).toBe(parts);
  });

  it.each([
    ["{{!RFC9293}}", false],
    ["a \\| b", false],
    ["`a`", true],
    ["*a*", true],
    ["<tt>a</tt>", true],
  ])("knows whether %s is marked", (cell, isMarked) => {
    expect(render(cell).isMarked).toBe(isMarked);
  });
});
