import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSegments, knownCodes, parseCodeRange } from "./code-range.js";
import { findOtherReadings } from "./format.js";
import { reasonCode } from "./identifiers.js";
import { findRow, type Registry, type RegistryRow } from "./registry.js";

describe("parseCodeRange", () => {
  it.each([
    ["9", 9, 9],
    ["0", 0, 0],
    [" 12 ", 12, 12],
    ["71-75", 71, 75],
    ["0x9-0xe", 9, 14],
    ["0x07-0xff", 7, 255],
    ["0x0003-0x000f", 3, 15],
    ["0x00AC", 0xac, 0xac],
    ["0XAB", 0xab, 0xab],
    ["0x75ECFFEE", 0x75ecffee, 0x75ecffee],
    ["0x0000000000000001", 1, 1],
    ["0-0xFFFF", 0, 65535],
    ["-24 to -20", -24, -20],
    ["-24 - 23", -24, 23],
    ["-24-23", -24, 23],
    ["-65536..-1", -65536, -1],
    ["-65536 to 0", -65536, 0],
    ["100173 - 100174", 100173, 100174],
    ["1\u20135", 1, 5],
    ["1\u00a0-\u00a05", 1, 5],
    ["5 through 7", 5, 7],
    ["3-3", 3, 3],
    ["0x 0000 0000 0000 00ff", 255, 255],
    ["265 (0x0109)", 265, 265],
    ["0b100", 4, 4],
  ])("%j is %d to %d", (value, first, last) => {
    expect(parseCodeRange(value)).toEqual({ first, last });
  });

  it.each([
    ["nothing", ""],
    ["a name", "amiaux"],
    ["a descending range, a mistake", "63662-63424"],
    ["a descending range of bits", "26-0"],
    ["two octets", "0x00,0x47"],
    ["a range in one of two octets", "0x00,0x47-4F"],
    ["a wildcard", "0x01-09,*"],
    ["half of a range in hexadecimal", "0x47-4F"],
    ["an address", "241.26"],
    ["a range in an address", "241.{13-25}"],
    ["a range of addresses", "0.01-0.31"],
    ["four parts", "0:0:0:1 - 0:255:255:255"],
    ["an open end", ">=4398046511104"],
    ["one below", "less than -65536"],
    ["one above", "greater than 65535"],
    ["a leading zero, which may be hexadecimal", "0101"],
    ["one with letters", "0101-01FF"],
    ["octets with a blank", "02 02 - 02 FF"],
    ["a pattern", "0xxx-3xxx"],
    ["bits with a blank", "00 000001 through 00 001111"],
    ["bits with a b behind", "00b"],
    ["an address prefix", "000/8"],
    ["a bit and its mask", "1 (0x02)"],
    ["several", "0-31, 127"],
    ["a list of marks", "0x0008..."],
    ["a number that a double cannot hold", "0xffffffffffffffff"],
    ["one in decimal", "9007199254740993"],
    ["an empty number", "0x"],
    ["a sign alone", "-"],
    ["digits of another script", "\u0664\u0665"],
    ["an exponent", "1e3"],
    ["a fraction", "1.5"],
  ])("%s is no range that a program can rely on: %j %j", (_what, value) => {
    expect(parseCodeRange(value)).toBeUndefined();
  });

  it("reads back every range that it could be given", () => {
    const code = fc.integer({ min: 0, max: 0xffff_ffff });
    fc.assert(
      fc.property(code, code, fc.constantFrom("-", " - ", "..", " to "), (a, b, between) => {
        const [first, last] = a < b ? [a, b] : [b, a];
        expect(parseCodeRange(`${first}${between}0x${last.toString(16)}`)).toEqual({ first, last });
      }),
    );
  });

  it("never throws, and never gives a range upside down", () => {
    const part = fc.constantFrom("0x", "0", "7", "f", "-", "..", " ", "to", "(", ")", ",", "*");
    const text = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.array(part).map((all) => all.join("")),
    );
    fc.assert(
      fc.property(text, (value) => {
        const { first = 0, last = 0 } = parseCodeRange(value) ?? {};
        expect(first).toBeLessThanOrEqual(last);
      }),
      { numRuns: 1000 },
    );
  });

  it.each(["7".repeat(1e6), `1${" ".repeat(1e6)}2`, "0x".repeat(5e5), "-".repeat(1e6)])(
    "takes no longer for a value of a million characters",
    (value) => {
      expect(parseCodeRange(value)).toBeUndefined();
    },
  );
});

