import { describe, expect, it } from "vitest";
import { openSchema } from "./schema-check.js";

const SCHEMA = {
  $schema: "https://json-schema.org/draft/2020-12/schema",
  type: "object",
  required: ["frame"],
  properties: { frame: { type: "integer", minimum: 1 } },
};

describe("openSchema", () => {
  it.each<[string, string, string]>([
    ["text that is not JSON", "{", "JSON"],
    ["a keyword of the wrong type", JSON.stringify({ ...SCHEMA, required: "frame" }), "required"],
    ["an unknown keyword", JSON.stringify({ ...SCHEMA, requires: [] }), "requires"],
    ["an unknown type", JSON.stringify({ type: "number32" }), "type"],
    [
      "a reference to nothing",
      JSON.stringify({ ...SCHEMA, properties: { frame: { $ref: "#/$defs/none" } } }),
      "#/$defs/none",
    ],
    [
      "an example that does not satisfy it",
      JSON.stringify({ ...SCHEMA, examples: [{ frame: 1 }, { frame: 0 }] }),
      "an example of it: /frame must be >= 1",
    ],
  ])("says why it is broken: %s", (_name, text, reason) => {
    expect(openSchema(text)).toEqual({ kind: "broken", reason: expect.stringContaining(reason) });
  });

  it.each([
    ["nothing of a good record", { frame: 1 }, undefined],
    ["where a record is wrong", { frame: 0 }, "/frame must be >= 1"],
    ["that a member is not there", {}, "must have required property 'frame'"],
    ["that it is no record at all", 7, "must be object"],
  ])("says %s", (_name, record, problem) => {
    const schema = openSchema(JSON.stringify({ ...SCHEMA, examples: [{ frame: 7 }] }));
    expect(schema.kind === "usable" ? schema.check(record) : schema).toBe(problem);
  });
});
