import { createReadStream, existsSync } from "node:fs";
import { createGunzip } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, toldBy } from "../../test/support/registry-files.js";
import {
  beginsEnterpriseNumbers,
  readEnterpriseExcerpt,
  readEnterpriseNumbers,
} from "./enterprise-file.js";
import type { EnterpriseNumbers } from "./enterprise-numbers.js";
import { MAX_INPUT_OCTETS, type ReadResult, sourceFile } from "./source-file.js";

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

async function* inChunks(octets: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < octets.length; at += size) yield octets.subarray(at, at + size);
}

function readOctets(
  octets: Uint8Array,
  wanted: readonly number[] = [],
  size = 1000,
): Promise<ReadResult<EnterpriseNumbers>> {
  const chunks = inChunks(octets, size);
  return readEnterpriseNumbers({ name: "pen.txt", chunks, wanted: new Set(wanted) });
}

async function organisationOf(line: string): Promise<string | undefined> {
  const text = `${HEADER}9\n${line}\n    A. B.\n      a&b.example\n${FOOTER}`;
  return readOrThrow(await readOctets(Buffer.from(text), [9])).organisations.get(9)?.text;
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
  ])("knows an organisation with %s", async (_what, line, name) => {
    expect(await organisationOf(line)).toBe(name);
  });

  it("gives the numbers that are wanted, without anybody's name or address", async () => {
    const entry = (pen: number) => `${pen}\n  Org ${pen}\n    P. ${pen}\n      p&${pen}.example\n`;
    const text = HEADER + [1, 2, 5, 32473].map(entry).join("") + FOOTER;
    const { updated, organisations } = readOrThrow(
      await readOctets(Buffer.from(text), [2, 3, 32473]),
    );
    expect(updated).toBe("2025-08-22");
    expect([...organisations]).toEqual([
      [2, { text: "Org 2", place: { path: "pen.txt", line: 17, column: 1 } }],
      [32473, { text: "Org 32473", place: { path: "pen.txt", line: 25, column: 1 } }],
    ]);
  });

  it("takes the line behind a number for its organisation, and none where a number follows", async () => {
    const text = `${HEADER}1\n2\n  B\n3\nEnd of Document\n`;
    const { organisations } = readOrThrow(await readOctets(Buffer.from(text), [1, 2, 3]));
    expect([...organisations].map(([pen, { text }]) => [pen, text])).toEqual([[2, "B"]]);
  });

  it.each([1, 2, 3, 7, 100_000])("does not care for chunks of %d octets", async (size) => {
    const text = `${HEADER}7\n  J\u00f6rn \u{1f4a9}\n    x\n      y\n${FOOTER}`;
    const { organisations } = readOrThrow(await readOctets(Buffer.from(text), [7], size));
    expect(organisations.get(7)?.text).toBe("J\u00f6rn \u{1f4a9}");
  });

  it.each([
    ["a file that is cut off", `${HEADER}1\n  A\n`, 'does not end with "End of Document"'],
    ["an empty file", "", 'the first line is not "PRIVATE ENTERPRISE NUMBERS"'],
    ["another file", "Value,Description\n1,A\n", 'the first line is not "PRIVATE'],
    ["an endless line", `${HEADER}${"x".repeat(70_000)}`, "a line has more than 65536 characters"],
    ["a file over the limit", HEADER + "x\n".repeat(MAX_INPUT_OCTETS / 2), "more than 16777216"],
  ])("refuses %s", async (_what, text, message) => {
    const [told, ...more] = toldBy(await readOctets(Buffer.from(text), [], 65_536));
    expect(told).toMatch(/^pen\.txt:\d+:1: /);
    expect(told).toContain(message);
    expect(more).toEqual([]);
  });

  it("refuses what is not UTF-8", async () => {
    const octets = Buffer.concat([Buffer.from(HEADER), Buffer.from([0xe4, 0x0a])]);
    expect(toldBy(await readOctets(octets, [], 1))).toEqual([
      "pen.txt:11:1: octets after this line are not UTF-8; download enterprise-numbers.txt from IANA again",
    ]);
  });

  it("never throws for any octets", async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (octets, headed) => {
        const whole = headed ? Buffer.concat([Buffer.from(HEADER), octets]) : octets;
        expect((await readOctets(whole, [1, 2, 3], 16)).kind).toMatch(/^(read|mistakes)$/);
      }),
    );
  });

  it.skipIf(!existsSync(WHOLE))("reads the whole file of 2019 in a stream", async () => {
    const chunks = createReadStream(WHOLE).pipe(createGunzip());
    const wanted = new Set(Array.from({ length: 65_536 }, (_, pen) => pen));
    const result = await readEnterpriseNumbers({ name: "pen.txt", chunks, wanted });
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
    expect([...organisations.values()].filter((name) => /[\p{Cc}\p{Cf}]/u.test(name))).toEqual([]);
  });

  it("counts the numbers that a file has, whoever has them and whoever wants them", async () => {
    const entry = (pen: number) => `${pen}\n  ---none---\n`;
    const countOf = async (pens: readonly number[]) => {
      const text = HEADER + pens.map(entry).join("") + FOOTER;
      const { entries, last } = readOrThrow(await readOctets(Buffer.from(text)));
      return [entries, last];
    };
    expect(await countOf([])).toEqual([0, -1]);
    expect(await countOf([0])).toEqual([1, 0]);
    expect(await countOf([0, 1, 2, 7])).toEqual([4, 7]);
    expect(await countOf([5, 5, 5, 5])).toEqual([1, 5]);
  });
});

describe("readEnterpriseExcerpt", () => {
  it("keeps each organisation, with its line", () => {
    const text = `${HEADER}9\n  A\n    ---none---\n      ---none---\n${FOOTER}`;
    const { name, organisations } = readOrThrow(readEnterpriseExcerpt(sourceFile("e.txt", text)));
    expect(name).toBe("e.txt");
    expect([...organisations]).toEqual([
      [9, { text: "A", place: { path: "e.txt", line: 13, column: 1 } }],
    ]);
  });

  it.each([
    ["is cut off", `${HEADER}9\n  A\n`, 'does not end with "End of Document"'],
    ["is something else", "9 A\n", 'the first line is not "PRIVATE'],
  ])("refuses a file that %s", (_what, text, message) => {
    const told = toldBy(readEnterpriseExcerpt(sourceFile("e.txt", text)));
    expect(told).toEqual([expect.stringContaining(message)]);
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
