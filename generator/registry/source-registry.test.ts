import { describe, expect, it } from "vitest";
import { cell, told } from "../../test/support/registry-sources.js";
import { checkText } from "./source-registry.js";

describe("checkText", () => {
  it.each(["", 'draft\'s \\ "example" % ]] */ ??/', "caf\u00e9", "\u{1f4a9}"])(
    "lets %j pass: escaping is the target's work",
    (text) => {
      expect(checkText(cell(text))).toEqual([]);
    },
  );

  it("refuses a character that reorders or hides text, by name", () => {
    expect(told(checkText(cell("a\u202eb", 7, 5)))).toEqual([
      "causes.xml:7:5: the text has the control, invisible, stacked or bidirectional-override character U+202E; delete it",
    ]);
  });

  it.each([
    ["a blank that is no space", "a\u2800b", "U+2800"],
    ["marks that climb into other rows", `a${"\u0336".repeat(5)}`, "U+0336"],
    ["a mark on no letter", "\u0338a", "U+0338"],
  ])("refuses %s", (_what, text, name) => {
    const sentence = `the text has the control, invisible, stacked or bidirectional-override character ${name}`;
    expect(told(checkText(cell(text, 7, 5)))).toEqual([`causes.xml:7:5: ${sentence}; delete it`]);
  });

  it("lets pass the no-break spaces that IANA's registries have", () => {
    expect(checkText(cell("New\u00a0data"))).toEqual([]);
  });

  it("lets 200 characters pass", () => {
    expect(checkText(cell("x".repeat(200)))).toEqual([]);
  });

  it("refuses one more", () => {
    expect(told(checkText(cell("x".repeat(201), 7, 5)))).toEqual([
      "causes.xml:7:5: the text has 201 characters, more than 200; shorten it",
    ]);
  });

  it("has nothing to say of a text that is not there", () => {
    expect(checkText(undefined)).toEqual([]);
  });

  it("says all that is wrong", () => {
    expect(checkText(cell("\n".repeat(201)))).toHaveLength(2);
  });
});
