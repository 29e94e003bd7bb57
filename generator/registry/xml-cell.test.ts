import { describe, expect, it } from "vitest";
import { xmlOf } from "../../test/support/registry-files.js";
import { renderCell } from "./draft-xml.js";

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
    [
      "the comma form",
      '<xref section="2.3" sectionFormat="comma" target="RFC5234"/>',
      "[RFC5234], Section 2.3",
    ],
    [
      "the form in parentheses",
      '<xref section="2" sectionFormat="parens" target="RFC1"/>',
      "[RFC1] (Section 2)",
    ],
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

  it.each([
    ["plain text <br/>", false],
    ['<xref target="RFC1"/>', false],
    ["<t>a</t>", false],
    ["<t>a <tt>b</tt></t>", true],
  ])("knows whether there is a type face in %s", (markup, isMarked) => {
    expect(render(markup).isMarked).toBe(isMarked);
  });
});
