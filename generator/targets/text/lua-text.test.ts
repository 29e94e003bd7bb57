import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { HOSTILE, LINE_ENDS } from "../../../test/support/hostile.js";
import { luaShape, luaStrings } from "../../../test/support/lua.js";
import { LuaCode, luaComment, luaString, luaValue } from "./lua-text.js";

const anyText = fc.string({ unit: "binary", maxLength: 60 });
const scriptOf = (text: string) =>
  `-- ${luaComment(text)}\nlocal a = ${luaString(text)} -- ${luaComment(text)}\nreturn a\n`;
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

describe("luaString and luaComment", () => {
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

describe("luaComment", () => {
  it.each([
    ["a line end", "a\r\nb", "a??b"],
    ["non-ASCII, a mark for each character", "é\u{1f600}\u{2028}", "???"],
    ["printable ASCII stays", "a --[[ ]] %s \\", "a --[[ ]] %s \\"],
  ])("%s", (_name, text, comment) => {
    expect(luaComment(text)).toBe(comment);
  });
});

describe("luaValue", () => {
  it.each([
    ["a text", "a", '"a"'],
    ["a number", 14, "14"],
    ["a truth", false, "false"],
    ["Lua as it is", new LuaCode("0x33AA"), "0x33AA"],
    ["nothing", {}, "{}"],
    ["a list", ["a", 1], '{ "a", 1 }'],
    ["a list with gaps", ["a", undefined, 1, undefined], '{ "a", nil, 1 }'],
    ["members, without absent ones", { a: 1, b: undefined, c: 2 }, "{ a = 1, c = 2 }"],
    ["names that are no identifiers", { "a-b": 1, '"': 2 }, '{ ["a-b"] = 1, ["\\""] = 2 }'],
    ["tables in a table", { a: [1], b: 2 }, "{\n  a = { 1 },\n  b = 2,\n}"],
  ])("writes %s", (_what, value, lua) => {
    expect(luaValue(value, 0, 0)).toBe(lua);
  });

  it("writes codes with their rows below each other", () => {
    const rows = new Map([
      [7, ["a"]],
      [123, ["b"]],
    ]);
    expect(luaValue(rows, 2, 9)).toBe('{\n    [7]   = { "a" },\n    [123] = { "b" },\n  }');
  });

  it("breaks a row that has no room, below its first word or, with a long one, further left", () => {
    const word = "x".repeat(40);
    expect(luaValue([word, word, "y"], 2, 20)).toBe(
      `{ "${word}",\n${" ".repeat(22)}"${word}", "y" }`,
    );
    const long = "x".repeat(90);
    expect(luaValue([long, "y"], 2, 20)).toBe(`{\n    "${long}",\n    "y" }`);
  });

  it("has the same tokens whatever the texts are", () => {
    const shape = (text: string) =>
      luaShape(`return ${luaValue({ a: [text, text], b: text }, 0, 0)}`);
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        expect(shape(text)).toEqual(shape(""));
      }),
    );
  });
});
