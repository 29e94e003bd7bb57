import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutated, pointsInto, realFile, toldBy, xmlOf } from "../../test/support/registry-files.js";
import { sourceFile } from "./source-file.js";
import { parseXml, type XmlElement } from "./xml-tree.js";

const MARKUP = ["<", ">", "</", "/>", "&", "&#x202E;", "&lol;", "<!--", "<![CDATA[", "]]>", "<?"];
const DOCTYPES = ["<!DOCTYPE a [", "]>", "<!ENTITY a 'b'>", '"', "'", "=", "\r\n", "\ud800"];

function elementsOf(element: XmlElement): readonly XmlElement[] {
  return [
    element,
    ...element.children.flatMap((it) => (it.kind === "element" ? elementsOf(it) : [])),
  ];
}

function parse(text: string) {
  return toldBy(parseXml(sourceFile("x.xml", text)));
}

describe("parseXml", () => {
  it("keeps mixed content in its order", () => {
    expect(xmlOf("<a>one<b/>two<c>three</c></a>").children).toMatchObject([
      { kind: "text", text: "one" },
      { kind: "element", name: "b", children: [] },
      { kind: "text", text: "two" },
      { kind: "element", name: "c", children: [{ kind: "text", text: "three" }] },
    ]);
  });

  it.each([
    ["the five entities", "&amp;&lt;&gt;&quot;&apos;", "&<>\"'"],
    ["character references", "&#8238;&#x202E;", "\u202e\u202e"],
    ["CDATA, where markup is text", "<![CDATA[<b>&amp;]]>", "<b>&amp;"],
    ["no comment", "a<!-- b -->c", "ac"],
    ["no processing instruction", "a<?line 61?>c", "ac"],
    ["CR LF as LF", "a\r\nb", "a\nb"],
  ])("text has %s", (_what, markup, text) => {
    const texts = xmlOf(`<a>${markup}</a>`).children.map((it) => it.kind === "text" && it.text);
    expect(texts.join("")).toBe(text);
  });

  it("knows namespaces, inherited, undone and by prefix", () => {
    const root = xmlOf('<a xmlns="urn:1" xmlns:p="urn:2"><b/><p:c/><d xmlns=""/></a>');
    expect(elementsOf(root).map(({ name, namespace }) => [name, namespace])).toEqual([
      ["a", "urn:1"],
      ["b", "urn:1"],
      ["c", "urn:2"],
      ["d", ""],
    ]);
  });

  it("has attributes, whatever their names", () => {
    const { attributes } = xmlOf(`<a id="1" __proto__="2" constructor='&lt;3'/>`);
    expect([...attributes]).toEqual([
      ["id", "1"],
      ["__proto__", "2"],
      ["constructor", "<3"],
    ]);
  });

  it.each([
    "<a/>",
    "<?xml version='1.0' encoding='utf-8'?><a/>",
    "<?xml version='1.0' encoding='US-ASCII'?>\n<a/>\n",
  ])("takes %j", (text) => {
    expect(xmlOf(text).name).toBe("a");
  });

  it.each([
    ["an element that stays open", "<a>\n<b>", "2:3: not well-formed XML: unclosed tag: b"],
    ["tags that cross", "<a>\n  <b>\n</a>", "3:4: not well-formed XML: unexpected close tag"],
    ["a second root", "<a/><b/>", "1:7: not well-formed XML: documents may contain only one root"],
    ["an undefined entity", "<a>&lol;</a>", "1:8: not well-formed XML: undefined entity"],
    ["an undeclared prefix", "<p:a/>", '1:6: not well-formed XML: unbound namespace prefix: "p"'],
    ["an attribute twice", "<a x='1' x='2'/>", "1:16: not well-formed XML: duplicate attribute: x"],
    ["a control character", "<a>\u0001</a>", "1:4: not well-formed XML: disallowed character"],
    ["a reference to NUL", "<a>&#0;</a>", "1:7: not well-formed XML: malformed character entity"],
    ["no XML", "", "1:1: not well-formed XML: document must contain a root element"],
    ["plain text", "Value", "1:6: not well-formed XML: text data outside of root node"],
    ["an entity outside", "<!ENTITY a 'b'><a/>", "1:9: not well-formed XML: incorrect syntax"],
  ])("refuses %s", (_what, text, message) => {
    expect(parse(text)).toEqual([
      `x.xml:${message}; correct the markup, for instance with xmllint`,
    ]);
  });

  it.each([
    ["in a text", "<a>\n  R&D</a>", "2:4"],
    ["with a semicolon far behind it", "<a>R&D</a>\n<b>one; two</b>", "1:5"],
    ["after some that are characters", "<a><!-- & --><![CDATA[&]]><?x &?>&amp; & </a>", "1:40"],
    ["in an attribute", "<a x='R&D'/>", "1:8"],
  ])("shows a bare ampersand where it is: %s", (_what, text, place) => {
    expect(parse(text)).toEqual([
      `x.xml:${place}: not well-formed XML: "&" begins no entity here; write &amp; for the character`,
    ]);
  });

  it.each([
    ["a document type", "<!DOCTYPE a>\n<a/>", "1:1"],
    ["an external one", "\n<!DOCTYPE a SYSTEM 'file:///etc/passwd'><a/>", "2:1"],
    ["an entity declaration", "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", "1:1"],
    ["one after a comment about it", "<!-- <!DOCTYPE -->\n <!DOCTYPE a><a/>", "2:2"],
  ])("refuses %s", (_what, text, place) => {
    expect(parse(text)).toEqual([
      `x.xml:${place}: a document type or entity declaration is refused; ` +
        "delete the <!DOCTYPE ...>; IANA's registries have none",
    ]);
  });

  it("expands no billion laughs", () => {
    const entities = Array.from(
      { length: 9 },
      (_, at) => `<!ENTITY l${at + 1} "${`&l${at};`.repeat(10)}">`,
    );
    const text = `<!DOCTYPE a [<!ENTITY l0 "lol">${entities.join("")}]><a>&l9;</a>`;
    expect(parse(text)).toHaveLength(1);
  });

  it("refuses to be told of another encoding", () => {
    expect(parse("<?xml version='1.0' encoding='UTF-16'?><a/>")).toEqual([
      'x.xml:1:1: the encoding is declared as "UTF-16"; save the file as UTF-8 and declare that',
    ]);
  });

  it("refuses to nest deeper than any registry", () => {
    const nest = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);
    expect(parse(nest(64))).toEqual([]);
    expect(parse(nest(65))).toEqual([
      "x.xml:1:193: elements nest deeper than 64; give a registry of IANA's form",
    ]);
    expect(parse(nest(100_000))).toHaveLength(1);
  });

  it.each(["\n", "\r\n", "\n\t"])("knows where each tag opens, with %j in tags", (space) => {
    const text = `<!-- < -->${space}<aa${space}x="1">${space}\u{1f4a9}<bb${space}/><c/>&lt;<d >e</d></aa>`;
    const file = sourceFile("x.xml", text);
    const found = elementsOf(xmlOf(text));
    expect(found.map(({ place }) => place)).toEqual(
      found.map(({ name }) => file.placeAt(text.indexOf(`<${name}`))),
    );
  });

  it("never throws for any text", () => {
    const anything = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(fc.constantFrom(...MARKUP, ...DOCTYPES, "a", "a ")).map((parts) => parts.join("")),
    );
    fc.assert(
      fc.property(anything, (text) => {
        const file = sourceFile("x.xml", text);
        expect(pointsInto(file, parseXml(file))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });

  it("never throws for a registry after any edits", () => {
    const { text } = realFile("tcp-failure-causes.draft-02.xml");
    fc.assert(
      fc.property(mutated(text, [...MARKUP, ...DOCTYPES]), (edited) => {
        const file = sourceFile("x.xml", edited);
        expect(pointsInto(file, parseXml(file))).toBe(true);
      }),
      { numRuns: 500 },
    );
  });
});
