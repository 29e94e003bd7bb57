import { describe, expect, it } from "vitest";
import { cell, definitionOf, registryOf, row, told } from "../../test/support/registry-sources.js";
import { groupsAreKnown } from "./definition-rules.js";

const ROWS = [{ ...row(10, "1", "A"), group: cell("late", 10) }, row(20, "2", "B")];

describe("groupsAreKnown", () => {
  it("accepts the groups of the definition, and rows without one", () => {
    const groups = { late: { title: "Late", colour: "#F0E442" } };
    expect(groupsAreKnown(definitionOf({ groups }), registryOf({ rows: ROWS }))).toEqual([]);
  });

  it("names the place of another one, and the choice", () => {
    const groups = { early: { title: "Early", colour: "#F0E442" } };
    const found = groupsAreKnown(definitionOf({ groups }), registryOf({ rows: ROWS }));
    const what = 'the group "late" is not in the definition; add it to groups';
    expect(told(found)).toEqual([`causes.xml:10:1: ${what}, or use one of early`]);
  });

  it.each(["constructor", "__proto__"])("does not know %s, which every object has", (name) => {
    const rows = [{ ...row(10, "1", "A"), group: cell(name) }];
    const found = groupsAreKnown(definitionOf(), registryOf({ rows }));
    expect(told(found)[0]).toMatch(/is not in the definition; add it to groups, or remove it$/);
  });
});
