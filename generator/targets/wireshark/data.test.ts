import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { luaShape } from "../../../test/support/lua.js";
import { LuaCode, luaValue } from "./data.js";

describe("luaValue", () => {
  it.each([
    ["a text", "a", '"a"'],
    ["a number", 14, "14"],
    ["a truth", false, "false"],
    ["Lua as it is", new LuaCode("0x33AA"), "0x33AA"],
    ["nothing", {}, "{}"],
    ["a list", ["a", 1], '{ "a", 1 }'],
    ["a list with gaps", ["a", undefined, 1, undefined], '{ "a", nil, 1 }'],
    ["codes, each with its text", new Map([[0, "a"]]), '{\n  [0] = "a",\n}'],
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
