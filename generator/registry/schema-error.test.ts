import type { OutputUnit } from "@cfworker/json-schema";
import { describe, expect, it } from "vitest";
import { explainSchemaError } from "./definition-file.js";

function unit(edits: Partial<OutputUnit>): OutputUnit {
  return {
    keyword: "required",
    keywordLocation: "#/required",
    instanceLocation: "#/formats/0/fields",
    error: 'Instance does not have required property "name".',
    ...edits,
  };
}

describe("explainSchemaError", () => {
  it.each([
    ["the top", "#", "the definition", []],
    ["a key", "#/formats", '"formats"', ["formats"]],
    [
      "an item of a list",
      "#/formats/0/fields/2",
      'an item of "fields"',
      ["formats", 0, "fields", 2],
    ],
    ["a key with a slash and a tilde", "#/a~1b~0c", '"a/b~c"', ["a/b~c"]],
    ["a key with a blank and a percent sign", "#/a%20b%25", '"a b%"', ["a b%"]],
  ])("names the value: %s", (_what, instanceLocation, name, path) => {
    expect(explainSchemaError(unit({ instanceLocation }))).toEqual({
      path,
      what: `${name}: does not have required property "name"`,
      remedy: "add it",
    });
  });

  it("calls a key unknown where the schema has no place for it", () => {
    const edits = { keyword: "false", instanceLocation: "#/titel", error: "False boolean schema." };
    expect(explainSchemaError(unit(edits))).toEqual({
      path: ["titel"],
      what: 'the key "titel" is unknown here',
      remedy: "remove it or correct its spelling",
    });
  });

  it.each(["$ref", "additionalProperties", "if", "items", "properties", "propertyNames"])(
    "leaves %s to the error inside",
    (keyword) => {
      expect(explainSchemaError(unit({ keyword }))).toBeUndefined();
    },
  );

  it("leaves the alternatives of oneOf to the oneOf itself", () => {
    expect(explainSchemaError(unit({ keywordLocation: "#/oneOf/0/required" }))).toBeUndefined();
    expect(
      explainSchemaError(unit({ keyword: "oneOf", keywordLocation: "#/oneOf" })),
    ).toMatchObject({ remedy: "keep exactly one of the keys that exclude each other" });
  });

  it("has a remedy for a keyword it does not know", () => {
    expect(explainSchemaError(unit({ keyword: "maximum" }))?.remedy).toBe("correct it");
  });
});
