import fc from "fast-check";
import { Marked, type Token, type Tokens } from "marked";
import { describe, expect, it } from "vitest";
import { readC } from "../../../test/support/c.js";
import { HOSTILE, LINE_ENDS } from "../../../test/support/hostile.js";
import { luaShape, luaStrings } from "../../../test/support/lua.js";
import { readCells, shownText } from "../../../test/support/markdown.js";
import { filterStrings, readFilterList, readTable } from "../../../test/support/profile.js";
import { showUnprintable } from "../../model/text.js";
import {
  cComment,
  cString,
  filterList,
  filterString,
  lineComment,
  luaString,
  markdownComment,
  markdownText,
  tableLine,
} from "./escape.js";

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

const scriptOf = (text: string) =>
  `-- ${lineComment(text)}\nlocal a = ${luaString(text)} -- ${lineComment(text)}\nreturn a\n`;
const HARMLESS = luaShape(scriptOf("harmless"));

describe("luaString", () => {
  it.each([
    ["a quote", '"', '"\\""'],
    ["a backslash", "\\", '"\\\\"'],
    ["LF", "\n", '"\\010"'],
    ["CR", "\r", '"\\013"'],
    ["an octet before a digit", "\u{1}2", '"\\0012"'],
    ["U+007F", "\u{7f}", '"\\127"'],
    ["U+00E9 in decimal digits, not in octal", "\u{e9}", '"\\195\\169"'],
    ["U+2028", "\u{2028}", '"\\226\\128\\168"'],
    ["an emoji", "\u{1f600}", '"\\240\\159\\152\\128"'],
    ["percent, brackets and hyphens stay", "%s ]] --[[", '"%s ]] --[["'],
  ])("escapes %s", (_name, text, literal) => {
    expect(luaString(text)).toBe(literal);
  });

  it.each([...HOSTILE, ...LINE_ENDS])("keeps its octets: %s", (_name, text) => {
    const [octets] = luaStrings(`return ${luaString(text)}`);
    expect(octets?.toString("utf8")).toBe(text);
  });

  it("gives any text back as the octets of its UTF-8, in one string of printable ASCII", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(luaString(text)).toMatch(/^[\x20-\x7e]*$/);
        expect(luaStrings(`return ${luaString(text)}`)).toEqual([Buffer.from(text, "utf8")]);
      }),
    );
  });
});

describe("luaString and lineComment", () => {
  it.each([...HOSTILE, ...LINE_ENDS])("leave the script's shape alone: %s", (_name, text) => {
    expect(luaShape(scriptOf(text))).toEqual(HARMLESS);
  });

  it("leave the script's shape alone for any text", () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(luaShape(scriptOf(text))).toEqual(HARMLESS);
      }),
    );
  });
});

describe("lineComment", () => {
  it.each([
    ["a line end", "a\r\nb", "a??b"],
    ["non-ASCII, a mark for each character", "é\u{1f600}\u{2028}", "???"],
    ["printable ASCII stays", "a --[[ ]] %s \\", "a --[[ ]] %s \\"],
  ])("%s", (_name, text, comment) => {
    expect(lineComment(text)).toBe(comment);
  });
});

