import { describe, expect, it } from "vitest";
import { decodedPayload } from "../../test/support/decoded.js";
import { ownModel } from "../../test/support/models.js";
import type { Expectation } from "../samples/expectation.js";
import {
  compareDecoder,
  compareSchema,
  type Facts,
  joinScores,
  type SampleFrames,
} from "./facts.js";
import { compareTcpdump } from "./tcpdump-facts.js";
import { compareTshark } from "./tshark-facts.js";

const model = ownModel();
const timeout = decodedPayload("33aa000e00000000", 8, 1);
const demanded: Expectation = {
  sentence: "One.",
  facts: {
    format: "diagnostic",
    status: "valid",
    problems: [],
    reasonCode: 14,
    pen: 0,
    reason: "Connection timeout",
    otherReadings: [{ revision: "draft-03", reason: "Reset received from the peer" }],
    numbers: {},
  },
};
const nothing: Expectation = { sentence: "Two." };

/** A sample with a stated reason in frame 1 and none in frame 2, unless `changes` say otherwise. */
function sample(changes: Partial<SampleFrames> = {}): SampleFrames {
  return {
    name: "a",
    path: "/a.pcapng",
    expectations: new Map([
      [1, demanded],
      [2, nothing],
    ]),
    decoded: new Map([[1, timeout]]),
    ...changes,
  };
}

const blindTo = (tool: string) => new Map([[1, { ...demanded, blind: { tool, why: "it is so" } }]]);
const tsharkFacts = {
  format: "diagnostic",
  standing: "specified",
  status: "valid",
  malformed: false,
  cut: false,
  unknownCode: false,
  unknownVendor: false,
  magic: "0x33aa",
  reasonCode: 14,
  pen: 0,
  reason: "Connection timeout",
  registry: "tcp-failure-causes",
  reference: "draft-ietf-tcpm-rst-diagnostic-payload-02",
  revision: "draft-02",
  otherReadings: "draft-03: Reset received from the peer",
};
const EMPTY: Facts = {};
const tcpdumpFacts: Facts = { reasonCode: 14, pen: 0, invalid: false };

describe("a tool that says what the comments demand", () => {
  it.each([
    ["decoder", compareDecoder(sample())],
    ["tshark", compareTshark(ownModel(), sample(), new Map([[1, tsharkFacts]]))],
    ["tcpdump", compareTcpdump(model, sample(), new Map([[1, tcpdumpFacts]]), { verbosity: 1 })],
    [
      "tcpdump, which also tells that it has nothing to say",
      compareTcpdump(
        model,
        sample(),
        new Map([
          [1, tcpdumpFacts],
          [2, EMPTY],
        ]),
        { verbosity: 1 },
      ),
    ],
  ])("agrees on every frame: %s", (_name, score) => {
    expect(score).toEqual({ frames: 2, disagreements: [] });
  });
});

describe("a tool that says something else", () => {
  it.each([
    ["the decoder sees nothing", compareDecoder(sample({ decoded: new Map() })), 1, "decoder"],
    [
      "the decoder sees too much",
      compareDecoder(
        sample({
          decoded: new Map([
            [1, timeout],
            [2, timeout],
          ]),
        }),
      ),
      2,
      "decoder",
    ],
    ["tshark sees nothing", compareTshark(ownModel(), sample(), new Map()), 1, "tshark"],
    [
      "tshark has another code",
      compareTshark(ownModel(), sample(), new Map([[1, { ...tsharkFacts, reasonCode: 15 }]])),
      1,
      "tshark",
    ],
    [
      "tshark has no reference",
      compareTshark(ownModel(), sample(), new Map([[1, { ...tsharkFacts, reference: "" }]])),
      1,
      "tshark",
    ],
    [
      "tcpdump has no words with -vvv",
      compareTcpdump(model, sample(), new Map([[1, tcpdumpFacts]]), { verbosity: 3 }),
      1,
      "tcpdump -vvv",
    ],
    [
      "tcpdump sees a frame that is not there",
      compareTcpdump(
        model,
        sample(),
        new Map([
          [1, tcpdumpFacts],
          [9, tcpdumpFacts],
        ]),
        { verbosity: 1 },
      ),
      9,
      "tcpdump -v",
    ],
  ])("disagrees where %s", (_name, { disagreements }, frame, tool) => {
    expect(disagreements).toMatchObject([{ sample: "a", frame, tool }]);
  });

  it("shows what was wanted and what was found", () => {
    const found = { ...tcpdumpFacts, pen: 7 };
    const { disagreements } = compareTcpdump(model, sample(), new Map([[1, found]]), {
      verbosity: 1,
    });
    expect(disagreements).toEqual([
      { sample: "a", frame: 1, tool: "tcpdump -v", wanted: tcpdumpFacts, found },
    ]);
  });
});

describe("a tool that cannot see a frame by its nature", () => {
  it.each([
    ["tshark", compareTshark(ownModel(), sample({ expectations: blindTo("tshark") }), new Map())],
    [
      "tcpdump",
      compareTcpdump(model, sample({ expectations: blindTo("tcpdump") }), new Map(), {
        verbosity: 1,
      }),
    ],
  ])("agrees where it sees nothing: %s", (_tool, { disagreements }) => {
    expect(disagreements).toEqual([]);
  });

  it("disagrees where it sees something", () => {
    const blind = sample({ expectations: blindTo("tcpdump") });
    expect(
      compareTcpdump(model, blind, new Map([[1, tcpdumpFacts]]), { verbosity: 1 }).disagreements,
    ).toHaveLength(1);
  });

  it("excuses no other tool", () => {
    const blind = sample({ expectations: blindTo("tcpdump") });
    expect(compareTshark(ownModel(), blind, new Map()).disagreements).toHaveLength(1);
    expect(compareDecoder({ ...blind, decoded: new Map() }).disagreements).toHaveLength(1);
    const other = sample({ expectations: blindTo("tshark") });
    expect(compareTcpdump(model, other, new Map(), { verbosity: 1 }).disagreements).toHaveLength(1);
  });
});

describe("compareSchema", () => {
  it("counts the records, and shows what the schema refuses", () => {
    expect(compareSchema(sample(), () => undefined)).toEqual({ frames: 1, disagreements: [] });
    const refused = compareSchema(sample(), () => "/pen must be 0");
    expect(refused.disagreements).toEqual([
      {
        sample: "a",
        frame: 1,
        tool: "schema",
        wanted: { record: JSON.stringify(timeout.record) },
        found: { problem: "/pen must be 0" },
      },
    ]);
  });
});

describe("joinScores", () => {
  it("counts the frames once and all the disagreements", () => {
    const good = compareDecoder(sample());
    const bad = compareTshark(ownModel(), sample(), new Map());
    expect(joinScores(good, bad)).toEqual({ frames: 2, disagreements: bad.disagreements });
    expect(joinScores({ frames: 1, disagreements: [] }, good).frames).toBe(2);
    expect(joinScores(bad, bad).disagreements).toHaveLength(2);
  });
});
