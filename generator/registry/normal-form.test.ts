import { describe, expect, it } from "vitest";
import { toNormalForm } from "./import-registry.js";
import type { SourceRow } from "./source-file.js";

const place = { path: "x.xml", line: 1, column: 1 };
const cell = (text: string) => ({ text, place });

function rowOf(value: string, description = "Cause"): SourceRow {
  return { place, value: cell(value), description: cell(description) };
}

function normalise(rows: readonly SourceRow[], notes: readonly string[] = []) {
  return toNormalForm({ place, notes: notes.map(cell), rows }, "causes");
}

describe("toNormalForm", () => {
  it.each([
    ["0x01", "1"],
    ["0x07-0xff", "7-255"],
    ["100 - 200", "100-200"],
    ["265 (0x0109)", "265"],
    ["14", "14"],
    ["01-09,*", "01-09,*"],
    ["x", "x"],
  ])("the code %s is %s", (value, normal) => {
    const { registry, changes } = normalise([rowOf(value)]);
    expect(registry.rows).toEqual([rowOf(normal)]);
    expect(changes).toEqual(
      value === normal ? [] : ["wrote the codes of 1 row as decimal numbers"],
    );
  });

  it("keeps what is not assigned, ranges as ranges", () => {
    const rows = [rowOf("0", "Reserved"), rowOf("2-255", "Unassigned"), rowOf("1")];
    expect(normalise(rows)).toMatchObject({ registry: { rows }, changes: [] });
  });

  it("keeps a row without anything for the rules to see", () => {
    expect(normalise([{ place }])).toMatchObject({ registry: { rows: [{ place }] }, changes: [] });
  });

  it("drops other columns, a line for each", () => {
    const others = [
      { ...cell("4"), name: "length" },
      { ...cell("x"), name: "footnote" },
    ];
    const rows = [
      { ...rowOf("1"), others },
      { ...rowOf("2"), others: others.slice(0, 1) },
    ];
    const { registry, changes } = normalise(rows);
    expect(registry.rows).toEqual([rowOf("1"), rowOf("2")]);
    expect(changes).toEqual(['dropped "length" of 2 rows', 'dropped "footnote" of 1 row']);
  });

  it("drops notes that no output could show", () => {
    const { registry, changes } = normalise([], ["short", "x".repeat(201)]);
    expect(registry.notes).toEqual([cell("short")]);
    expect(changes).toEqual(["dropped a note of 201 characters, which is too long to be shown"]);
  });

  it("gives the registry the id that it is asked for", () => {
    const source = { place, notes: [], rows: [] };
    expect(toNormalForm(source, "a")).toMatchObject({ registry: { id: cell("a") }, changes: [] });
    const named = { ...source, id: cell("b") };
    expect(toNormalForm(named, "a").changes).toEqual(["gave it the id a, not b"]);
    expect(toNormalForm(named, "b").changes).toEqual([]);
  });
});
