import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cell, registryOf, row, told } from "../../test/support/registry-sources.js";
import { pen } from "../model/identifiers.js";
import {
  checkRegistry,
  checkVendor,
  codesOf,
  fileNameIsNoPen,
  penOfFileName,
  registryIdsAreUnique,
  vendorsHaveOneFile,
} from "./registry-rules.js";
import { makeRow, type SourceRow } from "./source-registry.js";

const GOOD = row(10, "14", "Connection timeout");
const { place, value, description } = GOOD;
const noValue = makeRow(place, { description });
const noDescription = makeRow(place, { value });

/** What a user is told of a registry with these rows alone. */
function toldOfRows(...rows: readonly SourceRow[]): readonly string[] {
  return told(checkRegistry(registryOf({ rows })));
}

describe("rules of a record", () => {
  it.each([
    ["an assigned code", GOOD],
    ["the first code", row(10, "1", "Cause")],
    ["the last code", row(10, "65535", "Cause")],
    ["a code with zeros before it", row(10, "0014", "Cause")],
    ["0, where it is reserved", row(10, "0", "Reserved")],
    ["0, however the word is continued", row(10, "0", "reserved for future use")],
    ["another reserved code", row(10, "8", "Reserved")],
    ["a range", row(10, "18-65535", "Unassigned")],
    ["a range from 0, where it is not assigned", row(10, "0-7", "Unassigned")],
  ])("let pass %s", (_title, good) => {
    expect(toldOfRows(good)).toEqual([]);
  });

  it("a value is needed", () => {
    expect(toldOfRows(noValue)).toEqual([
      "causes.xml:10:3: the record has no value; add <value> with the reason code",
    ]);
  });

  it("a description is needed", () => {
    expect(toldOfRows(noDescription)).toEqual([
      "causes.xml:10:3: the record has no description; add <description> with the cause",
    ]);
  });

  it("an origin is one of three words", () => {
    const origin = cell("middlebox", 10);
    expect(toldOfRows({ ...GOOD, origin })).toEqual([
      'causes.xml:10:1: the origin "middlebox" is not known; ' +
        "use one of endpoint, service-function, any",
    ]);
    const good = { ...GOOD, origin: cell("service-function") };
    expect(toldOfRows(good)).toEqual([]);
  });

  it.each([
    "0x0e",
    "65535-18",
    "18-",
    "-18",
    "1-2-3",
    "18 - 20",
    "1.5",
    "-1",
    "+1",
    "1e3",
    "14 ",
    "\u0661",
    "Unassigned",
  ])("a value is one decimal number, not %j", (text) => {
    expect(toldOfRows(row(10, text, "Cause"))).toEqual([
      `causes.xml:11:5: the value ${JSON.stringify(text)} is not a decimal number; ` +
        "use one number from 1 to 65535, or a range such as 18-65535",
    ]);
  });

  it.each(["65536", "18-65536", "4294967296", "9".repeat(400)])(
    "a value has 16 bits, not %s",
    (text) => {
      expect(toldOfRows(row(10, text, "Cause"))).toEqual([
        `causes.xml:11:5: the value ${text} is out of range; use 1 to 65535`,
      ]);
    },
  );

  it.each(["0", "000", "0-5"])("code 0, written %s, is no cause", (zero) => {
    expect(toldOfRows(row(10, zero, "Unspecified"))).toEqual([
      'causes.xml:11:5: code 0 is used for the cause "Unspecified", but it is reserved; ' +
        'use 1 to 65535, or describe 0 as "Reserved"',
    ]);
  });

  it("codes are the numbers that the values state", () => {
    expect(codesOf(GOOD)).toEqual({ first: 14, last: 14 });
    expect(codesOf(row(1, "18-65535", "Unassigned"))).toEqual({ first: 18, last: 65535 });
    expect([codesOf(row(1, "0x0e", "Cause")), codesOf(noValue)]).toEqual([undefined, undefined]);
  });

  it("a registry whose field is narrower, and has a cause for 0, says so", () => {
    const narrow = { lastCode: 255, hasReservedZero: false };
    const rows = [row(10, "0", "Not specified"), row(20, "255", "Last"), row(30, "256", "None")];
    expect(told(checkRegistry(registryOf({ rows }), narrow))).toEqual([
      "causes.xml:31:5: the value 256 is out of range; use 1 to 255",
    ]);
  });

  it("code 0 can be a cause that only begins like a reserved code, which it must not be", () => {
    expect(toldOfRows(row(10, "0", "Reserved bits set in header"))).toHaveLength(1);
  });

  it.each(["Timeout", "a..b", "-a", "a b", "a.", "x".repeat(65)])("a meaning is no %j", (text) => {
    expect(toldOfRows({ ...GOOD, meaning: cell(text, 10) })).toEqual([
      `causes.xml:10:1: the meaning ${JSON.stringify(text)} is not a name; ` +
        "use lower-case letters, digits and hyphens, such as connection-timeout",
    ]);
  });

  it.each(["abort", "connection-timeout", "unexpected-ack.syn-sent"])("a meaning is %s", (text) => {
    expect(toldOfRows({ ...GOOD, meaning: cell(text) })).toEqual([]);
  });
});

