import { describe, expect, it } from "vitest";
import { ownModel } from "../../../test/support/models.js";
import { codeOfCause } from "../../explain/core/registry-words.js";
import { CAUSES } from "../../model/finding-names.js";
import { CAUSE_GROUPS } from "./named-filters.js";

const model = ownModel();
const causes = CAUSES.filter((cause) => cause !== "stated" && cause !== "multipath");

describe("the group of an inferred cause", () => {
  it.each(causes)("is one of the definition, or none: %s", (cause) => {
    expect([undefined, ...model.groups.map(({ id }) => id)]).toContain(CAUSE_GROUPS[cause]);
  });

  it.each(
    causes.flatMap((cause) => {
      const code = codeOfCause(model, cause)?.reasonCode;
      return code === undefined ? [] : [[cause, code] as const];
    }),
  )("is that of the code that the registry has for it: %s", (cause, code) => {
    const row = model.registries[0]?.rows.find(({ first }) => first === code);
    expect(CAUSE_GROUPS[cause]).toBe(row?.group);
  });

  it("leaves no group without a cause", () => {
    const used = new Set(Object.values(CAUSE_GROUPS));
    expect(model.groups.map(({ id }) => id).filter((id) => !used.has(id))).toEqual([]);
  });
});
