import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, realFile, toldBy } from "../../test/support/registry-files.js";
import { cell, told } from "../../test/support/registry-sources.js";
import { NEEDS_PUBLISHED, skippedIf } from "../../test/support/tools.js";
import { pen } from "../model/identifiers.js";
import {
  beginsEnterpriseNumbers,
  cleanOrganisation,
  type EnterpriseClaim,
  type EnterpriseNumbers,
  enterprisesAreKnown,
  formatEnterpriseNumbers,
  isWhole,
  organisationsAreOwners,
  readEnterpriseNumbers,
} from "./enterprise-numbers.js";
import { sourceFile } from "./source-file.js";

// As IANA published it; it is beside this repository, not in it.
const WHOLE = new URL(
  "../../../shared/data/iana/pen/enterprise-numbers.2019-12-24.txt.gz",
  import.meta.url,
);

const HEADER = `PRIVATE ENTERPRISE NUMBERS

(last updated 2025-08-22)

Prefix: iso.org.dod.internet.private.enterprise (1.3.6.1.4.1)

Decimal
| Organization
| | Contact
| | | Email
| | | |${" "}
`;
const FOOTER = "\n\nEnd of Document";

function read(text: string) {
  return readEnterpriseNumbers(sourceFile("pen.txt", text));
}

function organisationOf(line: string): string | undefined {
  const text = `${HEADER}9
${line}
    A. B.
      a&b.example
${FOOTER}`;
  return readOrThrow(read(text)).organisations.get(9)?.text;
}

describe("readEnterpriseNumbers", () => {
  it.each([
    ["a name", "  Example Enterprise Number", "Example Enterprise Number"],
    ["three blanks before it", "   Storage Networking", "Storage Networking"],
    ["blanks of all kinds", "  A\u00a0B\t C  ", "A B C"],
    ["a carriage return behind it", "  A\r", "A"],
    ["one inside", "  A\rB", "A B"],
    ["marks that nobody sees", "  A\u200e\u202eB", "AB"],
    ["line separators", "  A\u2028B", "A B"],
    ["a character reference", "  f&#252;r &#xe9;", "f\u00fcr \u00e9"],
    ["one of nothing", "  A &#0; &#xd800; &#9999999;", "A &#0; &#xd800; &#9999999;"],
    ["quotes and backslashes", '  Mamakos\\TransSys "x"', 'Mamakos\\TransSys "x"'],
    ["digits", "  42", "42"],
    ["nothing", "  ", undefined],
    ["nothing at all", "", undefined],
    ["---none---", "  ---none---", undefined],
    ["Unassigned", "  Unassigned", undefined],
    ["Reserved", "  Reserved", undefined],
  ])("knows an organisation with %s", (_what, line, name) => {
    expect(organisationOf(line)).toBe(name);
  });

  it("gives the organisations with their places, without anybody's name or address", () => {
    const entry = (pen: number) => `${pen}\n  Org ${pen}\n    P. ${pen}\n      p&${pen}.example\n`;
    const text = HEADER + [2, 32473].map(entry).join("") + FOOTER;
    const { updated, organisations } = readOrThrow(read(text));
    expect(updated).toBe("2025-08-22");
    expect([...organisations]).toEqual([
      [2, { text: "Org 2", place: { path: "pen.txt", line: 13, column: 1 } }],
      [32473, { text: "Org 32473", place: { path: "pen.txt", line: 17, column: 1 } }],
    ]);
  });

  it("takes the line behind a number for its organisation, and none where a number follows", () => {
    const text = `${HEADER}1\n2\n  B\n3\nEnd of Document\n`;
    const { organisations } = readOrThrow(read(text));
    expect([...organisations].map(([pen, { text }]) => [pen, text])).toEqual([[2, "B"]]);
  });

  it.each([
    ["a file that is cut off", `${HEADER}1\n  A\n`, 'does not end with "End of Document"'],
    ["an empty file", "", 'the first line is not "PRIVATE ENTERPRISE NUMBERS"'],
    ["another file", "Value,Description\n1,A\n", 'the first line is not "PRIVATE'],
  ])("refuses %s", (_what, text, message) => {
    const [line, ...more] = toldBy(read(text));
    expect(line).toMatch(/^pen\.txt:\d+:1: /);
    expect(line).toContain(message);
    expect(more).toEqual([]);
  });

  it("never throws for any text", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.boolean(), (text, isHeaded) => {
        const { kind } = read(isHeaded ? HEADER + text : text);
        expect(kind).toMatch(/^(read|mistakes)$/);
      }),
    );
  });

  it.skipIf(!existsSync(WHOLE))(
    `reads the whole file of 2019${skippedIf(!existsSync(WHOLE), NEEDS_PUBLISHED)}`,
    () => {
      const result = read(gunzipSync(readFileSync(WHOLE)).toString());
      const { updated, organisations: cells, entries, last } = readOrThrow(result);
      const organisations = new Map([...cells].map(([pen, { text }]) => [pen, text]));
      expect({ updated, entries, last }).toEqual({
        updated: "2019-12-24",
        entries: 54_926,
        last: 55_041,
      });
      expect(organisations.get(9)).toBe("ciscoSystems");
      expect(organisations.get(433)).toBe("Mamakos\\TransSys Consulting");
      expect(organisations.get(14851)).toMatch(/^Storage Networking/);
      expect(organisations.get(25457)).toContain("f\u00fcr");
      expect(organisations.get(32473)).toBe("Example Enterprise Number for Documentation Use");
      expect(organisations.get(42031)).toBe("42");
      expect([0, 4378, 2187, 55042].filter((pen) => organisations.has(pen))).toEqual([]);
      expect(organisations.size).toBeGreaterThan(54_000);
      expect([...organisations.values()].filter((name) => /[\p{Cc}\p{Cf}]/u.test(name))).toEqual(
        [],
      );
    },
  );

  it("counts the numbers that a file has, whoever has them and whoever wants them", () => {
    const entry = (pen: number) => `${pen}\n  ---none---\n`;
    const countOf = (pens: readonly number[]) => {
      const text = HEADER + pens.map(entry).join("") + FOOTER;
      const { entries, last } = readOrThrow(read(text));
      return [entries, last];
    };
    expect(countOf([])).toEqual([0, -1]);
    expect(countOf([0])).toEqual([1, 0]);
    expect(countOf([0, 1, 2, 7])).toEqual([4, 7]);
    expect(countOf([5, 5, 5, 5])).toEqual([1, 5]);
  });
});

