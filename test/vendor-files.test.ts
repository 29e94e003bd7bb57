import { chmodSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readIanaCsv } from "../generator/registry/iana-csv.js";
import { checkRegistry, codesOf } from "../generator/registry/registry-rules.js";
import { sourceFile } from "../generator/registry/source-file.js";
import type { SourceRegistry } from "../generator/registry/source-registry.js";
import { lacks } from "./support/tools.js";
import { makePluginFolder, type StatedCode } from "./support/vendor-files.js";

const HEAD = "Value,Description,Reference\n";
const UNSEEN = { reason: "", reference: "", registry: "" };

/** What tshark shows of codes of the enterprise 77, whose file this is. */
function read77(text: string | Uint8Array, codes: readonly number[] = [5]) {
  const folder = makePluginFolder({ "77.csv": text });
  return folder.read(codes.map((code) => ({ pen: 77, code })));
}

describe.skipIf(lacks("tshark"))("a vendor's file beside the plugin", () => {
  it("gives its words to the codes of the enterprise that its name says, and no others", () => {
    const folder = makePluginFolder({ "77.csv": `${HEAD}5,The cache is full,[RFC9293]\n` });
    const { shown, stderr } = folder.read([
      { pen: 77, code: 5 },
      { pen: 77, code: 6 },
      { pen: 78, code: 5 },
    ]);
    const registry = "enterprise-77";
    expect(shown).toEqual([
      { reason: "The cache is full", reference: "RFC9293", registry },
      { ...UNSEEN, registry },
      UNSEEN,
    ]);
    expect(stderr).not.toMatch(/lua|rstdiag|csv/i);
  });

  it.each([
    ["CR LF", `${HEAD}5,a b,r\n`.replaceAll("\n", "\r\n"), "a b"],
    ["lone CR", `${HEAD}5,a b,r\n`.replaceAll("\n", "\r"), "a b"],
    ["no end of the last line", `${HEAD}5,a b,r`, "a b"],
    ["a byte order mark", `\u{feff}${HEAD}5,a b,r\n`, "a b"],
    ["quotation marks and commas", `${HEAD}5,"a ""b"", c",r\n`, 'a "b", c'],
    ["a line feed within a cell", `${HEAD}5,"a\n        b",r\n`, "a b"],
    ["CR LF within a cell", `${HEAD}5,"a\r\nb",r\r\n`, "a b"],
    ["empty lines", `${HEAD}\n\n5,a b,r\n\n`, "a b"],
    ["blanks around", `${HEAD}  5 ,  a   b  , r \n`, "a b"],
    ["other captions, in another order", "Since,description,VALUE\n2026,a b,5\n", "a b"],
    ["a range", `${HEAD}3-9,a b,r\n`, "a b"],
    ["a range of one", `${HEAD}5-5,a b,r\n`, "a b"],
    ["a mark of a footnote", `${HEAD}5,a b [1],r\n`, "a b"],
    ["non-ASCII", `${HEAD}5,時間切れ é \u{1f600},r\n`, "時間切れ é \u{1f600}"],
    ["a code 0 that is reserved", `${HEAD}0,Reserved,\n5,a b,r\n`, "a b"],
    ["formats, patterns and Lua", `${HEAD}5,%s%n %1 ]] os.exit(1),r\n`, "%s%n %1 ]] os.exit(1)"],
    ["a code that is not assigned", `${HEAD}5,Unassigned,\n`, ""],
    ["no row at all", HEAD, ""],
  ])("may have %s", (_what, text, reason) => {
    const { shown, said } = read77(text);
    expect(said).toEqual([]);
    expect(shown[0]?.reason).toBe(reason);
  });

  it.each([
    ["a value that is no number", "x,y,z", /the value "x" is no number/],
    ["a hexadecimal value", "0x5,y,z", /the value "0x5" is no number/],
    ["a value that would steer the terminal", "\u{1b}[31m,y,z", /the value "\?\[31m" is no number/],
    ["a range downwards", "9-8,y,z", /the value 9-8 is not within 1-65535/],
    ["a value that is too large", "65536,y,z", /the value 65536 is not within/],
    ["a value of many digits", `${"9".repeat(400)},y,z`, /the value 9+\.\.\. is not within/],
    ["code 0", "0,y,z", /code 0 is reserved/],
    ["no description", "7,,z", /the row has no description/],
    ["no value", ",y,z", /the value "" is no number/],
    ["too few cells", "7,y", /the row has 2 cells, the line of captions 3/],
    ["too many cells", "7,y,z,w", /the row has 4 cells, the line of captions 3/],
    ["a code that was there", "5,y,z", /code 5 is there twice, first in line 2/],
    ["a range over a code that was there", "4-6,y,z", /code [45] is there twice, first in line 2/],
    ["a text that is too long", `7,${"y".repeat(201)},z`, /more than 200 characters/],
    ["a bidirectional override", "7,a\u{202e}b,z", /the text is not printable UTF-8/],
    ["a line separator", "7,a\u{2028}b,z", /the text is not printable UTF-8/],
    ["NUL", "7,a\0b,z", /the text is not printable UTF-8/],
    ["a control character in a reference", "7,a,\u{7}", /the text is not printable UTF-8/],
    ["a quotation mark inside", '7,a"b,z', /a cell with a quotation mark needs quotes/],
    ["text behind quotes", '7,"a"b,z', /text behind a closing quotation mark/],
  ])("says the line of %s, and has the others", (_what, line, sentence) => {
    const { shown, said } = read77(`${HEAD}5,before,\n${line}\n8,behind,\n`, [5, 8]);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^77\.csv:3: /);
    expect(said[0]).toMatch(sentence);
    expect(shown.map(({ reason }) => reason)).toEqual(["before", "behind"]);
  });

  it("says the line where a quotation mark opens that nothing closes", () => {
    const { shown, said } = read77(`${HEAD}5,before,\n"\n7",b,\n8,"x\n9,y,\n`, [5, 7]);
    expect(said).toEqual(["77.csv:5: a quotation mark is not closed"]);
    expect(shown.map(({ reason }) => reason)).toEqual(["before", "b"]);
  });

  it("says of octets that are not UTF-8 in which line they are", () => {
    const { shown, said } = read77(Buffer.from(`${HEAD}7,Gr\xfc\xdfe,\n5,a,\n`, "latin1"));
    expect(said).toEqual(["77.csv:2: the text is not printable UTF-8"]);
    expect(shown[0]?.reason).toBe("a");
  });

  it("says twenty lines of a file, and how many more there are", () => {
    const { said } = read77(`${HEAD}${"x,y,z\n".repeat(500)}`);
    expect(said).toHaveLength(21);
    expect(said[20]).toMatch(/^77\.csv: and 480 lines more/);
  });

  it("takes a megabyte of one letter for a text that is too long", () => {
    const { shown, said } = read77(`${HEAD}5,a,\n6,${"x".repeat(1e6)},\n`);
    expect(said).toEqual(["77.csv:3: the text has more than 200 characters"]);
    expect(shown[0]?.reason).toBe("a");
  });

  it.each([
    ["without captions", "5,a,b\n", /^77\.csv:1: it needs the captions Value and Description/],
    ["with semicolons", "Value;Description\n5;a\n", /^77\.csv:1: it needs the captions/],
    ["that is empty", "", /^77\.csv: it is empty/],
    ["with a mark alone", "\u{feff}", /^77\.csv:1: it needs the captions/],
    ["of UTF-16", Buffer.from(`\u{feff}${HEAD}`, "utf16le"), /^77\.csv:1: it needs the captions/],
  ])("%s is not used, and named", (_what, text, sentence) => {
    const { shown, said } = read77(text);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(sentence);
    expect(shown).toEqual([UNSEEN]);
  });

  it("larger than 16 MiB is not used, and named", () => {
    const { said } = read77(`${HEAD}5,a,\n`.padEnd(17 * 1024 * 1024, "\n"));
    expect(said).toEqual(["77.csv: it has more than 16 MiB. The file is not used."]);
  });

  it("cannot change what the pack knows of an enterprise", () => {
    const folder = makePluginFolder({ "32473.csv": `${HEAD}1234,Another cause,\n` });
    const { shown, said } = folder.read([{ pen: 32473, code: 1234 }]);
    expect(said).toEqual([
      "32473.csv: the registry of the enterprise 32473 is in this plugin already. The file is not used.",
    ]);
    expect(shown[0]?.reason).toBe("Example of a vendor-specific reason");
  });

  it("with a number that is no PEN is named, and other files are not looked at", () => {
    const bad = ["0.csv", "007.csv", "4294967295.csv", "99999999999999999999.csv"];
    const other = ["77.csv.bak", "notes.csv", "77.CSV", "77.xml", "-5.csv", "5.5.csv", "a\n5.csv"];
    const folder = makePluginFolder(
      Object.fromEntries([...bad, ...other].map((name) => [name, `${HEAD}5,a,\n`])),
    );
    const { shown, said } = folder.read([77, 7, 5, 4294967295].map((pen) => ({ pen, code: 5 })));
    const why = "its name is no private enterprise number such as 32473. The file is not used.";
    expect(said).toEqual(bad.sort().map((name) => `${name}: ${why}`));
    expect(shown.map(({ reason }) => reason)).toEqual(["", "", "", ""]);
  });

  it("that cannot be read is named, a folder as well, and the next one is read", () => {
    const folder = makePluginFolder({ "5.csv": "", "7.csv": `${HEAD}5,a,\n` });
    mkdirSync(join(folder.path, "6.csv"));
    chmodSync(join(folder.path, "5.csv"), 0o000);
    const { shown, said } = folder.read([{ pen: 7, code: 5 }]);
    expect(said[0]).toMatch(/^5\.csv: .*Permission denied/);
    expect(said[1]).toMatch(/^6\.csv: Is a directory/);
    expect(said).toHaveLength(2);
    expect(shown[0]?.reason).toBe("a");
  });
});

