import { describe, expect, it } from "vitest";
import { xmlOf } from "./sources-for-test.js";
import { renderReferences } from "./xref.js";

describe("renderReferences", () => {
  it.each([
    ["an RFC in capitals", '<xref type="rfc" data="rfc9293"/>', "RFC9293"],
    ["a BCP in capitals", '<xref type="rfc" data="bcp38"/>', "BCP38"],
    ["an STD in capitals", '<xref type="rfc" data="std7"/>', "STD7"],
    [
      "a draft as it is",
      '<xref type="draft" data="draft-ietf-tcpm-x-02"/>',
      "draft-ietf-tcpm-x-02",
    ],
    [
      "a draft about rfc9293 as it is",
      '<xref type="draft" data="draft-rfc9293"/>',
      "draft-rfc9293",
    ],
    ["an approved draft as it is", '<xref type="draft" data="RFC-ietf-x-13"/>', "RFC-ietf-x-13"],
    ["a person as the id", '<xref type="person" data="Pasi_Eronen"/>', "Pasi_Eronen"],
    ["a section", '<xref data="rfc9293" section="3.1"/>', "RFC9293, Section 3.1"],
    ["an appendix", '<xref data="rfc9293" appendix="A.1"/>', "RFC9293, Appendix A.1"],
    [
      "a table, a figure, a page",
      '<xref data="x" page="3" figure="2" table="1"/>',
      "x, Table 1, Figure 2, Page 3",
    ],
    [
      "own text before all else",
      '<xref data="rfc9293" section="1">RFC9293, Sections 3\n and 4</xref>',
      "RFC9293, Sections 3 and 4",
    ],
    ["own text without data", '<xref type="text">ITU-T X.509</xref>', "ITU-T X.509"],
    ["the data where the own text is blank", '<xref data="rfc9293"> \n</xref>', "RFC9293"],
    ["several in their order", '<xref data="rfc1"/><xref data="rfc2"/>', "RFC1; RFC2"],
    [
      "those in a column of references",
      '<spec><xref data="rfc1"/></spec><reference><xref data="rfc2"/></reference>',
      "RFC1; RFC2",
    ],
    [
      "none that a text cites",
      '<description>see <xref data="rfc1"/></description><note><xref data="rfc2"/></note><value><xref data="rfc3"/></value>',
      "",
    ],
    ["nothing of an empty one", '<xref/><xref data="rfc2"/>', "RFC2"],
    ["nothing where there is none", "<reference/>", ""],
  ])("shows %s", (_what, markup, shown) => {
    expect(renderReferences(xmlOf(`<record>${markup}</record>`))).toBe(shown);
  });
});
