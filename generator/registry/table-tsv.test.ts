import { describe, expect, it } from "vitest";
import { readTableTsv } from "./draft-table.js";
import { sourceFile } from "./source-file.js";

/** In the form of draft-ietf-tcpm-rst-diagnostic-payload-03-table.tsv. */
const TABLE = `# transcribed from the draft
Value\tDescription\tSpecification
6\tif <code>SEG.ACK</code>  is\tSection 3.1 of [RFC9293]\r

7\t
`;

describe("readTableTsv", () => {
  it("gives the one table without comments and empty lines", () => {
    const { tables, name } = readTableTsv(sourceFile("x.tsv", TABLE));
    expect(name).toBeUndefined();
    expect(tables).toMatchObject([{ place: { line: 2, column: 1 } }]);
    expect(tables[0]?.rows.map(({ cells }) => cells.map(({ text }) => text))).toEqual([
      ["Value", "Description", "Specification"],
      ["6", "if SEG.ACK is", "Section 3.1 of [RFC9293]"],
      ["7", ""],
    ]);
  });

  it("knows the place of each cell, and which was marked", () => {
    const [cell] =
      readTableTsv(sourceFile("x.tsv", TABLE)).tables[0]?.rows[1]?.cells.slice(1) ?? [];
    expect(cell).toMatchObject({ place: { path: "x.tsv", line: 3, column: 3 }, isMarked: true });
  });

  it.each(["", "\n\n", "# only a comment"])("has no rows in %j", (text) => {
    expect(readTableTsv(sourceFile("x.tsv", text)).tables[0]?.rows).toEqual([]);
  });
});
