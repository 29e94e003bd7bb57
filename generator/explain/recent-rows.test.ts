import { describe, expect, it } from "vitest";
import { RecentRows } from "./recent-rows.js";

const COLUMNS = 3;

/** Sets the last number of the row of a key, which is added where it is missing. */
function set(rows: RecentRows, key: number, value: number): void {
  const found = rows.find(key, -key);
  const at = found >= 0 ? found : rows.add(key, -key);
  rows.numbers[at + 2] = value;
}

function get(rows: RecentRows, key: number): number | undefined {
  const at = rows.find(key, -key);
  return at < 0 ? undefined : rows.numbers[at + 2];
}

describe("RecentRows", () => {
  it("has all rows up to its limit, though it grows", () => {
    const rows = new RecentRows(COLUMNS, 5000);
    for (let key = 0; key < 5000; key += 1) set(rows, key, key * 2);
    for (let key = 0; key < 5000; key += 1) expect(get(rows, key)).toBe(key * 2);
    expect(get(rows, 5000)).toBeUndefined();
  });

  it("tells keys apart that have one hash in common", () => {
    const rows = new RecentRows(COLUMNS, 10);
    rows.numbers[rows.add(7, 1) + 2] = 1;
    rows.numbers[rows.add(7, 2) + 2] = 2;
    expect([1, 2].map((second) => rows.numbers[rows.find(7, second) + 2])).toEqual([1, 2]);
  });

  it("keeps those that were asked for, and forgets the others", () => {
    const rows = new RecentRows(COLUMNS, 10);
    for (let key = 0; key < 50; key += 1) {
      set(rows, key, key);
      expect(get(rows, 0)).toBe(0);
    }
    expect(get(rows, 49)).toBe(49);
    expect(get(rows, 1)).toBeUndefined();
  });

  it("visits each row once, as it is now", () => {
    const rows = new RecentRows(COLUMNS, 10);
    for (let key = 0; key < 15; key += 1) set(rows, key, 1);
    set(rows, 3, 2);
    const seen: (readonly [number | undefined, number | undefined])[] = [];
    rows.forEach((numbers, at) => {
      seen.push([numbers[at], numbers[at + 2]]);
    });
    expect(seen.filter(([key]) => key === 3)).toEqual([[3, 2]]);
    expect(seen).toHaveLength(15);
  });
});
