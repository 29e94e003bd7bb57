import { describe, expect, it } from "vitest";
import { extendedModel } from "../../test/support/models.js";
import { validValue } from "./format.js";

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
