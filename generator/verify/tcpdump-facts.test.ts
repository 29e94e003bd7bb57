import { describe, expect, it } from "vitest";
import { decodedPayload } from "../../test/support/decoded.js";
import { ownModel } from "../../test/support/models.js";
import type { RstText } from "../decode/rst-text.js";
import type { ExpectedFacts } from "../samples/expectation.js";
import { factsOfRstText, wantFromTcpdump } from "./tcpdump-facts.js";

const model = ownModel();
const timeout: ExpectedFacts = {
  format: "diagnostic",
  status: "valid",
  problems: [],
  reasonCode: 14,
  pen: 0,
  reason: "Connection [timeout]",
  numbers: {},
};
const cut: ExpectedFacts = {
  format: "diagnostic",
  status: "truncated",
  problems: ["truncated"],
  reasonCode: 14,
  numbers: {},
};
const wrongLength: ExpectedFacts = {
  format: "diagnostic",
  status: "malformed",
  problems: ["wrong-length"],
  numbers: {},
};

describe("wantFromTcpdump", () => {
  it.each<[string, ExpectedFacts | undefined, number, object]>([
    ["nothing of other packets", undefined, 1, {}],
    ["the numbers with -v", timeout, 1, { reasonCode: 14, pen: 0, invalid: false }],
    [
      "tcpdump's form of the words with -vvv",
      timeout,
      3,
      { reasonCode: 14, pen: 0, invalid: false, reason: "Connection timeout" },
    ],
    [
      "no words of a vendor at -vv",
      { ...timeout, pen: 7 },
      2,
      { reasonCode: 14, pen: 7, invalid: false },
    ],
    [
      "a vendor's words at -vvv",
      { ...timeout, pen: 7 },
      3,
      { reasonCode: 14, pen: 7, invalid: false, reason: "Connection timeout" },
    ],
    [
      "no words of an unknown code",
      { format: "diagnostic", status: "valid", problems: [], reasonCode: 99, pen: 0, numbers: {} },
      3,
      { reasonCode: 99, pen: 0, invalid: false },
    ],
    [
      "a malformed code as invalid",
      { ...timeout, status: "malformed", reasonCode: 0 },
      1,
      { reasonCode: 0, pen: 0, invalid: true },
    ],
    [
      "further numbers",
      { ...timeout, numbers: { tryCount: 3 } },
      1,
      { reasonCode: 14, pen: 0, invalid: false, tryCount: 3 },
    ],
    [
      "the words alone at -vv, and further numbers behind them",
      { ...timeout, numbers: { tryCount: 3 } },
      2,
      { reason: "Connection timeout, tryCount 3", invalid: false },
    ],
    ["of a cut payload only that", cut, 3, { cut: true }],
    [
      "of a cut and malformed one of the right length only that",
      { ...cut, status: "malformed", problems: ["reserved-code", "truncated"] },
      3,
      { cut: true },
    ],
  ])("wants %s", (_name, expected, verbosity, facts) => {
    expect(wantFromTcpdump(model, expected, undefined, { verbosity })).toEqual(facts);
  });

  it("wants the length of a wrong length, and whether it was cut", () => {
    const decoded = decodedPayload("33aa000e0000000000000000", 12);
    expect(wantFromTcpdump(model, wrongLength, decoded, { verbosity: 1 })).toEqual({
      length: 12,
      cut: false,
    });
    const both = { ...wrongLength, problems: ["wrong-length", "truncated"] };
    expect(wantFromTcpdump(model, both, decoded, { verbosity: 1 })).toEqual({
      length: 12,
      cut: true,
    });
  });

  it("cannot be met by a wrong length that the decoder did not see", () => {
    expect(wantFromTcpdump(model, wrongLength, undefined, { verbosity: 1 })).toEqual({
      length: -1,
      cut: false,
    });
  });
});

describe("factsOfRstText", () => {
  const code = { reasonCode: 14, pen: 0, numbers: {}, invalid: false };

  it.each<[string, RstText | undefined, object]>([
    ["nothing in other payloads", undefined, {}],
    ["that it was cut", { kind: "truncated" }, { cut: true }],
    [
      "a number that only the shape speaks for",
      { kind: "shape", name: "linux-reason", value: 9, truncated: true },
      { linuxReason: 9, cut: true },
    ],
    [
      "a wrong length",
      { kind: "wrong-length", lengthBytes: 12, expectedBytes: 8, truncated: true },
      { length: 12, cut: true },
    ],
    ["the numbers", { ...code, kind: "stated" }, { reasonCode: 14, pen: 0, invalid: false }],
    [
      "an invalid code",
      { ...code, kind: "stated", invalid: true },
      { reasonCode: 14, pen: 0, invalid: true },
    ],
    [
      "further numbers by their names in the record",
      { ...code, kind: "stated", numbers: { "try-count": 3 } },
      { reasonCode: 14, pen: 0, invalid: false, tryCount: 3 },
    ],
    [
      "words and numbers",
      { ...code, kind: "stated", reason: "Network failure" },
      { reasonCode: 14, pen: 0, invalid: false, reason: "Network failure" },
    ],
    [
      "words alone",
      { kind: "stated", reason: "Network failure", invalid: false },
      { invalid: false, reason: "Network failure" },
    ],
    [
      "what is unreadable, so that it cannot agree",
      { kind: "unreadable", text: "x]" },
      { unreadable: "x]" },
    ],
  ])("finds %s", (_name, text, facts) => {
    expect(factsOfRstText(text)).toEqual(facts);
  });
});
