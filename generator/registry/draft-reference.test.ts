import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { toIanaReference, toPlace } from "./draft-registry.js";

const OWN = "draft-ietf-tcpm-example-02";

describe("toIanaReference", () => {
  it.each([
    ["a section", "Section 3.1 of [RFC9293]", "RFC9293, Section 3.1"],
    ["an appendix", "Appendix A.1 of [RFC9293]", "RFC9293, Appendix A.1"],
    ["a section with a letter", "Section A.1 of [RFC9293]", "RFC9293, Appendix A.1"],
    [
      "two sections with two blanks",
      "Sections 3.6.1 and  3.10.7.1 of [RFC9293]",
      "RFC9293, Sections 3.6.1 and 3.10.7.1",
    ],
    ["a list of sections", "Sections 1, 2, and 3 of [RFC1]", "RFC1, Sections 1, 2, and 3"],
    ["appendices", "Sections A and B of [RFC1]", "RFC1, Appendices A and B"],
    ["a document", "[RFC9293]", "RFC9293"],
    ["a document without brackets", "RFC 9293", "RFC9293"],
    ["a draft by its anchor", "[I-D.ietf-tcpm-example]", "draft-ietf-tcpm-example"],
    ["a draft by its name", OWN, OWN],
    ["a section of a draft", `Section 5 of ${OWN}`, `${OWN}, Section 5`],
    ["a table", "Table 2 of [RFC1]", "RFC1, Table 2"],
    ["the comma form", "[RFC9293], Section 3.1", "RFC9293, Section 3.1"],
    ["the form in parentheses", "[RFC9293] (Section 3.1)", "RFC9293, Section 3.1"],
    ["IANA's form", "RFC9293, Section 3.1", "RFC9293, Section 3.1"],
    ["IANA's form in brackets", "[RFC9293, Section 3.1]", "RFC9293, Section 3.1"],
    ["a section of the document itself", "Section 20", `${OWN}, Section 20`],
    ["documents side by side", "[RFC792][RFC6633]", "RFC792; RFC6633"],
    ["documents in a list", "[RFC1], [RFC2], and [RFC3]", "RFC1; RFC2; RFC3"],
    [
      "sections of two documents",
      "Section 3.1 of [RFC9293] and Section 3.6 of [RFC8684]",
      "RFC9293, Section 3.1; RFC8684, Section 3.6",
    ],
    ["no citation", "see the note below", "see the note below"],
    [
      "a sentence that cites",
      "Section 3.1 of [RFC9293] as amended",
      "Section 3.1 of [RFC9293] as amended",
    ],
    ["white space", " \n", ""],
    ["a section whose name is no number", "Section Foo of [RFC1]", "Section Foo of [RFC1]"],
  ])("%s", (_what, text, rendered) => {
    expect(toIanaReference(text, OWN)).toBe(rendered);
  });

  it("leaves a place alone where nobody knows of which document it is", () => {
    expect(toIanaReference("Section 20", undefined)).toBe("Section 20");
  });

  it("never throws, and does not change what it has made", () => {
    const part = fc.constantFrom(
      "Section ",
      "3.1",
      "A",
      " of ",
      "[RFC1]",
      "RFC 2",
      ", ",
      " and ",
      "(",
      ")",
      "; ",
      "[",
      "x",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(text, (plain) => {
        const once = toIanaReference(plain, OWN);
        expect(toIanaReference(once, OWN)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["1.1", "A.", "1 and ", "[RFC1], "])("leaves alone what is too long: %j", (part) => {
    const text = `Sections 1 and ${part.repeat(1_000_000)}`.trim();
    expect(toIanaReference(text, OWN)).toBe(text);
  });
});

describe("toPlace", () => {
  it.each([
    ["Section", "3.1", "Section 3.1"],
    ["Section", "A", "Appendix A"],
    ["Appendix", "A", "Appendix A"],
    ["Sections", "A and B", "Appendices A and B"],
  ])("%s %s is %s", (word, parts, place) => {
    expect(toPlace(word, parts)).toBe(place);
  });
});
