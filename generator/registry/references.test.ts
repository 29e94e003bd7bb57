import { describe, expect, it } from "vitest";
import { xmlOf } from "../../test/support/registry-files.js";
import { renderReferences } from "./references.js";

const COLUMNS = ["xref", "spec", "reference"];

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
    ["an erratum", '<xref type="rfc-errata" data="4956"/>', "RFC Errata 4956"],
    [
      "a registry of IANA",
      '<xref type="registry" data="tls-parameters"/>',
      "IANA registry tls-parameters",
    ],
    [
      "the words for a registry",
      '<xref type="registry" data="x">Media types</xref>',
      "Media types",
    ],
    [
      "the tables of Unicode",
      '<xref type="unicode" data="ucd6.3.0"/>',
      "Unicode Character Database 6.3.0",
    ],
    [
      "an anchor",
      '<xref type="uri" data="https://a.example/b" anchor="c"/>',
      "https://a.example/b#c",
    ],
    [
      "an address of the web whole",
      '<xref type="uri" data="https://a.example/?b&amp;c.de"/>',
      "https://a.example/?b&c.de",
    ],
    [
      "no mail address",
      '<xref type="uri" data="mailto:a@b.example"/><xref type="text">A. B. &lt;a.b&amp;c.example></xref>',
      "A. B.",
    ],
    [
      "no more of a person than the id",
      '<xref type="person" data="A_B">A. B., a@b.example</xref>',
      "A_B",
    ],
    ["no footnote", '<xref type="note" data="1"/>', ""],
    ["text behind it", '<spec><xref data="rfc791"/>, Section 3.2</spec>', "RFC791, Section 3.2"],
    [
      "text behind the one before it",
      '<spec><xref data="rfc8190"/>\n <xref data="rfc919"/>, Section 7</spec>',
      "RFC8190; RFC919, Section 7",
    ],
    [
      "text behind a bare one",
      '<xref data="rfc1"/> (Standards Track);<xref data="rfc2"/>',
      "RFC1 (Standards Track); RFC2",
    ],
    [
      "text before it",
      '<reference>Section 3 of <xref data="rfc1"/>.</reference>',
      "Section 3 of RFC1.",
    ],
    [
      "text around it",
      '<reference>Reclaimed (<xref data="rfc1"/>)</reference>',
      "Reclaimed (RFC1)",
    ],
    [
      "text between two",
      '<spec><xref data="rfc1"/>, Section 6, using <xref data="rfc2"/></spec>',
      "RFC1, Section 6, using RFC2",
    ],
    [
      "no word that only joins",
      '<spec><xref data="rfc1"/> and <xref data="rfc2"/>, <xref data="rfc3"/></spec>',
      "RFC1; RFC2; RFC3",
    ],
    ["text that is no xref", "<reference>ISO 8879</reference>", "ISO 8879"],
    ["lines apart", '<reference>ISO 1<br/><xref data="rfc1"/></reference>', "ISO 1; RFC1"],
  ])("shows %s", (_what, markup, shown) => {
    expect(renderReferences(xmlOf(`<record>${markup}</record>`), COLUMNS)).toBe(shown);
  });
});
