import { describe, expect, it } from "vitest";
import { escapeXmlText, formatAttribute } from "./registry-xml.js";

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
    expect(() => escapeXmlText(text)).toThrow("no XML can have the text");
  });
});

describe("formatAttribute", () => {
  it("keeps the value inside its quotes", () => {
    expect(formatAttribute("id", `a" b='<&`)).toBe(` id="a&quot; b='&lt;&amp;"`);
  });
});
