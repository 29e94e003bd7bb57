import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cell, registryOf, told } from "../../test/support/registry-sources.js";
import { pen } from "../model/identifiers.js";
import {
  checkVendor,
  penOfFileName,
  vendorFileNameIsPen,
  vendorsHaveOneFile,
} from "./registry-rules.js";

const PLACE = { path: "vendors/x", line: 1, column: 1 };

describe("vendorFileNameIsPen", () => {
  it.each([
    ["1.xml", 1],
    ["32473.xml", 32473],
    ["32473.csv", 32473],
    ["4294967294.xml", 4294967294],
  ])("takes %s", (fileName, pen) => {
    expect(penOfFileName(fileName)).toBe(pen);
    expect(vendorFileNameIsPen(fileName, PLACE)).toEqual([]);
  });

  it.each([
    ["a word", "acme.xml"],
    ["PEN 0, which is IANA", "0.xml"],
    ["the reserved last PEN", "4294967295.xml"],
    ["more than 32 bits", "9999999999.xml"],
    ["a second name for one PEN", "032473.xml"],
    ["another suffix", "32473.txt"],
    ["an upper-case suffix", "32473.XML"],
    ["a sign", "+32473.xml"],
    ["hexadecimal", "0x7ed9.xml"],
    ["an editor's copy", "32473.xml~"],
    ["a line feed", "32473.xml\n"],
    ["digits of another script", "\u0663.xml"],
    ["no number", ".xml"],
  ])("refuses %s", (_rule, fileName) => {
    expect(penOfFileName(fileName)).toBeUndefined();
    expect(told(vendorFileNameIsPen(fileName, PLACE))).toEqual([
      `vendors/x:1:1: the file name ${JSON.stringify(fileName)} is no private enterprise number; ` +
        "name the file by a number from 1 to 4294967294, such as 32473.xml",
    ]);
  });

  it("reads back every PEN that a vendor can have", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4294967294 }), (value) => {
        expect(penOfFileName(`${value}.xml`)).toBe(value);
      }),
    );
  });
});

describe("vendorsHaveOneFile", () => {
  const at = (path: string) => registryOf({ place: { path, line: 1, column: 1 } });

  it("takes one file for each enterprise", () => {
    const vendors = [
      { pen: pen(1), source: at("1.xml") },
      { pen: pen(2), source: at("2.csv") },
    ];
    expect(vendorsHaveOneFile(vendors)).toEqual([]);
  });

  it("refuses a second one, and names both", () => {
    const vendors = [
      { pen: pen(1), source: at("1.xml") },
      { pen: pen(1), source: at("1.csv") },
    ];
    expect(told(vendorsHaveOneFile(vendors))).toEqual([
      "1.csv:1:1: the enterprise 1 has a registry already, in 1.xml; put all its codes into one file",
    ]);
  });
});

describe("checkVendor", () => {
  it.each([
    "https://a.example",
    "http://a.example:8080/",
    "https://www.rfc-editor.org/info/rfc5612",
    "https://a.example/?b=c&d=%C3%BC#e",
  ])("takes the contact page %s", (address) => {
    expect(checkVendor(registryOf({ contactPage: cell(address) }))).toEqual([]);
  });

  it.each([
    ["a mail address", "mailto:a@b.example"],
    ["a bare mail address", "a@b.example"],
    ["a user in front of the host", "https://a@b.example/"],
    ["a script", "javascript:alert(1)"],
    ["no scheme", "www.a.example"],
    ["no host", "https:///x"],
    ["a blank", "https://a.example/b c"],
    ["the end of a link", "https://a.example/><b>"],
    ["a quote", 'https://a.example/"'],
    ["a backtick", "https://a.example/`"],
    ["a line feed", "https://a.example/\n"],
    ["a word", "here"],
  ])("refuses %s for a contact page", (_what, address) => {
    expect(told(checkVendor(registryOf({ contactPage: cell(address, 2, 1) })))).toContainEqual(
      expect.stringMatching(/^causes\.xml:2:1: the contact page ".*" is no address of a page; /),
    );
  });

  it.each([
    ["a bidirectional override", "A\u202e", /control or bidirectional-override character U\+202E/],
    ["too many characters", "A".repeat(201), /201 characters, more than 200/],
  ])("refuses an organisation with %s", (_what, name, message) => {
    const [first = "", ...more] = told(checkVendor(registryOf({ organisation: cell(name, 2) })));
    expect(first).toMatch(message);
    expect(more).toEqual([]);
  });

  it("demands neither", () => {
    expect(checkVendor(registryOf())).toEqual([]);
  });
});
