import { describe, expect, it } from "vitest";
import { ownModel } from "../../test/support/models.js";
import { openSchema } from "../verify/schema-check.js";
import { target } from "./compare-schema.js";

const [file] = target(ownModel(), { version: "0" });
const schema = openSchema(String(file?.content));
const { examples } = JSON.parse(String(file?.content));
const [reset, summary] = examples;
const { received: _received, timeToLiveDifference: _difference, ...oneSided } = reset;

function accepts(line: unknown): boolean {
  if (schema.kind === "broken") throw new Error(schema.reason);
  return schema.check(line) === undefined;
}

describe("the schema of a comparison", () => {
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