describe("rules of a registry", () => {
  it("let a good one pass", () => {
    expect(checkRegistry(registryOf())).toEqual([]);
  });

  it("each code has one meaning, however it is written", () => {
    const rows = [row(10, "14", "First"), row(20, "014", "Second"), row(30, "14", "Third")];
    expect(toldOfRows(...rows)).toEqual([
      "causes.xml:21:5: code 14 is listed twice, first in line 11; keep one record",
      "causes.xml:31:5: code 14 is listed twice, first in line 11; keep one record",
    ]);
  });

  it("no code is in two ranges", () => {
    const rows = [row(10, "5-9", "A"), row(20, "1-5", "B"), row(30, "7", "C"), row(40, "10", "D")];
    expect(toldOfRows(...rows)).toEqual([
      "causes.xml:21:5: code 5 is listed twice, first in line 11; keep one record",
      "causes.xml:31:5: code 7 is listed twice, first in line 11; keep one record",
    ]);
  });

  it("a title is needed", () => {
    const { title: _title, ...untitled } = registryOf();
    expect(told(checkRegistry(untitled))).toEqual([
      "causes.xml:2:1: the registry has no title; add <title>",
    ]);
  });

  it("an id is needed", () => {
    const { id: _id, ...nameless } = registryOf();
    expect(told(checkRegistry(nameless))).toEqual([
      "causes.xml:2:1: the registry has no id; " +
        "give it an id of lower-case letters, digits and hyphens",
    ]);
  });

  it.each(["Causes", "1causes", "a_b", "a b", "a\n", "caus\u00e9s", "x".repeat(65)])(
    "the id %j is not usable",
    (id) => {
      expect(told(checkRegistry(registryOf({ id: cell(id) })))).toEqual([
        `causes.xml:2:1: the registry's id ${JSON.stringify(id)} is not usable; ` +
          "give it an id of lower-case letters, digits and hyphens",
      ]);
    },
  );

  it.each(["a", "tcp-failure-causes", "x".repeat(64)])("the id %s is usable", (id) => {
    expect(checkRegistry(registryOf({ id: cell(id) }))).toEqual([]);
  });

  it("two registries have two ids", () => {
    const others = ["vendors/1.xml", "vendors/2.xml"].map((path) =>
      registryOf({ place: { path, line: 4, column: 1 } }),
    );
    const said =
      'the id "causes" is already that of the registry in causes.xml; give each registry its own id';
    expect(told(registryIdsAreUnique([registryOf(), ...others]))).toEqual([
      `vendors/1.xml:4:1: ${said}`,
      `vendors/2.xml:4:1: ${said}`,
    ]);
    expect(registryIdsAreUnique([registryOf(), registryOf({ id: cell("others") })])).toEqual([]);
  });

  it.each([
    ["title", registryOf({ title: cell("a\u202eb", 7) })],
    ["note", registryOf({ notes: [cell("good"), cell("a\u202eb", 7)] })],
    ["description", registryOf({ rows: [{ ...GOOD, description: cell("a\u202eb", 7) }] })],
    ["reference", registryOf({ rows: [{ ...GOOD, reference: cell("a\u202eb", 7) }] })],
  ])("a %s is plain text", (_where, registry) => {
    expect(told(checkRegistry(registry))).toEqual([
      "causes.xml:7:1: the text has the control, invisible, stacked or bidirectional-override character U+202E; delete it",
    ]);
  });

  it("all that is wrong is said at once", () => {
    const rows = [noValue, noDescription, row(20, "x", "Cause"), GOOD];
    const broken = { place, notes: [], rows };
    expect(checkRegistry(broken).map(({ what }) => what)).toEqual([
      "the registry has no id",
      "the registry has no title",
      "the record has no value",
      "the record has no description",
      'the value "x" is not a decimal number',
      "code 14 is listed twice, first in line 11",
    ]);
  });
});

const PLACE = { path: "vendors/x", line: 1, column: 1 };

describe("penOfFileName", () => {
  it.each([
    ["1.xml", 1],
    ["32473.xml", 32473],
    ["32473.csv", 32473],
    ["4294967294.xml", 4294967294],
  ])("takes %s", (fileName, pen) => {
    expect(penOfFileName(fileName)).toBe(pen);
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
    expect(told([fileNameIsNoPen(fileName, PLACE)])).toEqual([
      `vendors/x:1:1: the file name ${JSON.stringify(fileName)} is not a private enterprise number; ` +
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
      expect.stringMatching(
        /^causes\.xml:2:1: the contact page ".*" is not the address of a page; /,
      ),
    );
  });

  it.each([
    [
      "a bidirectional override",
      "A\u202e",
      /control, invisible, stacked or bidirectional-override character U\+202E/,
    ],
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
