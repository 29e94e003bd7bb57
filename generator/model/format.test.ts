import { describe, expect, it } from "vitest";
import { extendedModel } from "../../test/support/models.js";
import { modelOf, registryOf, row } from "../../test/support/registry-sources.js";
import { findOtherReadings, validValue } from "./format.js";

const rowsOf = (...texts: readonly string[]) =>
  registryOf({ rows: texts.map((text, at) => row(10 * at, String(at), text)) });

const [registry] = modelOf({
  registries: [
    {
      revision: "draft-02",
      source: registryOf({ rows: [row(1, "0", "Reserved"), row(2, "1", "A"), row(3, "2", "B")] }),
      others: [
        { revision: "draft-03", source: rowsOf("Reserved", "A", "C", "B") },
        { revision: "draft-01", source: rowsOf("Reserved", "B") },
      ],
    },
  ],
}).registries;

describe("findOtherReadings", () => {
  it.each([
    ["the same cause everywhere else", 0, []],
    ["another cause in one revision", 1, [{ revision: "draft-01", reason: "B" }]],
    ["a revision that does not know the code", 2, [{ revision: "draft-03", reason: "C" }]],
    ["a code that only another revision knows", 3, [{ revision: "draft-03", reason: "B" }]],
    ["a code that none knows", 99, []],
  ])("knows %s", (_name, code, readings) => {
    if (!registry) throw new Error("no registry");
    expect(findOtherReadings(registry, code)).toEqual(readings);
  });
});

describe("validValue", () => {
  const formats = extendedModel().diagnosticFormats;

  it("is 0 where nothing is said against it", () => {
    for (const format of formats) expect(validValue(format, format.pen)).toBe(0);
  });

  it("is the least value that is not refused", () => {
    for (const format of formats) expect(validValue(format, format.reasonCode)).toBe(1);
  });

  it("is the value that is demanded", () => {
    const rules = formats.flatMap((format) =>
      format.malformedValues.map((rule) => ({ format, rule })),
    );
    const demanding = rules.filter(({ rule }) => rule.when === "is-not");
    expect(demanding).not.toEqual([]);
    for (const { format, rule } of demanding) {
      if (rule.field.kind === "magic") throw new Error("a magic number has a rule");
      expect(validValue(format, rule.field)).toBe(rule.value);
    }
  });
});
