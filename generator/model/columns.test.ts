import { describe, expect, it } from "vitest";
import { alignColumns } from "./columns.js";

describe("alignColumns", () => {
  it.each([
    [
      "pads each column but the last to its widest cell",
      [
        ["a", "=", "x"],
        ["bbb", "=", "yy"],
      ],
      ["a   = x", "bbb = yy"],
    ],
    [
      "leaves no blanks at the end of a line",
      [
        ["a", ""],
        ["bb", "c"],
      ],
      ["a", "bb c"],
    ],
    ["takes rows of different lengths", [["a"], ["bb", "c"]], ["a", "bb c"]],
    ["gives nothing for no rows", [], []],
  ])("%s", (_rule, rows, lines) => {
    expect(alignColumns(rows)).toEqual(lines);
  });

  it("does not let one long cell make all rows long", () => {
    const long = "x".repeat(65_000);
    const lines = alignColumns([
      ["a", "b"],
      [long, "b"],
    ]);
    expect(lines).toEqual([`${"a".padEnd(120)} b`, `${long} b`]);
    expect(
      alignColumns(
        [
          ["a", "b"],
          ["xxxx", "b"],
        ],
        " ",
        3,
      ),
    ).toEqual(["a   b", "xxxx b"]);
  });

  it("puts another gap between the columns where one is given", () => {
    expect(alignColumns([["a", "b"]], "  ")).toEqual(["a  b"]);
  });
});
