import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  mutated,
  pointsInto,
  readOrThrow,
  realFile,
  toldBy,
  xmlOf,
} from "../../test/support/registry-files.js";
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
        "give a registry as IANA publishes it, which has none",
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

/** As kramdown-rfc writes it: draft-ietf-uuidrev-rfc4122bis-11.xml. */
const GENUINE = ` rfc [
  <!ENTITY nbsp    "&#160;">
  <!ENTITY zwsp   "&#8203;">
  <!ENTITY nbhy   "&#8209;">
  <!ENTITY wj     "&#8288;">
]`;

function textOf(doctype: string, markup: string): string {
  const file = sourceFile("x.xml", `<!DOCTYPE${doctype}><a>${markup}</a>`);
  const { children } = readOrThrow(parseXml(file, "characters"));
  return children.map((child) => (child.kind === "text" ? child.text : "")).join("");
}

function tellDoctype(doctype: string): string | undefined {
  const file = sourceFile("x.xml", `<!DOCTYPE${doctype}><a/>`);
  return toldBy(parseXml(file, "characters"))[0];
}

describe("a document type of characters", () => {
  it.each([
    [
      "what the tools of drafts write",
      GENUINE,
      "&nbsp;&zwsp;&nbhy;&wj;",
      "\u00a0\u200b\u2011\u2060",
    ],
    ["none at all", " rfc", "&amp;", "&"],
    ["an empty one", " rfc []", "&lt;", "<"],
    ["hexadecimal", " a [<!ENTITY e '&#xA0;'>]", "&e;", "\u00a0"],
    ["a plain character", ' a [<!ENTITY e "\u{1f4a9}">]', "&e;", "\u{1f4a9}"],
    [
      "comments, even with an entity",
      " a [<!-- <!ENTITY e SYSTEM 'x'> --><!ENTITY e 'b'>]",
      "&e;",
      "b",
    ],
    [
      "a second declaration, which does not count",
      " a [<!ENTITY e 'b'><!ENTITY e 'c'>]",
      "&e;",
      "b",
    ],
    [
      "names of JavaScript",
      " a [<!ENTITY constructor 'b'><!ENTITY __proto__ 'c'>]",
      "&constructor;&__proto__;",
      "bc",
    ],
  ])("takes %s", (_what, doctype, markup, text) => {
    expect(textOf(doctype, markup)).toBe(text);
  });

  it.each([
    ["an external subset", ' rfc SYSTEM "rfc2629.dtd"'],
    ["a public one", ' html PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"'],
    ["an external one beside a subset", ' rfc SYSTEM "x" [<!ENTITY e "b">]'],
    ["an external entity", " a [<!ENTITY e SYSTEM 'file:///etc/passwd'>]"],
    ["a public entity", " a [<!ENTITY e PUBLIC 'p' 'file:///etc/passwd'>]"],
    ["a parameter entity", " a [<!ENTITY % p 'b'>]"],
    ["the use of one", " a [%p;]"],
    ["an element declaration", " a [<!ELEMENT a ANY>]"],
    ["default attributes", " a [<!ATTLIST a x CDATA 'y'>]"],
    ["markup", " a [<!ENTITY MUST '<bcp14>MUST</bcp14>'>]"],
    ["a text", " a [<!ENTITY e 'bc'>]"],
    ["no text", " a [<!ENTITY e ''>]"],
    ["another entity", " a [<!ENTITY e '&f;'>]"],
    ["two references", " a [<!ENTITY e '&#38;&#60;'>]"],
    ["a character that begins markup", " a [<!ENTITY e '&#60;'>]"],
    ["an ampersand", " a [<!ENTITY e '&#x26;'>]"],
    ["NUL", " a [<!ENTITY e '&#0;'>]"],
    ["half a character", " a [<!ENTITY e '&#xD800;'>]"],
    ["what is no character", " a [<!ENTITY e '&#x110000;'>]"],
    ["one of XML's own", " a [<!ENTITY lt 'x'>]"],
    ["an unquoted value", " a [<!ENTITY e b>]"],
  ])("refuses %s", (_what, doctype) => {
    expect(tellDoctype(doctype)).toMatch(/^x\.xml:1:1: the document type (?:has|is) /);
  });

  it("quotes what it refuses, at the place of the document type", () => {
    const file = sourceFile("x.xml", "\n<!DOCTYPE a [<!ENTITY MUST '<b>MUST</b>'>]><a/>");
    expect(toldBy(parseXml(file, "characters"))).toEqual([
      "x.xml:2:1: the document type has \"<!ENTITY MUST '<b>MUST</b>'>\", which is not one " +
        "character; write its entities out, for instance with xmllint --noent --dropdtd --nonet",
    ]);
  });

  it("quotes no more than the beginning", () => {
    const long = `<!ENTITY e "${"b".repeat(100)}">`;
    const what = `the document type has ${JSON.stringify(`${long.slice(0, 37)}...`)}`;
    expect(tellDoctype(` a [${long}]`)).toContain(`${what}, which is not one character`);
  });

  it("takes a comment of any length", () => {
    const comment = `<!-- ${"a".repeat(4_000_000)} -->`;
    expect(tellDoctype(` a [${comment}<!ENTITY e "b">]`)).toBeUndefined();
  });

  it("never throws", () => {
    const part = fc.constantFrom(
      " ",
      "a",
      "[",
      "]",
      "<!ENTITY ",
      "e ",
      '"',
      "'",
      "&#160;",
      "%p;",
      ">",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(text, (inside) => {
        const file = sourceFile("x.xml", `<!DOCTYPE${inside}><a>&e;</a>`);
        expect(pointsInto(file, parseXml(file, "characters"))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
