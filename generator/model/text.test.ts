import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { findUnprintable, showUnprintable } from "./text.js";

describe("unprintable characters", () => {
  it.each([
    ["line feed", "\n", "U+000A"],
    ["tab", "\t", "U+0009"],
    ["NUL", "\0", "U+0000"],
    ["escape, which starts terminal commands", "\u001b", "U+001B"],
    ["delete", "\u007f", "U+007F"],
    ["C1 control sequence introducer", "\u009b", "U+009B"],
    ["Arabic letter mark", "\u061c", "U+061C"],
    ["left-to-right mark", "\u200e", "U+200E"],
    ["right-to-left override", "\u202e", "U+202E"],
    ["left-to-right isolate", "\u2066", "U+2066"],
    ["line separator", "\u2028", "U+2028"],
    ["paragraph separator", "\u2029", "U+2029"],
    ["byte order mark", "\ufeff", "U+FEFF"],
    ["interlinear annotation anchor", "\ufff9", "U+FFF9"],
    ["noncharacter", "\uffff", "U+FFFF"],
    ["noncharacter of another plane", "\u{1ffff}", "U+1FFFF"],
    ["half of a surrogate pair", "\ud800", "U+D800"],
  ])("%s", (_name, character, shown) => {
    expect(findUnprintable(`a${character}b`)).toBe(shown);
    expect(showUnprintable(`a${character}b${character}`)).toBe(`a<${shown}>b<${shown}>`);
  });

  it.each(["", "plain", "caf\u00e9 \u4e2d\u6587", "\u{1f4a9}", "\u05d0\u0628", "a\u00a0b"])(
    "leaves %j as it is",
    (text) => {
      expect(findUnprintable(text)).toBeUndefined();
      expect(showUnprintable(text)).toBe(text);
    },
  );

  it("names the first one", () => {
    expect(findUnprintable("a\u202eb\n")).toBe("U+202E");
  });

  it("leaves nothing to find in what it shows", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        const shown = showUnprintable(text);
        expect(findUnprintable(shown)).toBeUndefined();
        expect(shown === text).toBe(findUnprintable(text) === undefined);
      }),
    );
  });
});