describe("beginsEnterpriseNumbers", () => {
  it.each([HEADER, `\uFEFF${HEADER}`, HEADER.replaceAll("\n", "\r\n"), HEADER.slice(0, 27)])(
    "knows %j",
    (start) => {
      expect(beginsEnterpriseNumbers(start)).toBe(true);
    },
  );

  it.each([
    "",
    "\nPRIVATE ENTERPRISE NUMBERS\n",
    "PRIVATE ENTERPRISE NUMBERS, by me\n",
    "<registry/>",
  ])("does not take %j for it", (start) => {
    expect(beginsEnterpriseNumbers(start)).toBe(false);
  });
});

const NAME = "enterprise-numbers.txt";

function excerptOf(organisations: readonly (readonly [number, string])[]): EnterpriseNumbers {
  const place = { path: NAME, line: 1, column: 1 };
  const cells = organisations.map(([pen, text]) => [pen, { text, place }] as const);
  return { name: NAME, updated: "2025-08-22", organisations: new Map(cells), entries: 1, last: 1 };
}

const wordsOf = ({ updated, organisations }: EnterpriseNumbers) => ({
  updated,
  organisations: [...organisations].map(([pen, { text }]) => [pen, text]),
});

/** Names as a reader gives them, which reads no reference to a character in them a second time. */
const names = fc
  .oneof(
    fc.string({ unit: "binary", minLength: 1 }),
    fc.constantFrom(
      "42",
      "PRIVATE ENTERPRISE NUMBERS",
      "| Organization",
      "(last updated 2000-01-01)",
    ),
  )
  .map((text) => cleanOrganisation(text.replaceAll("&", "")))
  .filter((name) => name !== undefined)
  .filter((name) => !/\p{Cs}/u.test(name) && name !== "End of Document");

describe("formatEnterpriseNumbers", () => {
  it("writes one entry as IANA does, the organisation alone", () => {
    expect(formatEnterpriseNumbers(excerptOf([[9, 'A "B"']]))).toMatch(
      /^PRIVATE ENTERPRISE NUMBERS\n\n\(last updated 2025-08-22\)\n[\s\S]*\n9\n {2}A "B"\n {4}---none---\n {6}---none---\n\n\nEnd of Document\n$/,
    );
  });

  it("gives our own excerpt again, octet by octet", () => {
    const path = new URL(`../../registry/${NAME}`, import.meta.url);
    expect(formatEnterpriseNumbers(readOrThrow(readEnterpriseNumbers(realFile(NAME))))).toBe(
      readFileSync(path, "utf8"),
    );
  });

  it("is read again as the same organisations, in the order of the numbers", () => {
    const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), names), {
      selector: ([pen]) => pen,
    });
    fc.assert(
      fc.property(entries, (organisations) => {
        const text = formatEnterpriseNumbers(excerptOf(organisations));
        const again = readOrThrow(readEnterpriseNumbers(sourceFile(NAME, text)));
        const sorted = [...organisations].sort(([a], [b]) => a - b);
        expect(wordsOf(again)).toEqual({ updated: "2025-08-22", organisations: sorted });
      }),
    );
  });
});

