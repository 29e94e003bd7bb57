import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { splitPipeRow } from "./draft-markdown.js";

const split = (line: string) => splitPipeRow(line).map(({ text }) => text);

describe("splitPipeRow", () => {
  it.each([
    ["| a | b |", ["a", "b"]],
    ["  |a|b|  ", ["a", "b"]],
    ["| a | b", ["a", "b"]],
    ["| a | |", ["a", ""]],
    ["| a ||", ["a", ""]],
    ["|", [""]],
    ["| a \\| b | c |", ["a \\| b", "c"]],
    ["| a \\|", ["a \\|"]],
    ["| `a | b` | c |", ["`a | b`", "c"]],
    ["| ``a | b`` | c |", ["``a | b``", "c"]],
    ["| ` a | b |", ["` a", "b"]],
    ["| a \\", ["a \\"]],
  ])("%j", (line, cells) => {
    expect(split(line)).toEqual(cells);
  });

  it("knows where each cell starts", () => {
    const line = " |  a  | bc |";
    expect(splitPipeRow(line).map(({ start }) => line.slice(start, start + 1))).toEqual(["a", "b"]);
  });

  it("gives back what was joined", () => {
    const cell = fc.stringMatching(/^[a-z0-9.,]*$/);
    fc.assert(
      fc.property(fc.array(cell, { minLength: 1 }), (cells) => {
        expect(split(`| ${cells.join(" | ")} |`)).toEqual(cells);
      }),
    );
  });
});
