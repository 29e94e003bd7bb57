import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import {
  chooseTable,
  type DraftTable,
  dropTags,
  isDocumentName,
  readInitialRows,
  readTableTsv,
  toIanaReference,
  toPlace,
} from "./draft-registry.js";
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

describe("the columns of a table", () => {
  it.each(["Msb0|Msb1|Variant|Description", "Encoded|Described", "Description|Notes", ""])(
    "are not guessed: %j",
    (headings) => {
      expect(toldBy(read([headings, "1|2|3|4"]))).toHaveLength(1);
    },
  );

  it.each([
    ["Value|Description|Specification (if available)", ["a", "b", "RFC1"]],
    ["Code|Meaning|Reference", ["a", "b", "RFC1"]],
    ["Number|Name|Section", ["a", "b", "RFC1"]],
    ["Value|reference|DESCRIPTION", ["a", "RFC1", "b"]],
    ["Type Value|Frame Type Name|Definition|Pkts", ["a", "b", "RFC1"]],
    ["Value|Parameter Name|Specification", ["a", "b", "RFC1"]],
    ["Reason Code|Cause", ["a", "b"]],
    ["Value|Value|Name", ["a", "b", "c"]],
  ])("are found by their names and by what cites: %s", (headings, cells) => {
    const [row] = readOrThrow(read([headings, cells.join("|")])).rows;
    const description = cells.find((text, at) => at > 0 && text !== "RFC1");
    expect(row).toMatchObject({
      value: { text: "a" },
      description: { text: headings === "Value|Value|Name" ? "c" : description },
    });
    expect(row?.reference?.text).toBe(cells.find((text) => text === "RFC1"));
  });
});

describe("isDocumentName", () => {
  it.each(["draft-ietf-tcpm-rst-diagnostic-payload-02", "RFC9293", "RFC1"])("takes %s", (name) => {
    expect(isDocumentName(name)).toBe(true);
  });

  it.each([
    "draft-ietf-tcpm-rst-diagnostic-payload-latest",
    "draft-ietf-tcpm-rst-diagnostic-payload",
    "draft-x-1",
    "draft-../x-01",
    'draft-"x-01',
    "draft-x-01\n",
    "rfc9293",
    "RFC",
    "",
  ])("refuses %j", (name) => {
    expect(isDocumentName(name)).toBe(false);
  });
});

const OWN = "draft-ietf-tcpm-example-02";

