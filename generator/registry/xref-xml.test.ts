import { describe, expect, it } from "vitest";
import { formatXrefs } from "./registry-xml.js";

describe("formatXrefs", () => {
  it.each([
    ["RFC9293", ['<xref type="rfc" data="rfc9293"/>']],
    ["BCP38", ['<xref type="rfc" data="bcp38"/>']],
    ["RFC9293, Section 3.1", ['<xref type="rfc" data="rfc9293" section="3.1"/>']],
    ["RFC9293, Appendix A.1", ['<xref type="rfc" data="rfc9293">RFC9293, Appendix A.1</xref>']],
    [
      "RFC9293, Sections 3.6.1 and 3.10.7.1",
      ['<xref type="rfc" data="rfc9293">RFC9293, Sections 3.6.1 and 3.10.7.1</xref>'],
    ],
    ["draft-ietf-tcpm-x-02", ['<xref type="draft" data="draft-ietf-tcpm-x-02"/>']],
    ["draft-x-02, Section 5", ['<xref type="draft" data="draft-x-02" section="5"/>']],
    ["draft-x-02, Figure 4", ['<xref type="draft" data="draft-x-02">draft-x-02, Figure 4</xref>']],
    ["https://a.example/?b&c", ['<xref type="uri" data="https://a.example/?b&amp;c"/>']],
    ["ITU-T <X.509>", ['<xref type="text">ITU-T &lt;X.509&gt;</xref>']],
    ["RFC9293bis", ['<xref type="text">RFC9293bis</xref>']],
    ["RFC1; RFC2", ['<xref type="rfc" data="rfc1"/>', '<xref type="rfc" data="rfc2"/>']],
    ["RFC1; ; RFC2", ['<xref type="text">RFC1; ; RFC2</xref>']],
    ["RFC1;  RFC2", ['<xref type="text">RFC1;  RFC2</xref>']],
    ["", []],
  ])("%j", (references, elements) => {
    expect(formatXrefs(references)).toEqual(elements);
  });
});
