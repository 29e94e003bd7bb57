import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { codeSegments } from "./code-range.js";
import { findOtherReadings } from "./format.js";
import { reasonCode } from "./identifiers.js";
import { findRow, type Registry, type RegistryRow } from "./registry.js";

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