describe("toIanaReference", () => {
  it.each([
    ["a section", "Section 3.1 of [RFC9293]", "RFC9293, Section 3.1"],
    ["an appendix", "Appendix A.1 of [RFC9293]", "RFC9293, Appendix A.1"],
    ["a section with a letter", "Section A.1 of [RFC9293]", "RFC9293, Appendix A.1"],
    [
      "two sections with two blanks",
      "Sections 3.6.1 and  3.10.7.1 of [RFC9293]",
      "RFC9293, Sections 3.6.1 and 3.10.7.1",
    ],
    ["a list of sections", "Sections 1, 2, and 3 of [RFC1]", "RFC1, Sections 1, 2, and 3"],
    ["appendices", "Sections A and B of [RFC1]", "RFC1, Appendices A and B"],
    ["a document", "[RFC9293]", "RFC9293"],
    ["a document without brackets", "RFC 9293", "RFC9293"],
    ["a draft by its anchor", "[I-D.ietf-tcpm-example]", "draft-ietf-tcpm-example"],
    ["a draft by its name", OWN, OWN],
    ["a section of a draft", `Section 5 of ${OWN}`, `${OWN}, Section 5`],
    ["a table", "Table 2 of [RFC1]", "RFC1, Table 2"],
    ["the comma form", "[RFC9293], Section 3.1", "RFC9293, Section 3.1"],
    ["the form in parentheses", "[RFC9293] (Section 3.1)", "RFC9293, Section 3.1"],
    ["IANA's form", "RFC9293, Section 3.1", "RFC9293, Section 3.1"],
    ["IANA's form in brackets", "[RFC9293, Section 3.1]", "RFC9293, Section 3.1"],
    ["a section of the document itself", "Section 20", `${OWN}, Section 20`],
    ["documents side by side", "[RFC792][RFC6633]", "RFC792; RFC6633"],
    ["documents in a list", "[RFC1], [RFC2], and [RFC3]", "RFC1; RFC2; RFC3"],
    [
      "sections of two documents",
      "Section 3.1 of [RFC9293] and Section 3.6 of [RFC8684]",
      "RFC9293, Section 3.1; RFC8684, Section 3.6",
    ],
    ["no citation", "see the note below", "see the note below"],
    [
      "a sentence that cites",
      "Section 3.1 of [RFC9293] as amended",
      "Section 3.1 of [RFC9293] as amended",
    ],
    ["white space", " \n", ""],
    ["a section whose name is no number", "Section Foo of [RFC1]", "Section Foo of [RFC1]"],
  ])("%s", (_what, text, rendered) => {
    expect(toIanaReference(text, OWN)).toBe(rendered);
  });

  it("leaves a place alone where nobody knows of which document it is", () => {
    expect(toIanaReference("Section 20", undefined)).toBe("Section 20");
  });

  it("never throws, and does not change what it has made", () => {
    const part = fc.constantFrom(
      "Section ",
      "3.1",
      "A",
      " of ",
      "[RFC1]",
      "RFC 2",
      ", ",
      " and ",
      "(",
      ")",
      "; ",
      "[",
      "x",
    );
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((it) => it.join("")),
    );
    fc.assert(
      fc.property(text, (plain) => {
        const once = toIanaReference(plain, OWN);
        expect(toIanaReference(once, OWN)).toBe(once);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["1.1", "A.", "1 and ", "[RFC1], "])("leaves alone what is too long: %j", (part) => {
    const text = `Sections 1 and ${part.repeat(1_000_000)}`.trim();
    expect(toIanaReference(text, OWN)).toBe(text);
  });
});

describe("toPlace", () => {
  it.each([
    ["Section", "3.1", "Section 3.1"],
    ["Section", "A", "Appendix A"],
    ["Appendix", "A", "Appendix A"],
    ["Sections", "A and B", "Appendices A and B"],
  ])("%s %s is %s", (word, parts, place) => {
    expect(toPlace(word, parts)).toBe(place);
  });
});

const place = { path: "x.md", line: 1, column: 1 };
const empty = { place, rows: [], mistakes: [] };
const options: DraftTable = { ...empty, anchor: "options", caption: "Socket Options" };
const initial: DraftTable = { ...empty, anchor: "initial", caption: "Initial TCP Failure Causes" };
const bare: DraftTable = { ...empty };
const numbered: DraftTable = { ...empty, anchor: "1" };

function choose(tables: readonly DraftTable[], wanted?: string) {
  return chooseTable({ place, tables }, wanted);
}

describe("chooseTable", () => {
  it.each([
    ["the anchor that the drafts use", undefined, [options, initial], initial],
    ["the only one", undefined, [options], options],
    ["an anchor", "options", [options, initial], options],
    ["a number", "2", [options, initial], initial],
    ["a caption, whatever its case", "initial tcp  failure causes", [options, initial], initial],
    ["an anchor before a number", "1", [options, numbered], numbered],
  ])("takes %s", (_what, wanted, tables, table) => {
    expect(readOrThrow(choose(tables, wanted))).toBe(table);
  });

  it.each([
    [
      "two that could be it",
      undefined,
      [options, bare],
      'none is the obvious one: 1 "Socket Options", 2 ""',
    ],
    ["none", undefined, [], "none is the obvious one"],
    ["an unknown anchor", "x", [options], 'none is "x": 1 "Socket Options"'],
    ["a number too high", "2", [options], 'none is "2": 1 "Socket Options"'],
    ["number 0", "0", [options], 'none is "0": 1 "Socket Options"'],
  ])("tells of %s", (_what, wanted, tables, what) => {
    expect(toldBy(choose(tables, wanted))).toEqual([
      `x.md:1:1: of the ${tables.length} tables of the document ${what}; ` +
        "name one by its anchor, number or caption with --table",
    ]);
  });

  it("lists no more than a few", () => {
    expect(toldBy(choose(Array(100).fill(bare)))[0]).toContain('8 "", ...;');
  });

  it("tells what is wrong with a table only where it is asked for", () => {
    const broken = { ...options, mistakes: [{ place, what: "a", remedy: "b" }] };
    expect(toldBy(choose([broken, initial]))).toEqual([]);
    expect(toldBy(choose([broken, initial], "options"))).toEqual(["x.md:1:1: a; b"]);
  });
});

describe("dropTags", () => {
  it.each([
    ["<code>SEG.ACK</code> is", "SEG.ACK is"],
    ["<TT class='x'>a</TT>", "a"],
    ["a<br/>b<br />c", "a b c"],
    ["&lt;code&gt; &amp;amp; &quot;&apos;", "<code> &amp; \"'"],
    ["a < b and c > d", "a < b and c > d"],
    ["<script>a</script> <codec>", "<script>a</script> <codec>"],
    ["<code", "<code"],
    ["&unknown; & &#8238;", "&unknown; & &#8238;"],
  ])("%j is %j", (text, plain) => {
    expect(dropTags(text)).toBe(plain);
  });
});

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

  it("knows the place of each cell", () => {
    const [cell] =
      readTableTsv(sourceFile("x.tsv", TABLE)).tables[0]?.rows[1]?.cells.slice(1) ?? [];
    expect(cell).toMatchObject({ place: { path: "x.tsv", line: 3, column: 3 } });
  });

  it.each(["", "\n\n", "# only a comment"])("has no rows in %j", (text) => {
    expect(readTableTsv(sourceFile("x.tsv", text)).tables[0]?.rows).toEqual([]);
  });
});
