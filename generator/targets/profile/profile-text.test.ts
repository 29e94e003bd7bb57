import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { filterStrings, readFilterList, readTable } from "../../../test/support/profile.js";
import { filterListName, filterString, profileComment, tableField } from "./named-filters.js";

/** Text that a registry can have: without line ends and other controls. */
const text = fc.string({ unit: "grapheme" }).map((any) => any.replace(/\p{Cc}/gu, ""));

describe("filterString", () => {
  it.each([
    ["quotes", 'a "b"', String.raw`"a \"b\""`],
    ["a backslash at the end", "a\\", String.raw`"a\\"`],
    ["the end of a filter in a colour rule", "a@b", String.raw`"a\x40b"`],
    ["the beginning of a macro", "a$b", String.raw`"a\x24b"`],
    ["other signs, left alone", "ü {1} && // %s", '"ü {1} && // %s"'],
  ])("writes %s", (_name, from, to) => expect(filterString(from)).toBe(to));

  it("comes back letter for letter, without what ends a filter or begins a macro", () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(filterStrings(filterString(any))).toEqual([any]);
        expect(filterString(any)).not.toMatch(/[@$]/);
      }),
    );
  });
});

describe("tableField", () => {
  it.each([
    ["quotes and backslashes", '"\\', String.raw`"\x22\x5c"`],
    ["octets of UTF-8", "ü", String.raw`"\xc3\xbc"`],
    ["a line end", "a\nb", String.raw`"a\x0ab"`],
  ])("escapes %s", (_name, from, to) => expect(tableField(from)).toBe(to));

  it("comes back letter for letter, in printable ASCII", () => {
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (fields) => {
        const line = fields.map(tableField).join(",");
        expect(line).toMatch(/^[\x20-\x7e]+$/);
        expect(readTable(line)).toEqual([fields]);
      }),
    );
  });
});

describe("filterListName", () => {
  it("comes back letter for letter", () => {
    fc.assert(
      fc.property(text, (any) => {
        expect(readFilterList(`${filterListName(any)} tcp`)).toEqual([[any, "tcp"]]);
      }),
    );
  });
});

describe("profileComment", () => {
  it("is one line of printable ASCII", () => expect(profileComment("a\nü\u{1f600}")).toBe("a???"));
});
