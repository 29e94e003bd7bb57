import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { readInitialRows } from "./draft-registry.js";
import { readTableTsv } from "./draft-table.js";
import { sourceFile } from "./source-file.js";

const NAME = "draft-ietf-tcpm-example-02";

/** Reads rows whose cells are apart by `|`. */
function read(lines: readonly string[], name?: string, own?: string) {
  const file = sourceFile("x.tsv", lines.join("\n").replaceAll("|", "\t"));
  const draft = { ...readTableTsv(file), ...(own !== undefined && { name: own }) };
  const [table] = draft.tables;
  if (!table) throw new Error("no table");
  return readInitialRows(draft, table, name);
}

describe("readInitialRows", () => {
  it("gives rows as IANA has them, and says what has changed", () => {
    const { rows, document, losses } = readOrThrow(
      read(
        [
          "Value|Code|Description|Specification",
          "0|RESERVED|Reserved|ThisDocument",
          "1|LENGTH|Not <code>SEG.LEN</code>|Section 3.1 of [RFC9293]",
          "2|SELF|As ThisDocument says|Section 4 of [ThisDocument]",
          "3|IANA|Other|RFC1",
        ],
        NAME,
      ),
    );
    const shown = rows.map((row) => [row.value?.text, row.description?.text, row.reference?.text]);
    expect(shown).toEqual([
      ["0", "Reserved", NAME],
      ["1", "Not SEG.LEN", "RFC9293, Section 3.1"],
      ["2", `As ${NAME} says`, `${NAME}, Section 4`],
      ["3", "Other", "RFC1"],
    ]);
    expect(document?.text).toBe(NAME);
    expect(losses).toEqual([
      'dropped the column "Code"',
      `replaced ThisDocument by ${NAME} in 2 rows`,
      "wrote the references as IANA does in 2 rows",
      "dropped the markup of texts in 1 row",
    ]);
  });

  it("says nothing where nothing has changed", () => {
    expect(readOrThrow(read(["Value|Name|Reference", "1|Timeout|RFC1"])).losses).toEqual([]);
  });

  it("keeps the place of each cell, and leaves out what is empty", () => {
    const [row] = readOrThrow(read(["Value|Name|Reference", "1||"])).rows;
    const at = (column: number) => ({ path: "x.tsv", line: 2, column });
    expect(row).toEqual({
      place: at(1),
      value: { text: "1", place: at(1) },
      category: { kind: "assigned" },
    });
  });

  it("takes a row that ends early", () => {
    const { rows } = readOrThrow(read(["Value|Name|Reference", "1|Timeout"]));
    expect(rows[0]?.reference).toBeUndefined();
  });

  it("takes the document's own name where no other is given", () => {
    const lines = ["Value|Name|Reference", "1|Timeout|ThisDocument"];
    expect(readOrThrow(read(lines, undefined, "RFC9999")).rows[0]?.reference?.text).toBe("RFC9999");
    expect(readOrThrow(read(lines, NAME, "RFC9999")).rows[0]?.reference?.text).toBe(NAME);
  });

  it.each([
    ["no rows", [], undefined, "1:1: the table has no rows; choose another table"],
    [
      "no header that is understood",
      ["Msb0|Description"],
      undefined,
      "1:1: the first row names no column of values and one of descriptions: " +
        '"Msb0", "Description"; call them "Value" and "Description", ' +
        "or choose another table with --table",
    ],
    [
      "a row that is too long",
      ["Value|Name", "1|Timeout|x"],
      undefined,
      "2:1: the row has 3 cells, the header 2; give each row the columns of the header",
    ],
    [
      "ThisDocument without a name",
      ["Value|Name", "1|a", "2|ThisDocument"],
      undefined,
      "3:1: ThisDocument is there, but the document has no name; " +
        "give it with --draft NAME, such as draft-ietf-tcpm-example-02",
    ],
    [
      "a name without a version",
      ["Value|Name", "1|a"],
      "draft-ietf-tcpm-example-latest",
      '1:1: the document\'s name "draft-ietf-tcpm-example-latest" does not say which version ' +
        "it is; give it with --draft NAME, such as draft-ietf-tcpm-example-02",
    ],
  ])("refuses %s", (_what, lines, own, message) => {
    expect(toldBy(read(lines, undefined, own))).toEqual([`x.tsv:${message}`]);
  });
});
