import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, realFile } from "../../test/support/registry-files.js";
import { readIanaXml } from "./iana-xml.js";
import { formatRegistryXml } from "./registry-xml.js";
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
