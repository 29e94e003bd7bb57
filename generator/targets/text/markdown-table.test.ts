import { describe, expect, it } from "vitest";
import { markdownTable } from "./layout.js";

describe("markdownTable", () => {
  it("has a head, a line below it, and the cells of each row under their titles", () => {
    const table = markdownTable([
      { title: "Code", cells: ["1", "20000"] },
      { title: "Cause", cells: ["", "b"] },
    ]);
    expect(table).toEqual([
      "| Code  | Cause |",
      "| ----  | ----- |",
      "| 1     |       |",
      "| 20000 | b     |",
    ]);
  });

  it("leaves out a column without anything in it", () => {
    const table = markdownTable([
      { title: "Code", cells: ["1"] },
      { title: "Cause", cells: [""] },
    ]);
    expect(table).toEqual(["| Code |", "| ---- |", "| 1    |"]);
  });
});
