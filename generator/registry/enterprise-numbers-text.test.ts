import { readFileSync } from "node:fs";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readOrThrow, realFile } from "../../test/support/registry-files.js";
import {
  cleanOrganisation,
  formatEnterpriseNumbers,
  readEnterpriseExcerpt,
} from "./enterprise-file.js";
import type { EnterpriseNumbers } from "./enterprise-numbers.js";
import { sourceFile } from "./source-file.js";

const NAME = "enterprise-numbers.txt";

function numbersOf(organisations: readonly (readonly [number, string])[]): EnterpriseNumbers {
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
    expect(formatEnterpriseNumbers(numbersOf([[9, 'A "B"']]))).toMatch(
      /^PRIVATE ENTERPRISE NUMBERS\n\n\(last updated 2025-08-22\)\n[\s\S]*\n9\n {2}A "B"\n {4}---none---\n {6}---none---\n\n\nEnd of Document\n$/,
    );
  });

  it("gives our own excerpt again, octet by octet", () => {
    const path = new URL(`../../registry/${NAME}`, import.meta.url);
    expect(formatEnterpriseNumbers(readOrThrow(readEnterpriseExcerpt(realFile(NAME))))).toBe(
      readFileSync(path, "utf8"),
    );
  });

  it("is read again as the same organisations, in the order of the numbers", () => {
    const entries = fc.uniqueArray(fc.tuple(fc.integer({ min: 0, max: 0xffffffff }), names), {
      selector: ([pen]) => pen,
    });
    fc.assert(
      fc.property(entries, (organisations) => {
        const text = formatEnterpriseNumbers(numbersOf(organisations));
        const again = readOrThrow(readEnterpriseExcerpt(sourceFile(NAME, text)));
        const sorted = [...organisations].sort(([a], [b]) => a - b);
        expect(wordsOf(again)).toEqual({ updated: "2025-08-22", organisations: sorted });
      }),
    );
  });
});
