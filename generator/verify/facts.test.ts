import { describe, expect, it } from "vitest";
import { decodedPayload } from "../../test/support/decoded.js";
import { TRUNCATED } from "../model/format.js";
import { describeFacts, factsOfDecoded, factsOfExpectation } from "./facts.js";

describe("describeFacts", () => {
  it.each([
    ["no facts", {}, "nothing"],
    ["each fact by its name", { status: "valid", pen: 0 }, 'pen 0, status "valid"'],
    ["a number apart from its text", { pen: "0" }, 'pen "0"'],
    ["a flag", { cut: false }, "cut false"],
  ])("shows %s", (_name, facts, text) => {
    expect(describeFacts(facts)).toBe(text);
  });

  it("is the same for the same facts in another order", () => {
    expect(describeFacts({ b: 1, a: 2, c: 3 })).toBe(describeFacts({ c: 3, a: 2, b: 1 }));
  });
});

describe("the facts of the decoder", () => {
  it.each([
    [
      "33aa000e00000000",
      {
        status: "valid",
        problems: "",
        reasonCode: 14,
        pen: 0,
        reason: "Connection timeout",
        otherReadings: "draft-03: Reset received from the peer",
      },
    ],
    ["33aa000effffffff", { status: "valid", problems: "", reasonCode: 14, pen: 0xffffffff }],
    ["33aa0000", { status: "malformed", problems: `reserved-code ${TRUNCATED}`, reasonCode: 0 }],
    ["33aa", { status: "truncated", problems: TRUNCATED }],
  ])("have what a comment can demand, and no more: %s", (hex, facts) => {
    expect(factsOfDecoded(decodedPayload(hex))).toEqual({ format: "diagnostic", ...facts });
  });

  it("are none where nothing was read", () => {
    expect(factsOfDecoded(undefined)).toEqual({});
  });
});

describe("the facts of a comment", () => {
  it("have its numbers as facts of their own, and its problems as one text", () => {
    const numbers = { tryCount: 3 };
    const problems = ["reserved-code", TRUNCATED];
    expect(
      factsOfExpectation({
        format: "diagnostic",
        status: "malformed",
        problems,
        reasonCode: 0,
        numbers,
      }),
    ).toEqual({
      format: "diagnostic",
      status: "malformed",
      problems: `reserved-code ${TRUNCATED}`,
      reasonCode: 0,
      tryCount: 3,
    });
  });

  it("are none where it demands nothing", () => {
    expect(factsOfExpectation(undefined)).toEqual({});
  });
});
