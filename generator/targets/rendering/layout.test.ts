import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { markdownTable, wrapText } from "./layout.js";

describe("wrapText", () => {
  it.each([
    ["keeps what fits", "one two", ["one two"]],
    ["breaks at the last blank that fits", "one two three four", ["one two", "three four"]],
    ["fills a line to its width", "12345 7890", ["12345 7890"]],
    ["cuts a word that is longer than a line", "a 123456789012", ["a", "1234567890", "12"]],
    ["gives one empty line for nothing", "", [""]],
  ])("%s", (_rule, text, lines) => {
    expect(wrapText(text, 10)).toEqual(lines);
  });

  it("loses nothing but blanks, for any text", () => {
    fc.assert(
      fc.property(
        fc.string({ maxLength: 80, size: "max" }),
        fc.integer({ min: 1, max: 20 }),
        (text, width) => {
          const lines = wrapText(text, width);
          expect(lines.join("").replaceAll(" ", "")).toBe(text.replaceAll(" ", ""));
          for (const line of lines) expect(line.length).toBeLessThanOrEqual(width);
        },
      ),
    );
  });
});

describe("markdownTable", () => {
  it("has a head, a line below it, and the cells of each row under their titles", () => {
    const rows = [
      ["1", ""],
      ["20000", "b"],
    ];
    expect(markdownTable(["Code", "Cause"], rows)).toEqual([
      "| Code  | Cause |",
      "| ----  | ----- |",
      "| 1     |       |",
      "| 20000 | b     |",
    ]);
  });

  it("leaves out a column without anything in it", () => {
    const table = markdownTable(["Code", "Cause"], [["1", ""]]);
    expect(table).toEqual(["| Code |", "| ---- |", "| 1    |"]);
  });
});
