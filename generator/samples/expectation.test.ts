import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatExpectation, parseExpectation } from "./expectation.js";

const facts = {
  format: "diagnostic",
  status: "valid",
  problems: [],
  reasonCode: 14,
  pen: 0,
  numbers: {},
} as const;

describe("formatExpectation", () => {
  it.each([
    ["nothing", { sentence: "One." }, "One.\nmust see: nothing"],
    [
      "facts",
      { sentence: "One.", facts },
      'One.\nmust see: {"format":"diagnostic","status":"valid","problems":[],"reasonCode":14,"pen":0,"numbers":{}}',
    ],
    [
      "a tool that cannot see it",
      { sentence: "One.", blind: { tool: "tcpdump", why: "it: is so" } },
      "One.\nmust see: nothing\nnot seen by tcpdump: it: is so",
    ],
  ])("says what must be seen, a line each: %s", (_name, expectation, comment) => {
    expect(formatExpectation(expectation)).toBe(comment);
    expect(parseExpectation(comment)).toEqual(expectation);
  });
});

describe("parseExpectation", () => {
  it("gives back whatever words a registry has", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "grapheme" }), (reason, why) => {
        const oneLine = why.replace(/[\n\r\u2028\u2029]/g, " ");
        const blind = { tool: "tshark", why: oneLine };
        const expectation = { sentence: "One.", facts: { ...facts, reason }, blind };
        expect(parseExpectation(formatExpectation(expectation))).toEqual(expectation);
      }),
    );
  });

  it.each([
    ["no comment", undefined],
    ["an empty one", ""],
    ["a sentence alone", "must see: nothing"],
    ["other words", "One.\nmay see: nothing"],
  ])("throws where nothing is demanded: %s", (_name, comment) => {
    expect(() => parseExpectation(comment)).toThrow("does not say what must be seen");
  });

  it("throws for facts that are not JSON", () => {
    expect(() => parseExpectation("One.\nmust see: all")).toThrow(SyntaxError);
  });
});
