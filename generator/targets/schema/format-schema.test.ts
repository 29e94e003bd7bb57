import { describe, expect, it } from "vitest";
import { addVendor, extendedModel, modelOf } from "../../models-for-test.js";
import { schemaOf } from "../../pack-for-test.js";
import { openSchema } from "../../verify/schema-check.js";
import {
  checkOf,
  DRAFT,
  type Members,
  TIMEOUT,
  TRUNCATED_BEHIND_CODE,
  UNKNOWN_VENDOR,
  WRONG_LENGTH,
} from "./records-for-test.js";

describe("the schema of other formats", () => {
  const accepts = checkOf(schemaOf(extendedModel()));
  const first = { ...TIMEOUT, tryCount: 3 };
  const second = { ...TIMEOUT, format: "second-format", layoutVersion: 2, pathId: 0xffffff };

  it.each<[string, Members]>([
    ["a further number", first],
    ["the further numbers of another format", second],
    ["a payload cut ahead of its number", { ...TRUNCATED_BEHIND_CODE, pen: 0xffffffff }],
    [
      "a value that must be another",
      { ...second, layoutVersion: 1, status: "malformed", problems: ["strange-version"] },
    ],
  ])("accepts %s", (_name, record) => {
    expect(accepts(record)).toBe(true);
  });

  it.each<[string, Members]>([
    ["a valid payload without its number", TIMEOUT],
    ["a number of another format", { ...first, pathId: 1 }],
    ["a number that does not fit its field", { ...first, tryCount: 256 }],
    ["a wrong length with a number", { ...WRONG_LENGTH, tryCount: 3 }],
    ["a value that must be another, without the problem", { ...second, layoutVersion: 1 }],
    [
      "the problem of a value that is right",
      { ...second, status: "malformed", problems: ["strange-version"] },
    ],
  ])("refuses %s", (_name, record) => {
    expect(accepts(record)).toBe(false);
  });
});

describe("the schema of other registries", () => {
  it("has examples that satisfy it where a vendor's first code is reserved", () => {
    const model = modelOf((folder) =>
      addVendor(folder, [
        [0, "Reserved", ""],
        [1, "First cause", ""],
      ]),
    );
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it.each([
    ["without a code at all", []],
    ["without a cause", [[0, "Reserved", ""] as const]],
  ])("has examples that satisfy it with a vendor %s", (_name, rows) => {
    const model = modelOf((folder) => addVendor(folder, rows));
    expect(openSchema(schemaOf(model)).kind).toBe("usable");
  });

  it.each(["endpoint", "source", "constructor", "format"])(
    "has examples that satisfy it where a registry has the id of something else: %s",
    (id) => {
      const model = modelOf((folder) => addVendor(folder, [[1, "First cause", ""]], id));
      expect(openSchema(schemaOf(model)).kind).toBe("usable");
    },
  );

  it("refuses a reference of a row that has none", () => {
    const model = modelOf((folder) => addVendor(folder, [[1, "First cause", ""]]));
    const accepts = checkOf(schemaOf(model));
    const record = {
      ...UNKNOWN_VENDOR,
      pen: 9,
      reasonCode: 1,
      registry: "vendor-9",
      reason: "First cause",
    };
    expect(accepts(record)).toBe(true);
    expect(accepts({ ...record, reference: DRAFT })).toBe(false);
  });
});
