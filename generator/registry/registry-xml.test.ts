import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, realFile } from "../../test/support/registry-files.js";
import { readIanaXml } from "./iana-xml.js";
import { escapeXmlText, formatAttribute, formatRegistryXml, formatXrefs } from "./registry-xml.js";
import { sourceFile } from "./source-file.js";
import { type Cell, makeRow, type SourceRegistry, type SourceRow } from "./source-registry.js";

const PLACE = { path: "x.xml", line: 1, column: 1 };
const cell = (text: string): Cell => ({ text, place: PLACE });

function read(text: string): SourceRegistry {
  return readOrThrow(readIanaXml(sourceFile("x.xml", text)));
}

/** All that a registry says, without the places. */
function wordsOf(registry: SourceRegistry) {
  const { id, title, updated, rule, organisation, contactPage, notes, rows } = registry;
  return {
    head: [id, title, updated, rule, organisation, contactPage].map((it) => it?.text),
    notes: notes.map(({ text }) => text),
    rows: rows.map(({ value, description, reference, meaning, group, origin }) =>
      [value, description, reference, meaning, group, origin].map((it) => it?.text),
    ),
  };
}

/** Text as a reader gives it: any character that XML can have, single blanks inside. */
const words = fc
  .string({ unit: "binary" })
  .map((text) =>
    text
      .replace(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, "")
      .replace(/\s+/g, " ")
      .trim(),
  )
  .filter((text) => text !== "");

const reference = fc.oneof(
  fc.constantFrom(
    "RFC9293",
    "RFC9293, Section 3.1",
    "RFC9293, Appendix A.1",
    "RFC0793, Sections 1 and 2",
    "draft-ietf-tcpm-x-02",
    "draft-ietf-tcpm-x-02, Section 5",
    "draft-rfc1, Figure 4",
    "https://a.example/?b=c&d;e",
    "RFC1; RFC2, Section 3; draft-x-01",
    `"<a href='&amp;'>" ]]>`,
  ),
  // Mail addresses and marks at the end are not read from references.
  words.map((text) => `[${text.replace(/[@&]/g, "")}]`),
);

const optional = <Name extends keyof SourceRow>(name: Name, text: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.constant({}),
    text.map((it) => ({ [name]: cell(it) })),
  );

const row: fc.Arbitrary<SourceRow> = fc
  .tuple(
    optional("value", words),
    optional("description", words),
    optional("reference", reference),
    optional("meaning", words),
    optional("group", words),
    optional("origin", words),
  )
  .map((parts) => makeRow(PLACE, Object.assign({}, ...parts)));

const registry: fc.Arbitrary<SourceRegistry> = fc.record({
  place: fc.constant(PLACE),
  id: words.map(cell),
  title: words.map(cell),
  updated: words.map(cell),
  rule: words.map(cell),
  organisation: words.map(cell),
  contactPage: words.map(cell),
  notes: fc.array(words.map(cell), { maxLength: 3 }),
  rows: fc.array(row, { maxLength: 5 }),
});

describe("formatRegistryXml", () => {
  it.each(["tcp-failure-causes.draft-02.xml", "tcp-failure-causes.draft-03.xml"])(
    "gives %s again, octet by octet",
    (name) => {
      const file = realFile(name);
      expect(formatRegistryXml(readOrThrow(readIanaXml(file)))).toBe(
        readFileSync(new URL(`../../registry/${name}`, import.meta.url), "utf8"),
      );
    },
  );

  it.each(["meaning", "group", "origin"])("declares rstdiag's own %s where it is used", (name) => {
    const rows = [makeRow(PLACE, { value: cell("1"), [name]: cell("timeout") })];
    const text = formatRegistryXml({ place: PLACE, notes: [], rows });
    expect(text).toContain('xmlns:rstdiag="urn:rstdiag:registry"');
    expect(text).toContain(`<record rstdiag:${name}="timeout">`);
  });

  it("writes what it has and no more", () => {
    expect(formatRegistryXml({ place: PLACE, notes: [], rows: [] })).toBe(
      `<?xml version='1.0' encoding='UTF-8'?>
<registry xmlns="http://www.iana.org/assignments">
</registry>
`,
    );
  });

  it("is read again as the same words, whatever they are", () => {
    fc.assert(
      fc.property(registry, (written) => {
        expect(wordsOf(read(formatRegistryXml(written)))).toEqual(wordsOf(written));
      }),
      { numRuns: 1000 },
    );
  });

  it("is the same when it is read and written again", () => {
    fc.assert(
      fc.property(registry, (written) => {
        const once = formatRegistryXml(written);
        expect(formatRegistryXml(read(once))).toBe(once);
      }),
    );
  });
});

describe("escapeXmlText", () => {
  it.each([
    ["R&D", "R&amp;D"],
    ["<!-- ]]> -->", "&lt;!-- ]]&gt; --&gt;"],
    ["&amp;", "&amp;amp;"],
    ['"it\'s"', '"it\'s"'],
    ["caf\u00e9 \u{1f4a9} \u202e", "caf\u00e9 \u{1f4a9} \u202e"],
  ])("writes %j", (text, escaped) => {
    expect(escapeXmlText(text)).toBe(escaped);
  });

  it.each(["\0", "\u000b", "\uffff", "\ud800", "a\udc00"])("cannot write %j", (text) => {
    expect(() => escapeXmlText(text)).toThrow("XML cannot hold the text");
  });
});

describe("formatAttribute", () => {
  it("keeps the value inside its quotes", () => {
    expect(formatAttribute("id", `a" b='<&`)).toBe(` id="a&quot; b='&lt;&amp;"`);
  });
});

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
