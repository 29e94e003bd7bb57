import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readC } from "../../../test/support/c.js";
import { HOSTILE, LINE_ENDS } from "../../../test/support/hostile.js";
import { cComment, cString } from "./escape.js";

const anyText = fc.string({ unit: "binary", maxLength: 60 });
const nastyText = fc
  .array(fc.constantFrom("*", "/", "?", "\\", "'", "\n", "a", " ", '"'), { maxLength: 12 })
  .map((characters) => characters.join(""));

describe("cString", () => {
  it.each([
    ["a quote", '"', '"\\""'],
    ["a backslash", "\\", '"\\\\"'],
    ["LF", "\n", '"\\012"'],
    ["an octet before a digit", "\u{1}2", '"\\0012"'],
    ["each question mark", "??/", '"\\?\\?/"'],
    ["U+00E9 in octal digits", "\u{e9}", '"\\303\\251"'],
    ["U+2028", "\u{2028}", '"\\342\\200\\250"'],
    ["an emoji", "\u{1f600}", '"\\360\\237\\230\\200"'],
    ["percent and the ends of comments stay", "%s */ ]]", '"%s */ ]]"'],
  ])("escapes %s", (_name, text, literal) => {
    expect(cString(text)).toBe(literal);
  });

  it.each([...HOSTILE, ...LINE_ENDS])("keeps its octets: %s", (_name, text) => {
    const { code, strings } = readC(`x(${cString(text)});`);
    expect(code).toBe('x("");');
    expect(strings.map(String)).toEqual([text]);
  });

  it("gives any text back as the octets of its UTF-8, in one literal of printable ASCII", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (text) => {
        expect(cString(text)).toMatch(/^[\x20-\x7e]*$/);
        const { code, strings } = readC(`x(${cString(text)}, 1);`);
        expect(code).toBe('x("", 1);');
        expect(strings).toEqual([Buffer.from(text, "utf8")]);
      }),
    );
  });
});

describe("cComment", () => {
  const commented = (text: string) =>
    `a;\n/* ${cComment(text)} */\nb;\n/*\n * ${cComment(text)}\n */\nc;`;

  it.each([
    ["the end of a comment", "a */ b", "a * / b"],
    ["the end of a comment twice", "*/*/", "* / * /"],
    ["the begin of a comment", "/*", "/ *"],
    ["a trigraph", "??/", "? ?/"],
    ["a trigraph behind a question mark", "???/", "? ? ?/"],
    ["a backslash at the end", "a\\", "a"],
    ["backslashes at the end", "a\\\\", "a"],
    ["a backslash and blanks at the end", "a\\ \\  ", "a"],
    ["line ends", "a\r\nb", "a? ?b"],
    ["non-ASCII", "\u{e9}", "?"],
    ["an emoji is one character", "a\u{1f600}b", "a?b"],
    ["U+2028", "\u{2028}", "?"],
    ["quotes, percent and brackets stay", `"%s" ]] --[[`, `"%s" ]] --[[`],
  ])("defuses %s", (_name, text, comment) => {
    expect(cComment(text)).toBe(comment);
  });

  it.each([...HOSTILE, ...LINE_ENDS])("stays a comment: %s", (_name, text) => {
    expect(readC(commented(text)).code).toBe("a; b; c;");
  });

  it("stays a comment of printable ASCII, without trigraph or spliced line, for any text", () => {
    fc.assert(
      fc.property(fc.oneof(anyText, nastyText), (text) => {
        expect(cComment(text)).toMatch(/^[\x20-\x7e]*$/);
        expect(cComment(text)).not.toMatch(/\?\?|\\ *$|\*\/|\/\*/);
        expect(readC(commented(text)).code).toBe("a; b; c;");
      }),
      { numRuns: 500 },
    );
  });
});
