import { describe, expect, it } from "vitest";
import { readOrThrow } from "../../test/support/registry-files.js";
import { readRegistryGroup } from "./iana-xml.js";
import { sourceFile } from "./source-file.js";

const NAMESPACE = 'xmlns="http://www.iana.org/assignments"';

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
      const before = performance.now();
      const [registry] = readGroup(
        `<record><reference>${text}<xref/>x</reference><a>${text}</a></record>`,
      );
      expect(registry?.rows).toHaveLength(1);
      expect(performance.now() - before).toBeLessThan(5_000);
    },
  );
});
