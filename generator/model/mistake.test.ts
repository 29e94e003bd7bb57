import { describe, expect, it } from "vitest";
import { compareMistakes, formatMistake, formatWarning, type Mistake } from "./mistake.js";

function mistakeAt(line: number, column: number, what = "bad"): Mistake {
  return { place: { path: "a.xml", line, column }, what, remedy: "mend it" };
}

describe("formatMistake", () => {
  it("is path:line:column, what is wrong, and what to do", () => {
    expect(formatMistake(mistakeAt(3, 7))).toBe("a.xml:3:7: bad; mend it");
  });

  it("is one line that commands no terminal, whatever the input quotes", () => {
    const mistake = mistakeAt(3, 7, "the namespace is \u001b[2J\n\u202e");
    expect(formatMistake(mistake)).toBe(
      "a.xml:3:7: the namespace is <U+001B>[2J<U+000A><U+202E>; mend it",
    );
  });
});

describe("formatWarning", () => {
  it("says that it is one, behind the place as compilers do", () => {
    expect(formatWarning(mistakeAt(3, 7))).toBe("a.xml:3:7: warning: bad; mend it");
  });
});

describe("compareMistakes", () => {
  it("orders by number of line, then of column", () => {
    const mistakes = [mistakeAt(10, 1), mistakeAt(9, 10), mistakeAt(9, 9)];
    expect(mistakes.sort(compareMistakes).map(formatMistake)).toEqual([
      "a.xml:9:9: bad; mend it",
      "a.xml:9:10: bad; mend it",
      "a.xml:10:1: bad; mend it",
    ]);
  });

  it("keeps the order of mistakes in one place", () => {
    const mistakes = [mistakeAt(1, 1, "first"), mistakeAt(1, 1, "second")];
    expect(mistakes.sort(compareMistakes).map(({ what }) => what)).toEqual(["first", "second"]);
  });
});
