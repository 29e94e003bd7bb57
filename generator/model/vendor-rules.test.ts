import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { told } from "./sources-for-test.js";
import { penOfFileName, vendorFileNameIsPen } from "./vendor-rules.js";

const PLACE = { path: "vendors/x", line: 1, column: 1 };

describe("vendorFileNameIsPen", () => {
  it.each([
    ["1.xml", 1],
    ["32473.xml", 32473],
    ["4294967294.xml", 4294967294],
  ])("takes %s", (fileName, pen) => {
    expect(penOfFileName(fileName)).toBe(pen);
    expect(vendorFileNameIsPen(fileName, PLACE)).toBeUndefined();
  });

  it.each([
    ["a word", "acme.xml"],
    ["PEN 0, which is IANA", "0.xml"],
    ["the reserved last PEN", "4294967295.xml"],
    ["more than 32 bits", "9999999999.xml"],
    ["a second name for one PEN", "032473.xml"],
    ["another suffix", "32473.csv"],
    ["an upper-case suffix", "32473.XML"],
    ["a sign", "+32473.xml"],
    ["hexadecimal", "0x7ed9.xml"],
    ["an editor's copy", "32473.xml~"],
    ["a line feed", "32473.xml\n"],
    ["digits of another script", "\u0663.xml"],
    ["no number", ".xml"],
  ])("refuses %s", (_rule, fileName) => {
    expect(penOfFileName(fileName)).toBeUndefined();
    expect(told([vendorFileNameIsPen(fileName, PLACE)])).toEqual([
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
