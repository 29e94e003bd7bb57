import { describe, expect, it } from "vitest";
import { cell, registryOf, row } from "../../test/support/registry-sources.js";
import { diffRegistries, isBreaking, type RegistryChange } from "./registry-diff.js";
import type { SourceRegistry, SourceRow } from "./source-registry.js";

type Line = readonly [code: string, description: string, meaning?: string];

function registryWith(...lines: readonly Line[]): SourceRegistry {
  const rows: SourceRow[] = lines.map(([code, description, meaning], at) => ({
    ...row(10 * at, code, description),
    ...(meaning !== undefined && { meaning: cell(meaning) }),
  }));
  return registryOf({ rows });
}

/** `kind from>to`, with the codes alone. */
function briefly(change: RegistryChange): string {
  const from = "from" in change ? change.from.code : "";
  const after = "to" in change ? [change.to].flat().map(({ code }) => code) : [];
  return `${change.kind} ${from}>${after.join(",")}`;
}

function changes(before: SourceRegistry, after: SourceRegistry): readonly string[] {
  return diffRegistries(before, after).map(briefly);
}

const ONE: Line = ["1", "Timeout"];

describe("diffRegistries", () => {
  it.each<[string, readonly Line[], readonly Line[], readonly string[]]>([
    ["nothing where all is the same", [ONE], [ONE], []],
    ["nothing where the rows stand in another order", [ONE, ["2", "B"]], [["2", "B"], ONE], []],
    ["nothing where only unassigned codes come and go", [ONE, ["2-9", "Unassigned"]], [ONE], []],
    [
      "nothing where several codes keep one cause",
      [
        ["4", "A", "k"],
        ["5", "B", "k"],
      ],
      [
        ["4", "A", "k"],
        ["5", "B", "k"],
      ],
      [],
    ],
    ["an added code", [ONE], [ONE, ["2", "B"]], ["added >2"]],
    ["a removed code", [ONE, ["2", "B"]], [ONE], ["removed 2>"]],
    ["other case as other words", [ONE], [["1", "TIMEOUT"]], ["reworded 1>1"]],
    ["other words under one key", [["1", "A", "k"]], [["1", "B", "k"]], ["reworded 1>1"]],
    ["a cause that moved", [ONE], [["2", "Timeout"]], ["renumbered 1>2"]],
    ["a reworded cause that moved", [["1", "A", "k"]], [["2", "B", "k"]], ["renumbered 1>2"]],
    [
      "a cause that was split",
      [["5", "A", "k"]],
      [
        ["4", "B", "k"],
        ["5", "C", "k"],
        ["6", "D", "k"],
      ],
      ["reworded 5>5", "renumbered 5>4,6"],
    ],
    [
      "a code that another cause has now",
      [ONE, ["2", "B"]],
      [["1", "B"]],
      ["removed 1>", "reassigned 1>1", "renumbered 2>1"],
    ],
    ["a code that became reserved", [ONE], [["1", "Reserved"]], ["became-reserved 1>1"]],
    [
      "a general cause that became several cases of it",
      [["5", "A", "k"]],
      [
        ["4", "B", "k.b"],
        ["5", "C", "k.c"],
      ],
      ["reworded 5>5", "renumbered 5>4"],
    ],
    ["a reserved code that was assigned", [["1", "Reserved"]], [ONE], ["added >1"]],
    ["a reserved code that is gone", [ONE, ["0", "Reserved"]], [ONE], ["removed 0>"]],
    [
      "no move between reserved codes",
      [["0", "Reserved"]],
      [["9", "Reserved"]],
      ["removed 0>", "added >9"],
    ],
  ])("names %s", (_name, before, after, expected) => {
    expect(changes(registryWith(...before), registryWith(...after))).toEqual(expected);
  });

  it("names a reference that changed", () => {
    const before = registryOf({ rows: [{ ...row(1, "1", "A"), reference: cell("RFC1") }] });
    const after = registryOf({ rows: [{ ...row(1, "1", "A"), reference: cell("RFC2") }] });
    expect(diffRegistries(before, after)).toEqual([
      {
        kind: "reference-changed",
        from: { code: "1", category: "assigned", description: "A", reference: "RFC1" },
        to: { code: "1", category: "assigned", description: "A", reference: "RFC2" },
      },
    ]);
  });

  it.each([
    ["group", "group", "late", "early", ["reclassified"]],
    ["origin", "origin", "any", "endpoint", ["reclassified"]],
    ["a group that is the same", "group", "late", "late", []],
    ["a group that only one of them states", "group", "late", undefined, []],
  ])("names another %s of the same cause", (_name, part, old, now, expected) => {
    const state = (text: string | undefined, code: string) =>
      registryOf({ rows: [{ ...row(1, code, "A"), ...(text && { [part]: cell(text) }) }] });
    const found = diffRegistries(state(old, "1"), state(now, "1"));
    expect(found.map(({ kind }) => kind)).toEqual(expected);
    expect(found.some(isBreaking)).toBe(false);
    const moved = diffRegistries(state(old, "1"), state(now, "2"));
    expect(moved.map(({ kind }) => kind)).toEqual(["renumbered", ...expected]);
  });

  it("compares records without a value by their words", () => {
    const { value: _value, ...nameless } = row(1, "1", "A");
    const before = registryOf({ rows: [nameless] });
    expect(diffRegistries(before, before)).toEqual([]);
    expect(changes(before, registryOf({ rows: [] }))).toEqual(["removed >"]);
  });
});

describe("isBreaking", () => {
  it.each<[string, readonly Line[], readonly Line[], boolean]>([
    ["an added code", [], [ONE], false],
    ["other words", [ONE], [["1", "TIMEOUT"]], false],
    ["a reserved code that is gone", [["0", "Reserved"]], [], false],
    ["a removed code", [ONE], [], true],
    ["a cause about what is reserved", [["2", "Reserved bits set in header"]], [], true],
    ["a cause about what is unassigned", [["3", "Unassigned/unallocated number"]], [], true],
    ["a renumbered cause", [ONE], [["2", "Timeout"]], true],
    ["a code that became reserved", [ONE], [["1", "Reserved"]], true],
  ])("%s: %s", (_name, before, after, breaking) => {
    const found = diffRegistries(registryWith(...before), registryWith(...after));
    expect(found.map(isBreaking)).toEqual([breaking]);
  });
});
