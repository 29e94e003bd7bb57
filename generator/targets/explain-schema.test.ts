import { describe, expect, it } from "vitest";
import { ownModel } from "../../test/support/models.js";
import { openSchema } from "../verify/schema-check.js";
import { target } from "./explain-schema.js";

const [file] = target(ownModel(), { version: "0" });
const schema = openSchema(String(file?.content));
const { examples } = JSON.parse(String(file?.content));
const [example] = examples;

function accepts(finding: unknown): boolean {
  if (schema.kind === "broken") throw new Error(schema.reason);
  return schema.check(finding) === undefined;
}

describe("the schema of a finding", () => {
  it("is one, and accepts its example", () => {
    expect(schema.kind).toBe("usable");
    expect(accepts(example)).toBe(true);
  });

  it.each([
    [
      "a stated cause",
      { stated: true, cause: "stated", format: "diagnostic", reasonCode: 14, pen: 0 },
    ],
    ["a malformed payload", { ignored: ["the payload of the RST is malformed"] }],
    ["an unknown cause", { cause: "unknown", certainty: "undecidable", missing: ["why"] }],
  ])("accepts %s", (_name, members) => {
    expect(accepts({ ...example, ...members })).toBe(true);
  });

  it.each([
    ["an unknown cause with high certainty", { cause: "unknown", missing: ["why"] }],
    ["an unknown cause without saying why", { cause: "unknown", certainty: "low" }],
    ["a stated cause without a format", { stated: true, cause: "stated" }],
    ["an inferred cause with a format", { format: "text" }],
    ["a stated cause that is inferred", { stated: false, cause: "multipath" }],
    ["lost octets of a benign end", { benign: true, unackedOctets: 1 }],
    ["a contradiction of what nobody stated", { contradictions: ["none"] }],
    ["nothing that is ignored", { ignored: [] }],
    ["a cause of no name", { cause: "timeout" }],
    ["no evidence", { evidence: [] }],
    ["another member", { another: 1 }],
  ])("refuses %s", (_name, members) => {
    expect(accepts({ ...example, ...members })).toBe(false);
  });
});
