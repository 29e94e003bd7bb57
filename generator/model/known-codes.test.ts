import { describe, expect, it } from "vitest";
import { knownCodes } from "./code-range.js";
import { reasonCode } from "./identifiers.js";
import type { Registry, RegistryRow } from "./registry.js";

function registryOf(rows: readonly RegistryRow[], others: readonly Registry[] = []): Registry {
  return { id: "codes", title: "Codes", notes: [], others, rows };
}

function row(first: number, last: number, category: RegistryRow["category"] = "assigned") {
  const codes = { first: reasonCode(first), last: reasonCode(last) };
  return { ...codes, description: "Cause", reference: "", category };
}

describe("knownCodes", () => {
  it("joins neighbours and what overlaps, of all revisions", () => {
    const other = registryOf([row(1, 2), row(8, 20), row(40, 40)]);
    const registry = registryOf([row(3, 5), row(10, 12), row(30, 30)], [other]);
    expect(knownCodes(registry)).toEqual([
      { first: 1, last: 5 },
      { first: 8, last: 20 },
      { first: 30, last: 30 },
      { first: 40, last: 40 },
    ]);
  });

  it("leaves out what is unassigned, and keeps what is reserved", () => {
    expect(knownCodes(registryOf([row(0, 0, "reserved"), row(1, 9, "unassigned")]))).toEqual([
      { first: 0, last: 0 },
    ]);
  });
});
