import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mutated,
  pointsInto,
  readOrThrow,
  realFile,
  toldBy,
} from "../../test/support/registry-files.js";
import { readIanaXml, readRegistryGroup } from "./iana-xml.js";
import { sourceFile } from "./source-file.js";

const NAMESPACE = 'xmlns="http://www.iana.org/assignments"';

function read(text: string, id?: string) {
  return readOrThrow(readIanaXml(sourceFile("x.xml", text), id));
}

/** The one record of a registry. */
function recordOf(markup: string) {
  const [record] = read(`<registry ${NAMESPACE}><record>${markup}</record></registry>`).rows;
  return record;
}

describe("readIanaXml", () => {
  it("gives a registry with the places of its parts", () => {
    const text = `<registry ${NAMESPACE} id="causes">
  <title>Causes</title>
  <note>A note.</note><note title="x">Another.</note>
  <record>
    <value>14</value>
    <description>Timeout</description><xref data="rfc9293" section="3.1"/>
  </record>
</registry>`;
    const at = (line: number, column: number) => ({ path: "x.xml", line, column });
    expect(read(text)).toEqual({
      losses: [],
      place: at(1, 1),
      id: { text: "causes", place: at(1, 1) },
      title: { text: "Causes", place: at(2, 3) },
      notes: [
        { text: "A note.", place: at(3, 3) },
        { text: "Another.", place: at(3, 23) },
      ],
      rows: [
        {
          place: at(4, 3),
          value: { text: "14", place: at(5, 5) },
          description: { text: "Timeout", place: at(6, 5) },
          reference: { text: "RFC9293, Section 3.1", place: at(4, 3) },
          category: { kind: "assigned" },
        },
      ],
    });
  });

  it("leaves out what is not there", () => {
    const { place: _place, ...registry } = read(`<registry ${NAMESPACE}><record/></registry>`);
    const category = { kind: "assigned" };
    expect(registry).toEqual({
      notes: [],
      rows: [{ place: expect.anything(), category }],
      losses: [],
    });
  });

  it.each([
    [
      "blanks and line ends become one blank",
      "\n  New data\r\n\tis received ",
      "New data is received",
    ],
    ["a line break is a blank", "New<br/>data", "New data"],
    [
      "markup inside a text goes",
      "New <i>data</i> of <xref data='x'>RFC1</xref>",
      "New data of RFC1",
    ],
    ["a no-break space stays", "New\u00a0data", "New\u00a0data"],
    ["what a rule must see stays", "New&#x202E;\u2028data", "New\u202e\u2028data"],
  ])("%s", (_rule, markup, text) => {
    expect(recordOf(`<description>${markup}</description>`)?.description?.text).toBe(text);
  });

  it.each(["<value/>", "<value> \n </value>", "<value><!-- 14 --></value>"])(
    "an empty element is as good as none: %j",
    (markup) => {
      expect(recordOf(markup)).toMatchObject({ value: undefined });
    },
  );

  it("takes the first of two elements of one name", () => {
    expect(recordOf("<value>1</value><value>2</value>")?.value?.text).toBe("1");
  });

  it("finds the registry of an id at any depth, without the records of others", () => {
    const nested = `<registry id="b"><record/><registry id="c"><title>C</title><record/></registry></registry>`;
    const group = `<registry ${NAMESPACE} id="a"><record/><record/>${nested}</registry>`;
    expect(read(group, "a").rows).toHaveLength(2);
    expect(read(group, "b").rows).toHaveLength(1);
    expect(read(group, "c").title?.text).toBe("C");
    expect(read(group).id?.text).toBe("a");
  });

  it("finds a registry by its title too, where only one has it", () => {
    const group = `<registry ${NAMESPACE} id="a"><title>Codes</title>
  <registry id="b"><title>Codes of B <xref type="note" data="1"/></title></registry>
  <registry id="c"><title>codes</title></registry></registry>`;
    expect(read(group, "codes  of b").id?.text).toBe("b");
    expect(toldBy(readIanaXml(sourceFile("x.xml", group), "CODES"))).toEqual([
      'x.xml:1:1: 2 registries of this file have the title "CODES"; give the id of one of them: a, c',
    ]);
  });

  it.each([
    [
      "another root",
      `<rfc ${NAMESPACE}/>`,
      'x.xml:1:1: the root element is <rfc> of namespace "http://www.iana.org/assignments"; ' +
        'give a <registry> of namespace "http://www.iana.org/assignments"',
    ],
    [
      "no namespace",
      '\n<registry id="a"/>',
      'x.xml:2:1: the root element is <registry> of namespace ""; ' +
        'give a <registry> of namespace "http://www.iana.org/assignments"',
    ],
    [
      "a namespace that is almost right",
      '<registry xmlns="https://www.iana.org/assignments"/>',
      'x.xml:1:1: the root element is <registry> of namespace "https://www.iana.org/assignments"; ' +
        'give a <registry> of namespace "http://www.iana.org/assignments"',
    ],
    [
      "another id",
      `<registry ${NAMESPACE} id="b"/>`,
      'x.xml:1:1: no registry of this file has the id or title "a"; give one of these: b',
    ],
  ])("refuses %s", (_what, text, message) => {
    expect(toldBy(readIanaXml(sourceFile("x.xml", text), "a"))).toEqual([message]);
  });

  it("says where a file sends its reader", () => {
    const text = `<redirect ${NAMESPACE} registry="idna-tables-12.0.0"/>`;
    expect(toldBy(readRegistryGroup(sourceFile("x.xml", text)))).toEqual([
      'x.xml:1:1: the file has no registry of its own, it redirects to "idna-tables-12.0.0"; ' +
        "give the file idna-tables-12.0.0.xml",
    ]);
  });

  it("asks for IANA's form where a page or another file has a document type", () => {
    const text = `<?xml version="1.0"?>\n<!DOCTYPE html SYSTEM "x.dtd"><html/>`;
    expect(toldBy(readRegistryGroup(sourceFile("x.xml", text)))).toEqual([
      "x.xml:2:1: a document type or entity declaration is refused; give a registry as IANA " +
        "publishes it, which has none",
    ]);
  });

  it("passes on what the parser says", () => {
    expect(toldBy(readIanaXml(sourceFile("x.xml", "<registry>")))).toHaveLength(1);
  });

  it("never throws for a registry after any edits", () => {
    const { text } = realFile("vendors/32473.xml");
    const markup = ["<value>", "</value>", "<registry>", "<br/>", "&#10;", "<xref/>", 'id=""'];
    fc.assert(
      fc.property(
        mutated(text, markup),
        fc.option(fc.string(), { nil: undefined }),
        (edited, id) => {
          const file = sourceFile("x.xml", edited);
          expect(pointsInto(file, readIanaXml(file, id))).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});

function headOf(markup: string, id = "b") {
  const text = `<registry xmlns="http://www.iana.org/assignments" id="a">
<updated>2026-01-01</updated><expert>E</expert>
<registry id="b">${markup}</registry>
<people><person id="P"/></people></registry>`;
  const { document, losses } = readOrThrow(readIanaXml(sourceFile("x.xml", text), id));
  return { document: document?.text, losses };
}

describe("what a registry says beside its rows", () => {
  it("has the references of the registry, not those of its parts", () => {
    const record = '<record><value>1</value><xref type="rfc" data="rfc3"/></record>';
    const heads = '<xref type="rfc" data="rfc1"/><xref type="rfc" data="rfc2" section="4"/>';
    expect(headOf(`<title>B</title>${heads}${record}`)).toEqual({
      document: "RFC1; RFC2, Section 4",
      losses: [],
    });
  });

  it("says what is lost, each once", () => {
    const record =
      '<record date="2019-01-14"><value>1</value><name>N</name><controller>C</controller></record>';
    expect(headOf(`<expert>E</expert><hide/><expert/>${record}${record}`).losses).toEqual([
      "dropped <expert> of the registry",
      "dropped <hide> of the registry",
      "dropped <controller> of rows",
      "dropped the dates of 2 rows",
    ]);
  });

  it("looks at the chosen registry alone", () => {
    expect(headOf("<hide/>", "a").losses).toEqual(["dropped <expert> of the registry"]);
  });

  it("loses nothing of a file in normal form", () => {
    const registry = readOrThrow(readIanaXml(realFile("tcp-failure-causes.draft-02.xml")));
    expect(registry).toMatchObject({
      document: { text: "draft-ietf-tcpm-rst-diagnostic-payload-02" },
      losses: [],
    });
  });
});

function readGroup(inside: string) {
  const text = `<registry ${NAMESPACE} id="g">${inside}</registry>`;
  return readOrThrow(readRegistryGroup(sourceFile("x.xml", text)));
}

describe("readRegistryGroup", () => {
  it("gives every registry, the root first, in the order of the file", () => {
    const nest = (depth: number): string =>
      depth === 0 ? "" : `<registry id="n${depth}"><record/>${nest(depth - 1)}</registry>`;
    const group = readGroup(`${nest(5)}<record/><record/><registry id="z"/>`);
    expect(group.map(({ id, rows }) => [id?.text, rows.length])).toEqual([
      ["g", 2],
      ["n5", 1],
      ["n4", 1],
      ["n3", 1],
      ["n2", 1],
      ["n1", 1],
      ["z", 0],
    ]);
  });

  it("gives the date and the rule, and no rule of an expert or a range", () => {
    const [group] = readGroup(`<updated>2026-07-24 </updated><expert>Unassigned</expert>
  <registration_rule>Expert <xref type="rfc" data="rfc8126"/>\n Review</registration_rule>
  <range><value>1-2</value><registration_rule>IESG</registration_rule></range>`);
    expect(group).toMatchObject({
      updated: { text: "2026-07-24" },
      rule: { text: "Expert [RFC8126] Review" },
      rows: [],
    });
  });

  it("gives the owner and the contact page, which only rstdiag's own attributes say", () => {
    const own = 'xmlns:own="urn:rstdiag:registry"';
    const text = `<registry ${NAMESPACE} ${own} organisation="No" own:contact-page="https://a.example"
      own:organisation=" ACME,&#10; &quot;Inc.&quot; "><registry own:organisation=""/></registry>`;
    const [root, nested] = readOrThrow(readRegistryGroup(sourceFile("x.xml", text)));
    expect(root).toMatchObject({
      organisation: { text: 'ACME, "Inc."', place: { line: 1, column: 1 } },
      contactPage: { text: "https://a.example" },
    });
    expect([nested?.organisation, nested?.contactPage]).toEqual([undefined, undefined]);
  });

  it("finds the columns of each registry by itself", () => {
    const [, a, b] = readGroup(`
  <registry id="a"><record><label>7</label><name>seven</name><references><xref type="rfc" data="rfc7"/></references></record></registry>
  <registry id="b"><record><description>SHA1</description></record></registry>`);
    expect(a?.rows[0]).toMatchObject({
      value: { text: "7" },
      description: { text: "seven" },
      reference: { text: "RFC7" },
    });
    expect(b?.rows[0]?.value).toBeUndefined();
    expect(b?.rows[0]).toMatchObject({ description: { text: "SHA1" } });
  });

  it("takes the columns that it is told", () => {
    const text = `<registry ${NAMESPACE}><record><value>1</value><name>a</name><type>b</type></record></registry>`;
    const columns = { value: "name", description: "type" };
    const [registry] = readOrThrow(readRegistryGroup(sourceFile("x.xml", text), columns));
    expect(registry?.rows[0]).toMatchObject({
      value: { text: "a" },
      description: { text: "b" },
      others: [{ name: "value", text: "1" }],
    });
  });

  it("keeps aside what it has no place for, and drops people and their addresses", () => {
    const [registry] = readGroup(`<record><value>1</value><description>a</description>
  <description>b</description><hex>0x1</hex><note>ask a.b&amp;c.example</note><empty/>
  <metadata><json_export/></metadata><controller>A. B.</controller>
  <contact><xref type="person" data="A_B"/></contact></record>
  <people><person id="A_B"><uri>mailto:a&amp;b.example</uri></person></people>`);
    expect(registry?.rows[0]?.others?.map(({ name, text }) => [name, text])).toEqual([
      ["description", "b"],
      ["hex", "0x1"],
      ["note", "ask"],
    ]);
  });

  it("knows elements by their namespace, and rstdiag's additions whatever their prefix", () => {
    const [registry] = readGroup(`<record xmlns:m="urn:rstdiag:registry" m:meaning=" timeout "
  m:group="late" m:origin="any" m:other="y" meaning="x" group="x" origin="x"><o:value
  xmlns:o="urn:other">9</o:value><value>1</value></record>`);
    const row = registry?.rows[0];
    expect(row).toMatchObject({ meaning: { text: "timeout" }, value: { text: "1" } });
    expect(row).toMatchObject({ group: { text: "late" }, origin: { text: "any" } });
    expect(readGroup("<record><value>1</value></record>")[0]?.rows[0]?.group).toBeUndefined();
  });

  it.each([
    ["a link to words", '<xref type="uri" data="x">$Junk</xref>', "$Junk"],
    ["a citation", 'See <xref type="rfc" data="rfc1"/>', "See [RFC1]"],
    ["a person", 'by <xref type="person" data="A_B">A. B., a@b.example</xref>', "by [A_B]"],
    ["a footnote", 'Experiment 1 <xref type="note" data="1"/>', "Experiment 1"],
    ["paragraphs", "<paragraph>One.</paragraph><paragraph>Two.</paragraph>", "One. Two."],
    ["an asterisk in the text", "Kind [***]", "Kind [***]"],
  ])("reads %s in a cell", (_what, markup, text) => {
    const [registry] = readGroup(`<record><description>${markup}</description></record>`);
    expect(registry?.rows[0]?.description?.text).toBe(text);
  });

  it("keeps the footnotes of a row, wherever the file has them", () => {
    const [root, inner] = readGroup(`<title>T<xref type="note" data="2"/></title><registry>
  <record><value>1<xref type="note" data="1"/></value><reference><xref type="note" data="9"/></reference></record>
  <footnote anchor="2">Two.</footnote></registry><footnote anchor="1">One.</footnote>`);
    expect(root?.notes.map(({ text }) => text)).toEqual(["Two."]);
    expect(inner?.rows[0]?.others).toMatchObject([{ name: "footnote", text: "One." }]);
  });

  it.each(["a".repeat(1e6), "a&amp;".repeat(2e5), ", ".repeat(5e5), "[1]".repeat(3e5)])(
    "takes no longer for a text of a million characters",
    (text) => {
      const [registry] = readGroup(
        `<record><reference>${text}<xref/>x</reference><a>${text}</a></record>`,
      );
      expect(registry?.rows).toHaveLength(1);
    },
  );
});
