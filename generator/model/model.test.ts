import { describe, expect, it } from "vitest";
import { problemNames } from "./model.js";
import { definitionOf, FORMAT, modelOf } from "./sources-for-test.js";

describe("problemNames", () => {
  it("has each problem of the definition once, then that of a cut capture", () => {
    const definition = definitionOf({ formats: [FORMAT, { ...FORMAT, id: "second" }] });
    expect(problemNames(modelOf({ definition }))).toEqual([
      "wrong-length",
      "reserved-code",
      "truncated",
    ]);
  });
});
