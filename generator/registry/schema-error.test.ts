import type { ErrorObject } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { explainSchemaError } from "./definition-file.js";

function error(edits: Partial<ErrorObject>): ErrorObject {
  return {
    keyword: "required",
    schemaPath: "#/required",
    instancePath: "/formats/0/fields",
    params: { missingProperty: "name" },
    ...edits,
  };
}

describe("explainSchemaError", () => {
  it.each([
    ["the top", "", "the definition", []],
    ["a key", "/formats", '"formats"', ["formats"]],
    [
      "an item of a list",
      "/formats/0/fields/2",
      'an item of "fields"',
      ["formats", 0, "fields", 2],
    ],
    ["a key with a slash and a tilde", "/a~1b~0c", '"a/b~c"', ["a/b~c"]],
    ["a key with a blank and a percent sign", "/a b%", '"a b%"', ["a b%"]],
  ])("names the value: %s", (_what, instancePath, name, path) => {
    expect(explainSchemaError(error({ instancePath }))).toEqual({
      path,
      what: `${name}: must have the key "name"`,
      remedy: "add it",
    });
  });

  it.each<Partial<ErrorObject>>([
    { keyword: "false schema", instancePath: "/titel" },
    {
      keyword: "additionalProperties",
      instancePath: "",
      params: { additionalProperty: "titel" },
    },
  ])("calls a key unknown where the schema has no place for it: %j", (edits) => {
    expect(explainSchemaError(error(edits))).toEqual({
      path: ["titel"],
      what: 'the key "titel" is unknown here',
      remedy: "remove it or correct its spelling",
    });
  });

  it.each(["if", "propertyNames"])("leaves %s to the error inside", (keyword) => {
    expect(explainSchemaError(error({ keyword }))).toBeUndefined();
  });

  it("leaves the alternatives of oneOf to the oneOf itself", () => {
    expect(explainSchemaError(error({ schemaPath: "#/oneOf/0/required" }))).toBeUndefined();
    expect(explainSchemaError(error({ keyword: "oneOf", schemaPath: "#/oneOf" }))).toMatchObject({
      remedy: "keep exactly one of the keys that exclude each other",
    });
  });

  it("has a remedy for a keyword it does not know", () => {
    expect(explainSchemaError(error({ keyword: "maximum" }))?.remedy).toBe("correct it");
  });
});