const CODES = [0, 1, 2, 3, 4, 5, 8, 9, 10, 99, 65535];
const plainText = fc
  .string({ unit: fc.constantFrom(..."ab \"',;%]é時\u{1f600}\n\r"), maxLength: 12 })
  .map((text) => text.replace(/\s+/g, " ").trim());
const reference = fc.constantFrom(
  "",
  "[RFC1]",
  "[RFC1][RFC2]",
  "[RFC8684, Section 3.6]",
  "[RFC1], Section 2",
  "ISO 8879",
);
const value = fc.oneof(
  fc.constantFrom(...CODES).map(String),
  fc.tuple(fc.nat(9), fc.nat(12)).map(([first, last]) => `${first}-${last}`),
);
const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
const row = fc.tuple(value, fc.oneof(plainText, fc.constant("Reserved")), reference, fc.boolean());
/** Some of these are good; all have three cells a row. */
const table = fc
  .tuple(fc.array(row, { maxLength: 5 }), fc.constantFrom("\n", "\r\n", "\r"), fc.boolean())
  .map(([rows, end, isQuoted]) => {
    const lines = rows.map(([codes, text, source, all]) =>
      [codes, text, source]
        .map((cell) => (all || isQuoted || /["\r\n,]/.test(cell) ? quoted(cell) : cell))
        .join(","),
    );
    return ["Value,Description,Reference", ...lines, ""].join(end);
  });
const anything = fc
  .array(fc.constantFrom(...'5,"\n\r ;-x[]%\u{feff}\0\u{202e}é', "Value", "Description", HEAD), {
    maxLength: 40,
  })
  .map((parts) => parts.join(""));

/** What our own reader has of a table, where nothing is wrong with it. */
function readOurselves(text: string, pen: number): SourceRegistry | undefined {
  const result = readIanaCsv(sourceFile(`${pen}.csv`, text));
  if (result.kind === "mistakes") return undefined;
  const { place } = result.value;
  const [id, title] = [`enterprise-${pen}`, "T"].map((text) => ({ text, place }));
  const registry = { ...result.value, id, title };
  return checkRegistry(registry).length === 0 ? registry : undefined;
}

function wordsOf({ rows }: SourceRegistry, code: number) {
  const found = rows.find((one) => {
    const codes = codesOf(one);
    return codes && codes.first <= code && code <= codes.last;
  });
  return found && found.category.kind !== "unassigned"
    ? { reason: found.description?.text ?? "", reference: found.reference?.text ?? "" }
    : { reason: "", reference: "" };
}

describe.skipIf(lacks("tshark"))("any vendor's files", () => {
  const FIRST = 1001;

  function readAll(texts: readonly string[]) {
    const pens = texts.map((_, at) => FIRST + at);
    const files = Object.fromEntries(texts.map((text, at) => [`${FIRST + at}.csv`, text]));
    const folder = makePluginFolder({ ...files, "9999.csv": `${HEAD}5,good,\n` });
    const stated: readonly StatedCode[] = pens.flatMap((pen) =>
      CODES.map((code) => ({ pen, code })),
    );
    return { stated, ...folder.read([...stated, { pen: 9999, code: 5 }]) };
  }

  it("are read as our own reader does where they are good, and are named where not", () => {
    const texts = fc.sample(table, { numRuns: 300 });
    const { stated, shown, said, stderr } = readAll(texts);
    const own = texts.map((text, at) => readOurselves(text, FIRST + at));
    expect(own.filter(Boolean).length).toBeGreaterThan(40);
    const named = new Set(said.map((line) => Number.parseInt(line, 10)));
    expect([...named].sort()).toEqual(own.flatMap((one, at) => (one ? [] : FIRST + at)).sort());
    for (const [at, { pen, code }] of stated.entries()) {
      const registry = own[pen - FIRST];
      const { reason, reference } = shown[at] ?? UNSEEN;
      if (registry)
        expect([pen, code, { reason, reference }]).toEqual([pen, code, wordsOf(registry, code)]);
    }
    expect(shown.at(-1)?.reason).toBe("good");
    expect(stderr).not.toContain("traceback");
  });

  it("never break the plugin, whatever is in them", () => {
    const { shown, stderr } = readAll(fc.sample(anything, { numRuns: 400 }));
    expect(shown.at(-1)?.reason).toBe("good");
    expect(stderr).not.toMatch(/traceback|attempt to|\.lua:\d/);
  });
});