const markdownLike = fc.oneof(
  fc.string({ unit: "binary", maxLength: 60 }),
  fc
    .array(fc.constantFrom("|", "\\", "`", "<", "[", "-", ">", "\n", "a", " ", "://", "www."), {
      maxLength: 12,
    })
    .map((characters) => characters.join("")),
);
const linkLike = fc
  .array(
    fc.constantFrom(
      "a",
      "b.example",
      "@",
      "http",
      "://",
      "www.",
      "~~",
      "&lt;",
      "\\",
      "<",
      ">",
      " ",
      "_",
      "!",
      "-->",
      "#1",
    ),
    { maxLength: 12 },
  )
  .map((parts) => parts.join(""));
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
    ["a URL", "see https://example.com", "see https:<!-- -->//example.com"],
    ["a host name", "see www.example.com", "see www<!-- -->.example.com"],
    ["a mail address", "to a@example.com", "to a@<!-- -->example.com"],
    ["a user and an issue", "@ann #12 a/b#3", "@<!-- -->ann \\#<!-- -->12 a/b\\#<!-- -->3"],
    ["letters that nobody sees", "a\u{200b}b", "a\\<U+200B\\>b"],
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
      fc.property(markdownLike, (text) => {
        const markdown = markdownText(text);
        expect(markdown.replaceAll("<!-- -->", "")).not.toMatch(/\n|(?<!\\)(?:\\\\)*[`|<[*_~&#$]/);
        expect(markdown).not.toMatch(/:\/\/|www\.|@(?!<)/);
        expect(shownText(markdown)).toBe(blanks(showUnprintable(text)));
        expect(readCells(`| 1 | a${markdown} | x |`)).toHaveLength(3);
      }),
      { numRuns: 500 },
    );
  });
});

describe("markdownText, as a Markdown library reads it", () => {
  const markdown = new Marked({ gfm: true });
  /** All kinds of tokens below a token, but for text and what shows nothing. */
  const kindsIn = (tokens: readonly Token[]): readonly string[] =>
    tokens.flatMap((token) => [
      ...(token.type === "html" && token.raw === "<!-- -->" ? [] : [token.type]),
      ...("tokens" in token && token.tokens ? kindsIn(token.tokens) : []),
    ]);
  const isText = (kind: string) => kind === "text" || kind === "escape";
  const ENTITIES = { "&lt;": "<", "&gt;": ">", "&quot;": '"', "&#39;": "'", "&amp;": "&" };
  const shownBy = (html: string): string =>
    html
      .replaceAll("<!-- -->", "")
      .replace(
        /&(?:lt|gt|quot|amp|#39);/g,
        (entity) => new Map(Object.entries(ENTITIES)).get(entity) ?? "",
      );
  const expectText = (text: string): void => {
    const escaped = markdownText(text);
    const paragraph = markdown.lexer(`Cause: ${escaped}`);
    expect(kindsIn(paragraph).filter((kind) => !isText(kind))).toEqual(["paragraph"]);
    const shown = shownBy(markdown.parseInline(`Cause: ${escaped}`, { async: false }));
    expect(blanks(shown)).toBe(blanks(`Cause: ${showUnprintable(text)}`));
    const [table] = markdown.lexer(`| a | b | c |\n|---|---|---|\n| 1 | ${escaped} | x |\n`);
    if (table?.type !== "table") throw new Error("no table");
    const [row] = (table as Tokens.Table).rows;
    expect(row).toHaveLength(3);
    expect(row?.[2]?.text).toBe("x");
    expect(kindsIn(row?.[1]?.tokens ?? []).filter((kind) => !isText(kind))).toEqual([]);
  };

  it("finds what is markup where nothing is escaped", () => {
    const kinds = kindsIn(
      markdown.lexer("x ~~a~~ **b** a@b.example https://c.example www.d.example `e`"),
    );
    expect([...new Set(kinds)].sort()).toEqual([
      "codespan",
      "del",
      "link",
      "paragraph",
      "strong",
      "text",
    ]);
  });

  it.each<readonly [string, string]>([
    ...HOSTILE,
    ["strikethrough", "~~x~~ ~y~"],
    ["an entity", "&lt;b&gt; &#60; &nbsp;"],
    ["mail addresses", "a@b.example mailto:a@b.example xmpp:a@b.example/c"],
    [
      "addresses",
      "http://a.example ftp://b.example HTTPS://c.example www.d.example (WWW.e.example)",
    ],
    ["a reference", "[a]: http://b.example [c][d] [e](f) ![g](h) [^i]"],
    ["comments", "<!-- a --> <!-- --> <b> </b> <a@b.example> <http://c.example>"],
  ])("finds only text: %s", (_name, text) => expectText(text));

  it("finds only text, for any text", () => {
    fc.assert(fc.property(fc.oneof(markdownLike, linkLike), expectText), { numRuns: 500 });
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
      fc.property(markdownLike, (text) => {
        expect(markdownComment(text)).toMatch(/^[\x20-\x7e]*$/);
        expect(markdownComment(text)).not.toMatch(/--|->/);
      }),
    );
  });
});

/** Text that a registry can have: without line ends and other controls. */
const registryText = fc.string({ unit: "grapheme" }).map((any) => any.replace(/\p{Cc}/gu, ""));

describe("filterString", () => {
  it.each([
    ["quotes", 'a "b"', String.raw`"a \"b\""`],
    ["a backslash at the end", "a\\", String.raw`"a\\"`],
    ["the end of a filter in a colour rule", "a@b", String.raw`"a\x40b"`],
    ["the beginning of a macro", "a$b", String.raw`"a\x24b"`],
    ["other signs, left alone", "ü {1} && // %s", '"ü {1} && // %s"'],
  ])("writes %s", (_name, from, to) => expect(filterString(from)).toBe(to));

  it("comes back letter for letter, without what ends a filter or begins a macro", () => {
    fc.assert(
      fc.property(registryText, (any) => {
        expect(filterStrings(filterString(any))).toEqual([any]);
        expect(filterString(any)).not.toMatch(/[@$]/);
      }),
    );
  });
});

describe("tableLine", () => {
  it.each([
    ["quotes and backslashes", '"\\', String.raw`"\x22\x5c"`],
    ["octets of UTF-8", "ü", String.raw`"\xc3\xbc"`],
    ["a line end", "a\nb", String.raw`"a\x0ab"`],
  ])("escapes %s", (_name, from, to) => expect(tableLine([from])).toBe(to));

  it("comes back letter for letter, in printable ASCII", () => {
    fc.assert(
      fc.property(fc.array(registryText, { minLength: 1 }), (fields) => {
        const line = tableLine(fields);
        expect(line).toMatch(/^[\x20-\x7e]+$/);
        expect(readTable(line)).toEqual([fields]);
      }),
    );
  });
});

describe("filterList", () => {
  it("has names that come back letter for letter, or by the names of what cannot be shown", () => {
    fc.assert(
      fc.property(registryText, (name) => {
        const list = filterList([{ name, filter: "tcp" }]);
        expect(readFilterList(list)).toEqual([[showUnprintable(name), "tcp"]]);
      }),
    );
  });
});
