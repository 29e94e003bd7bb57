import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { pointsInto, readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { sourceFile } from "./source-file.js";
import { parseXml, readDoctype } from "./xml-tree.js";

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

describe("readDoctype", () => {
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
    ["many", ` a [${Array.from({ length: 33 }, (_, at) => `<!ENTITY e${at} "b">`).join("")}]`],
  ])("refuses %s", (_what, doctype) => {
    expect(readDoctype(doctype).kind).toBe("refused");
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
    expect(readDoctype(` a [${long}]`)).toMatchObject({
      what: `${what}, which is not one character`,
    });
  });

  it("takes a comment of any length", () => {
    const comment = `<!-- ${"a".repeat(4_000_000)} -->`;
    expect(readDoctype(` a [${comment}<!ENTITY e "b">]`).kind).toBe("characters");
  });

  it("never throws, and gives single characters alone", () => {
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
        const doctype = readDoctype(inside);
        const values = doctype.kind === "refused" ? [] : [...doctype.entities.values()];
        expect(values.every((value) => [...value].length === 1)).toBe(true);
        const file = sourceFile("x.xml", `<!DOCTYPE${inside}><a>&e;</a>`);
        expect(pointsInto(file, parseXml(file, "characters"))).toBe(true);
      }),
      { numRuns: 1000 },
    );
  });
});