type RowTexts = readonly [first: number, last: number, description: string];

function registryOf(rows: readonly RowTexts[], others: readonly Registry[] = []): Registry {
  const revision = others.length > 0 ? "new" : "old";
  return { id: "causes", title: "Causes", revision, notes: [], others, rows: rows.map(rowOf) };
}

function rowOf([first, last, description]: RowTexts): RegistryRow {
  return {
    first: reasonCode(first),
    last: reasonCode(last),
    description,
    reference: "",
    category: description === "Unassigned" ? "unassigned" : "assigned",
  };
}

const shown = (registry: Registry) =>
  codeSegments(registry).map(({ first, last, row, otherReadings }) => [
    first,
    last,
    row?.description ?? "",
    otherReadings.map(({ reason }) => reason).join(),
  ]);

/** Rows one behind the other, with gaps, of at most four different causes. */
const anyRows = fc
  .array(fc.tuple(fc.nat(3), fc.nat(5), fc.constantFrom("A", "B", "C", "Unassigned")))
  .map((steps) => {
    let next = 0;
    return steps.map(([gap, length, description]): RowTexts => {
      const first = next + gap;
      next = first + length + 1;
      return [first, first + length, description];
    });
  });

describe("codeSegments", () => {
  it("keeps a range whole where every revision says one thing of it", () => {
    const old = registryOf([[1, 3, "B"]]);
    expect(
      shown(
        registryOf(
          [
            [0, 0, "A"],
            [1, 3, "C"],
            [4, 65_535, "Unassigned"],
          ],
          [old],
        ),
      ),
    ).toEqual([
      [0, 0, "A", ""],
      [1, 3, "C", "B"],
      [4, 65_535, "Unassigned", ""],
    ]);
  });

  it("divides a range where another revision says different things of its codes", () => {
    const old = registryOf([[2, 2, "B"]]);
    expect(shown(registryOf([[1, 3, "A"]], [old]))).toEqual([
      [1, 1, "A", ""],
      [2, 2, "A", "B"],
      [3, 3, "A", ""],
    ]);
  });

  it("has the codes that only another revision knows", () => {
    expect(shown(registryOf([[1, 1, "A"]], [registryOf([[5, 6, "B"]])]))).toEqual([
      [1, 1, "A", ""],
      [5, 6, "", "B"],
    ]);
  });

  it("says of each code what the registry and its revisions say", () => {
    fc.assert(
      fc.property(anyRows, anyRows, (rows, others) => {
        const registry = registryOf(rows, [registryOf(others)]);
        const segments = codeSegments(registry);
        for (let code = 0; code < 200; code += 1) {
          const at = segments.filter(({ first, last }) => first <= code && code <= last);
          expect(at.length).toBeLessThan(2);
          expect(at[0]?.row).toBe(findRow(registry, code));
          expect(at[0]?.otherReadings ?? []).toEqual(findOtherReadings(registry, code));
        }
      }),
    );
  });
});

function registryWith(rows: readonly RegistryRow[], others: readonly Registry[] = []): Registry {
  return { id: "codes", title: "Codes", notes: [], others, rows };
}

function row(first: number, last: number, category: RegistryRow["category"] = "assigned") {
  const codes = { first: reasonCode(first), last: reasonCode(last) };
  return { ...codes, description: "Cause", reference: "", category };
}

describe("knownCodes", () => {
  it("joins neighbours and what overlaps, of all revisions", () => {
    const other = registryWith([row(1, 2), row(8, 20), row(40, 40)]);
    const registry = registryWith([row(3, 5), row(10, 12), row(30, 30)], [other]);
    expect(knownCodes(registry)).toEqual([
      { first: 1, last: 5 },
      { first: 8, last: 20 },
      { first: 30, last: 30 },
      { first: 40, last: 40 },
    ]);
  });

  it("leaves out what is unassigned, and keeps what is reserved", () => {
    expect(knownCodes(registryWith([row(0, 0, "reserved"), row(1, 9, "unassigned")]))).toEqual([
      { first: 0, last: 0 },
    ]);
  });
});
