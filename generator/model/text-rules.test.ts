import { describe, expect, it } from "vitest";
import { cell, told } from "../../test/support/registry-sources.js";
import { checkText, textIsPlain, textIsShort } from "./text.js";

describe("textIsPlain", () => {
  it.each(["", 'draft\'s \\ "example" % ]] */ ??/', "caf\u00e9", "\u{1f4a9}"])(
    "lets %j pass: escaping is the target's work",
    (text) => {
      expect(textIsPlain(cell(text))).toBeUndefined();
    },
  );

  it("refuses a character that reorders or hides text, by name", () => {
    expect(told([textIsPlain(cell("a\u202eb", 7, 5))])).toEqual([
      "causes.xml:7:5: the text has the control or bidirectional-override character U+202E; delete it",
    ]);
  });
});

describe("textIsShort", () => {
  it("lets 200 characters pass", () => {
    expect(textIsShort(cell("x".repeat(200)))).toBeUndefined();
  });

  it("refuses one more", () => {
    expect(told([textIsShort(cell("x".repeat(201), 7, 5))])).toEqual([
      "causes.xml:7:5: the text has 201 characters, more than 200; shorten it",
    ]);
  });
});

describe("checkText", () => {
  it("has nothing to say of a text that is not there", () => {
    expect(checkText(undefined)).toEqual([]);
  });

  it("says all that is wrong", () => {
    expect(checkText(cell("\n".repeat(201)))).toHaveLength(2);
  });
});
