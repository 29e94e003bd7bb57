import type { Decoded } from "../capture/decode-capture.js";
import type { Model } from "../model/model.js";
import { factsOfDecoded, factsOfExpectation } from "./decoder-facts.js";
import { type Disagreement, describeFacts, type Facts, type FactsByFrame } from "./facts.js";
import type { SampleFrames } from "./sample-frames.js";
import { type TcpdumpSetting, wantFromTcpdump } from "./tcpdump-facts.js";
import { wantFromTshark } from "./tshark-facts.js";

/** How one tool did on one sample: how many frames were compared, and what was wrong. */
export interface Score {
  readonly frames: number;
  readonly disagreements: readonly Disagreement[];
}

type Want = (frame: number) => Facts;

/** The reference decoder against what the comments demand. */
export function compareDecoder(sample: SampleFrames): Score {
  const found = new Map([...sample.decoded].map(([frame, one]) => [frame, factsOfDecoded(one)]));
  return compare(sample, "decoder", found, (frame) =>
    factsOfExpectation(sample.expectations.get(frame)?.facts),
  );
}

/** tshark with the generated plugin against the comments, and the decoder's registry words. */
export function compareTshark(model: Model, sample: SampleFrames, found: FactsByFrame): Score {
  return compare(sample, "tshark", found, (frame) => {
    const expectation = sample.expectations.get(frame);
    return expectation?.blind?.tool === "tshark"
      ? {}
      : wantFromTshark(model, expectation?.facts, sample.decoded.get(frame));
  });
}

/** The patched tcpdump at one verbosity against the comments. */
export function compareTcpdump(
  model: Model,
  sample: SampleFrames,
  found: FactsByFrame,
  setting: TcpdumpSetting,
): Score {
  return compare(sample, `tcpdump -${"v".repeat(setting.verbosity)}`, found, (frame) => {
    const expectation = sample.expectations.get(frame);
    return expectation?.blind?.tool === "tcpdump"
      ? {}
      : wantFromTcpdump(model, expectation?.facts, sample.decoded.get(frame), setting);
  });
}

/** Each record against the generated schema; `check` gives what is wrong with a record. */
export function compareSchema(
  sample: SampleFrames,
  check: (record: Decoded["record"]) => string | undefined,
): Score {
  const disagreements = [...sample.decoded].flatMap(([frame, { record }]) => {
    const problem = check(record);
    if (problem === undefined) return [];
    const wanted = { record: JSON.stringify(record) };
    return [{ sample: sample.name, frame, tool: "schema", wanted, found: { problem } }];
  });
  return { frames: sample.decoded.size, disagreements };
}

function compare(sample: SampleFrames, tool: string, found: FactsByFrame, want: Want): Score {
  const frames = new Set([...sample.expectations.keys(), ...found.keys()]);
  const disagreements = [...frames].flatMap((frame) => {
    const wanted = want(frame);
    const said = found.get(frame) ?? {};
    if (describeFacts(wanted) === describeFacts(said)) return [];
    return [{ sample: sample.name, frame, tool, wanted, found: said }];
  });
  return { frames: frames.size, disagreements };
}

/** Two scores of one tool on the same sample as one. */
export function joinScores(a: Score, b: Score): Score {
  const frames = Math.max(a.frames, b.frames);
  return { frames, disagreements: [...a.disagreements, ...b.disagreements] };
}
