import { describe, expect, it } from "vitest";
import { definitionOf, FORMAT, modelOf } from "../../test/support/registry-sources.js";
import { problemNames } from "./model.js";

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
