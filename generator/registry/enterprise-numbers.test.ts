import { describe, expect, it } from "vitest";
import { cell, told } from "../../test/support/registry-sources.js";
import { pen } from "../model/identifiers.js";
import {
  type EnterpriseClaim,
  type EnterpriseNumbers,
  enterprisesAreKnown,
  isWhole,
  organisationsAreOwners,
} from "./enterprise-numbers.js";

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
