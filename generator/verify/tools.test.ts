import { describe, expect, it } from "vitest";
import { findLuaSyntaxError } from "./tools.js";

describe("findLuaSyntaxError", () => {
  it.each(["", "local a = 1", "return ('%d'):format(2 ^ 3)"])(
    "finds nothing in what is Lua 5.2 and later: %j",
    (script) => {
      expect(findLuaSyntaxError(script)).toBeUndefined();
    },
  );

  it.each([
    ["what is no Lua at all", "local = 1", /^Lua 5\.2: \[1:6\]/],
    ["a string that does not end", 'return "a', /^Lua 5\.2: /],
    ["a decimal escape beyond an octet", 'return "\\256"', /^Lua 5\.2: /],
    ["an integer division, which Lua 5.2 lacks", "return 7 // 2", /^Lua 5\.2: /],
    ["a bitwise operator, which Lua 5.2 lacks", "return 7 & 2", /^Lua 5\.2: /],
  ])("finds %s", (_name, script, message) => {
    expect(findLuaSyntaxError(script)).toMatch(message);
  });
});
