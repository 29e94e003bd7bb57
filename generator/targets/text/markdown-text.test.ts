import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE, LINE_ENDS } from "../../../test/support/hostile.js";
import { readCells, shownText } from "../../../test/support/markdown.js";
import { showUnprintable } from "../../model/text.js";
import { markdownComment, markdownText } from "./escape.js";

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.constantFrom("|", "\\", "`", "<", "[", "-", ">", "\n", "a", " ", "://", "www."), {
      maxLength: 12,
    })
    .map((characters) => characters.join("")),
);
const blanks = (text: string) => text.replace(/ +/g, " ").trim();

describe("markdownText", () => {
  it.each([
    ["the end of a cell", "a | b", "a \\| b"],
    ["a backslash before it", "a \\| b", "a \\\\\\| b"],
    ["a code span", "`a`", "\\`a\\`"],
    ["emphasis", "*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"],
    ["a link and an image", "![a](b)", "!\\[a\\](b)"],
    ["HTML", "<b>", "\\<b\\>"],
    ["an entity", "&amp;", "\\&amp;"],
    ["the end of a heading", "a #", "a \\#"],
    ["a formula", "$a$", "\\$a\\$"],
    ["a URL", "see https://example.com", "see https:\\//example.com"],
    ["a host name", "see www.example.com", "see www\\.example.com"],
    ["a line end, by its name", "a\nb", "a\\<U+000A\\>b"],
    ["an override of the direction", "a\u{202e}b", "a\\<U+202E\\>b"],
    ["blanks, which no reader sees", "  a   b ", "a b"],
    ["nothing in a reference", "RFC9293, Section 3.10.7 (c)", "RFC9293, Section 3.10.7 (c)"],
    ["nothing in other languages", "時間切れ \u{1f600}", "時間切れ \u{1f600}"],
  ])("escapes %s", (_name, text, markdown) => {
    expect(markdownText(text)).toBe(markdown);
  });

  it.each([...HOSTILE, ...LINE_ENDS])("stays in its cell as it was: %s", (_name, text) => {
    const cells = readCells(`| 1 | ${markdownText(text)} | x |`);
    expect(cells).toEqual(["1", showUnprintable(text), "x"]);
  });

  it("stays in its cell, one line of text alone, for any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const markdown = markdownText(text);
        expect(markdown).not.toMatch(/\n|(?<!\\)(?:\\\\)*[`|<[*_~&#$]|:\/\/|\bwww\./);
        expect(shownText(markdown)).toBe(blanks(showUnprintable(text)));
        expect(readCells(`| 1 | a${markdown} | x |`)).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });
});

describe("markdownComment", () => {
  it.each([
    ["the end of a comment", "a --> b", "a - - > b"],
    ["its older form", "a --!> b", "a - -!> b"],
    ["line ends", "a\nb", "a?b"],
    ["a path", "registry/a-b.xml", "registry/a-b.xml"],
  ])("defuses %s", (_name, text, comment) => {
    expect(markdownComment(text)).toBe(comment);
  });

  it("never ends the comment, for any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(markdownComment(text)).toMatch(/^[\x20-\x7e]*$/);
        expect(markdownComment(text)).not.toMatch(/--|->/);
      }),
    );
  });
});
