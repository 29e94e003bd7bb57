import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { mutated, pointsInto, readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { readIanaCsv } from "./iana-csv.js";
import { sourceFile } from "./source-file.js";

const TABLE =
  'Value,Description,Reference\r\n1,"A, ""b""\n        c",[RFC1][RFC2]\r\n2-5,Unassigned,\r\n';

function read(text: string, path = "causes.csv") {
  return readOrThrow(readIanaCsv(sourceFile(path, text)));
}

function told(text: string) {
  return toldBy(readIanaCsv(sourceFile("x.csv", text)));
}

/** The reference of the one row. */
function referenceOf(cell: string) {
  const quoted = `"${cell.replaceAll('"', '""')}"`;
  return read(`Value,Reference\n1,${quoted}\n`).rows[0]?.reference?.text;
}

describe("readIanaCsv", () => {
  it("gives a registry with the line of each row", () => {
    const at = (line: number) => ({ path: "causes.csv", line, column: 1 });
    expect(read(TABLE)).toEqual({
      place: at(1),
      id: { text: "causes", place: at(1) },
      notes: [],
      rows: [
        {
          place: at(2),
          value: { text: "1", place: at(2) },
          description: { text: 'A, "b" c', place: at(2) },
          reference: { text: "RFC1; RFC2", place: at(2) },
          category: { kind: "assigned" },
        },
        {
          place: at(4),
          value: { text: "2-5", place: at(4) },
          description: { text: "Unassigned", place: at(4) },
          category: { kind: "unassigned" },
        },
      ],
    });
  });

  it.each(["\n", "\r\n", "\r"])("takes rows that end with %j, and empty lines", (end) => {
    const text = ["Kind,Meaning", "1,a", "", "2,b"].join(end);
    expect(read(text).rows.map(({ value }) => value?.text)).toEqual(["1", "2"]);
  });

  it.each([
    ["tls-parameters-4.csv", "tls-parameters-4"],
    ["../a/tls-parameters-4.2026.csv", "tls-parameters-4"],
    ["causes.2026-05-05.csv", "causes"],
    ["tcp-failure-causes.draft-02.csv", "tcp-failure-causes"],
    ["smi-numbers-1.3.6.1.csv", "smi-numbers-1.3.6.1"],
    ["32473.csv", "32473"],
  ])("names the registry of %s", (path, id) => {
    expect(read(TABLE, path).id?.text).toBe(id);
  });

  it.each([
    ["[RFC792]", "RFC792"],
    ["[RFC792][RFC6633]", "RFC792; RFC6633"],
    ["[RFC8684, Section 3.6]", "RFC8684, Section 3.6"],
    ["[RFC8880][RFC7050], Section 2.2", "RFC8880; RFC7050, Section 2.2"],
    ["[RFC8190]\n        [RFC919], Section 7", "RFC8190; RFC919, Section 7"],
    ["[Pasi_Eronen]", "Pasi_Eronen"],
    ["[RFC-ietf-tls-rfc8446bis-13]", "RFC-ietf-tls-rfc8446bis-13"],
    ["[[XEROX]]", "[XEROX]"],
    ["[RFC1] [2]", "RFC1"],
    ["[a&b.example]", undefined],
    ["ISO 8879", "ISO 8879"],
    ["[RFC1", "[RFC1"],
    ["RFC1]", "RFC1]"],
    ["", undefined],
  ])("reads the reference %j", (cell, reference) => {
    expect(referenceOf(cell)).toBe(reference);
  });

  it("takes the marks of footnotes off captions and cells", () => {
    const [row] = read(
      "Value [1],Name,Status [2]\n192.0.0.0/24 [2],Style [1] [23],False [1]\n",
    ).rows;
    expect(row).toMatchObject({
      value: { text: "192.0.0.0/24" },
      description: { text: "Style" },
      others: [{ name: "Status", text: "False [1]" }],
    });
  });

  it("takes the first text of a row, and drops people", () => {
    const text = "Decimal,Keyword,Protocol,Contact\n1,ICMP,Control,A. B.\n2,,Unassigned,\n3,X,,\n";
    const { rows } = read(text);
    expect(rows.map(({ description }) => description?.text)).toEqual([
      "Control",
      "Unassigned",
      "X",
    ]);
    expect(rows[0]?.others?.map(({ name, text: shown }) => [name, shown])).toEqual([
      ["Keyword", "ICMP"],
    ]);
  });

  it("takes the captions that it is told", () => {
    const file = sourceFile("x.csv", "a,b\n1,one\n");
    const { rows } = readOrThrow(readIanaCsv(file, { value: "A", description: "b" }));
    expect(rows[0]).toMatchObject({ value: { text: "1" }, description: { text: "one" } });
  });

  it.each([
    ["nothing", "", ["x.csv:1:1: the table is empty; give it a line of captions"]],
    [
      "no table of a registry",
      "PRIVATE ENTERPRISE NUMBERS\n\n0\n",
      [
        "x.csv:1:1: no caption of a registry is in the first line; " +
          "give a table whose first line is like Value,Description,Reference",
      ],
    ],
    [
      "rows of another width",
      'Value,Name\n1,"a\nb"\n2\n3,c,d\n',
      [
        "x.csv:4:1: the row has 1 cells, the line of captions 2; complete the row; a cell with a comma needs quotes",
        "x.csv:5:1: the row has 3 cells, the line of captions 2; complete the row; a cell with a comma needs quotes",
      ],
    ],
    [
      "a cell that is cut off",
      'Value,Name\n1,a\n2,"b\nc',
      [
        "x.csv:3:1: not well-formed CSV: a quoted cell has no end; complete the file, or close the quote",
      ],
    ],
    [
      "a quote inside a cell",
      'Value,Name\n1,a\n2,b"c"\n',
      [
        "x.csv:3:1: not well-formed CSV: a quote stands where none may; " +
          'put the whole cell in quotes, and write "" for each quote in it',
      ],
    ],
    ["UTF-16", "V\0a\0", ["x.csv:1:2: the text has a NUL; save the file as UTF-8"]],
  ])("refuses %s", (_what, text, messages) => {
    expect(told(text)).toEqual(messages);
  });

  it("never throws for any text", () => {
    const parts = fc.constantFrom('"', ",", "\r\n", "\n", "[", "]", "Value", "1", "\ud800");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(parts).map((all) => all.join("")),
      mutated(TABLE, ['"', ",", "\r", "\n"]),
    );
    fc.assert(
      fc.property(text, (edited) => {
        const file = sourceFile("x.csv", edited);
        expect(pointsInto(file, readIanaCsv(file))).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});
