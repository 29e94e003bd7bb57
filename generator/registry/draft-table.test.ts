import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import { chooseTable, type DraftTable, dropTags, readTableTsv } from "./draft-table.js";
import { sourceFile } from "./source-file.js";

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
