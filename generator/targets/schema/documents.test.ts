import { describe, expect, it } from "vitest";
import { ownModel } from "../../../test/support/models.js";
import { schemaOf } from "../../../test/support/pack.js";
import { openSchema } from "../../verify/schema-check.js";

function open(name: string) {
  const text = schemaOf(ownModel(), name);
  const schema = openSchema(text);
  const { examples } = JSON.parse(text);
  const accepts = (line: unknown): boolean => {
    if (schema.kind === "broken") throw new Error(schema.reason);
    return schema.check(line) === undefined;
  };
  return { schema, examples, accepts };
}

describe("the schema of a finding", () => {
  const { schema, examples, accepts } = open("reset-finding");
  const [example] = examples;

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

describe("the schema of a failure", () => {
  const { examples, accepts } = open("reset-finding");
  const [finding, failure] = examples;

  it("accepts its example, with an ICMP error and without", () => {
    const { icmp: _icmp, ...unanswered } = failure;
    expect(accepts(failure)).toBe(true);
    expect(accepts({ ...unanswered, failure: "unanswered-syn" })).toBe(true);
  });

  it.each([
    ["a failure of no name", { failure: "timeout" }],
    ["a failure that says it is a finding", { kind: "finding" }],
    ["a member of a finding", { cause: finding.cause }],
    ["no evidence", { evidence: [] }],
  ])("refuses %s", (_name, members) => {
    expect(accepts({ ...failure, ...members })).toBe(false);
  });
});

describe("the schema of a comparison", () => {
  const { schema, examples, accepts } = open("reset-comparison");
  const [reset, summary] = examples;
  const { received: _received, timeToLiveDifference: _difference, ...oneSided } = reset;

  it("is one, and accepts its examples", () => {
    expect(schema.kind).toBe("usable");
    expect(examples.map(accepts)).toEqual([true, true]);
  });

  it.each([
    ["a dropped RST", { ...oneSided, verdict: "dropped" }],
    ["an overtaken RST that was stripped", { ...reset, reordered: true }],
    ["an uncertain one", { ...reset, verdict: "ambiguous", missing: ["which"] }],
  ])("accepts %s", (_name, line) => expect(accepts(line)).toBe(true));

  it.each([
    ["a dropped RST that arrived", { ...reset, verdict: "dropped" }],
    ["an added RST that was sent", { ...reset, verdict: "added" }],
    ["a delivered RST that did not arrive", { ...oneSided, verdict: "delivered" }],
    ["a reordered RST in order", { ...reset, verdict: "reordered" }],
    ["an uncertain one without saying why", { ...reset, verdict: "ambiguous" }],
    ["an uncovered one in both captures", { ...reset, verdict: "uncovered", missing: ["why"] }],
    ["another verdict", { ...reset, verdict: "lost" }],
    ["another member", { ...reset, another: 1 }],
    ["a format of no name", { ...reset, sent: { ...reset.sent, format: "none" } }],
    ["a summary without verdicts", { ...summary, verdicts: {} }],
    [
      "a summary that does not say of which capture",
      { ...summary, sender: { ...summary.sender, file: undefined } },
    ],
    ["a rate of nothing", { ...summary, groups: [{ ...summary.groups[0], intact: { of: 0 } }] }],
  ])("refuses %s", (_name, line) => expect(accepts(line)).toBe(false));
});
