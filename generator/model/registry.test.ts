import { describe, expect, it } from "vitest";
import { reasonCode } from "./identifiers.js";
import {
  findCause,
  findOrigin,
  findRow,
  isUsable,
  ORIGINS,
  type Registry,
  showCodes,
} from "./registry.js";

const row = (first: number, last: number, category: Registry["rows"][number]["category"]) => ({
  first: reasonCode(first),
  last: reasonCode(last),
  description: category,
  reference: "",
  category,
});

const registry: Registry = {
  id: "causes",
  title: "Causes",
  others: [],
  notes: [],
  rows: [
    row(0, 0, "reserved"),
    row(1, 1, "assigned"),
    row(5, 9, "private-use"),
    row(18, 65_535, "unassigned"),
  ],
};

describe("findRow", () => {
  it.each([
    [0, "reserved"],
    [1, "assigned"],
    [2, undefined],
    [4, undefined],
    [5, "private-use"],
    [9, "private-use"],
    [10, undefined],
    [18, "unassigned"],
    [65_535, "unassigned"],
  ])("finds the row of code %d", (code, description) => {
    expect(findRow(registry, code)?.description).toBe(description);
  });

  it("finds nothing in an empty registry", () => {
    expect(findRow({ ...registry, rows: [] }, 1)).toBeUndefined();
  });
});

describe("findCause", () => {
  it("takes an unassigned code for unknown", () => {
    expect(findCause(registry, 18)).toBeUndefined();
    expect(findCause(registry, 7)?.description).toBe("private-use");
  });
});

describe("rows", () => {
  it("may be used by a sender, or not", () => {
    expect(registry.rows.map(isUsable)).toEqual([false, true, true, false]);
  });

  it("show their codes as a registry writes them", () => {
    expect(registry.rows.map(showCodes)).toEqual(["0", "1", "5-9", "18-65535"]);
  });
});

describe("findOrigin", () => {
  it.each(ORIGINS)("knows %s", (origin) => expect(findOrigin(origin)).toBe(origin));

  it.each(["", "Any", "middlebox", "constructor"])("does not know %j", (text) => {
    expect(findOrigin(text)).toBeUndefined();
  });
});