const place = { path: "vendors/9.xml", line: 2, column: 1 };

function numbersOf(
  organisations: Readonly<Record<number, string>>,
  edits: Partial<EnterpriseNumbers> = {},
): EnterpriseNumbers {
  const entries = Object.entries(organisations);
  return {
    name: "pen.txt",
    updated: "2025-08-22",
    organisations: new Map(entries.map(([number, text]) => [Number(number), cell(text)])),
    entries: entries.length,
    last: 64096,
    ...edits,
  };
}

function claim(organisation?: string, number = 9): EnterpriseClaim {
  return { pen: pen(number), place, ...(organisation !== undefined && { organisation }) };
}

describe("isWhole", () => {
  it.each([
    ["IANA's file of 2019", 54_926, 55_041],
    ["a file without a gap", 10, 9],
    ["the first number alone", 1, 0],
  ])("takes %s for whole", (_what, entries, last) => {
    expect(isWhole(numbersOf({}, { entries, last }))).toBe(true);
  });

  it.each([
    ["one of many", 1, 32_473],
    ["half of them", 500, 999],
    ["an excerpt of three hundred", 314, 55_041],
    ["nothing", 0, -1],
  ])("takes %s for an excerpt", (_what, entries, last) => {
    expect(isWhole(numbersOf({}, { entries, last }))).toBe(false);
  });
});

describe("organisationsAreOwners", () => {
  it.each([
    ["the same words", "ACME, Inc.", "ACME, Inc."],
    ["another case", "ACME, Inc.", "acme, inc."],
    ["other punctuation and blanks", "ACME, Inc.", "ACME Inc"],
    ["another width", "ACME", "\uff21\uff23\uff2d\uff25"],
    ["a composed accent", "f\u00fcr", "fu\u0308r"],
    ["what it was called before", "ACME (formerly 'Roadrunner (US)')", "ACME"],
    ["signs alone", "+++", "+++"],
  ])("takes %s for the same organisation", (_what, owner, claimed) => {
    expect(organisationsAreOwners([claim(claimed)], numbersOf({ 9: owner }))).toEqual([]);
  });

  it.each([
    ["other words", "ACME", "ACME Europe"],
    ["other letters of another script", "\u0410", "A"],
    ["an accent more", "Muller", "M\u00fcller"],
    ["other signs", "+++", "---"],
    ["a name that it had before", "ACME (formerly Roadrunner)", "Roadrunner"],
  ])("does not take %s for the same", (_what, owner, claimed) => {
    expect(organisationsAreOwners([claim(claimed)], numbersOf({ 9: owner }))).toHaveLength(1);
  });

  it("says who it is where, and what to do", () => {
    expect(told(organisationsAreOwners([claim("Mine")], numbersOf({ 9: "ciscoSystems" })))).toEqual(
      [
        'vendors/9.xml:2:1: enterprise 9 is "ciscoSystems" in pen.txt (last updated 2025-08-22), ' +
          'not "Mine"; correct the one that is wrong, or import a newer file of IANA',
      ],
    );
  });

  it("needs both sides to say something: what an excerpt lacks proves nothing", () => {
    expect(organisationsAreOwners([claim()], numbersOf({ 9: "A" }))).toEqual([]);
    expect(organisationsAreOwners([claim("A")], numbersOf({ 8: "B" }))).toEqual([]);
  });
});

describe("enterprisesAreKnown", () => {
  it("takes a number that an organisation has, whatever the claim says", () => {
    expect(enterprisesAreKnown([claim(), claim("B")], numbersOf({ 9: "A" }))).toEqual([]);
  });

  it.each([
    [64096, "correct the number, or register it with IANA"],
    [64097, "correct the number, or download a newer file: this one ends at 64096"],
  ])("tells of %d, which nobody has, and whether a newer file might know it", (number, remedy) => {
    expect(told(enterprisesAreKnown([claim("A", number)], numbersOf({ 9: "A" })))).toEqual([
      `vendors/9.xml:2:1: no organisation has the private enterprise number ${number} in pen.txt ` +
        `(last updated 2025-08-22); ${remedy}`,
    ]);
  });

  it("gives no date where the file has none", () => {
    const { updated: _updated, ...numbers } = numbersOf({});
    expect(told(enterprisesAreKnown([claim()], numbers))[0]).toContain(" 9 in pen.txt; ");
  });
});
