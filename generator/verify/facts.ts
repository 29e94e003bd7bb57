import { createReadStream } from "node:fs";
import { readCapture } from "../capture/read-capture.js";
import { type Decoded, decodeCapture } from "../decode/decode-capture.js";
import type { OtherReading } from "../model/format.js";
import type { Model } from "../model/model.js";
import { type Expectation, type ExpectedFacts, parseExpectation } from "../samples/expectation.js";
import { type TcpdumpSetting, wantFromTcpdump } from "./tcpdump-facts.js";
import { wantFromTshark } from "./tshark-facts.js";

/**
 * What one tool says of one frame, as far as that tool can say it: member names and values.
 * Without members, it says nothing of a stated reason.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** Facts as one line, the same for the same facts: `status valid, reasonCode 14, pen 0`. */
export function describeFacts(facts: Facts): string {
  const parts = Object.entries(facts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** What other revisions say, in one fact: `draft-03: Reset received from the peer`. */
export function joinReadings(readings: readonly OtherReading[] | undefined): Facts {
  if (!readings) return {};
  return {
    otherReadings: readings.map(({ revision, reason }) => `${revision}: ${reason}`).join("; "),
  };
}

/** Two readings of one frame that should be the same. */
export interface Disagreement {
  readonly sample: string;
  readonly frame: number;
  readonly tool: string;
  readonly wanted: Facts;
  readonly found: Facts;
}

/** What a tool says of each frame, by the frame's number. */
export type FactsByFrame = ReadonlyMap<number, Facts>;

/** What a comment demands, in the words of facts. */
export function factsOfExpectation(expected: ExpectedFacts | undefined): Facts {
  if (!expected) return {};
  const { problems, numbers, otherReadings, ...stated } = expected;
  return {
    ...stated,
    ...numbers,
    ...joinReadings(otherReadings),
    problems: problems.join(" "),
  };
}

/** What the reference decoder says, of all that a comment can demand. */
export function factsOfDecoded(decoded: Decoded | undefined): Facts {
  if (!decoded) return {};
  const { reading } = decoded;
  const { format, status, problems, reasonCode, pen, reason, numbers, otherReadings } = reading;
  const { text, pattern } = reading;
  return {
    format,
    status,
    problems: problems.join(" "),
    ...(reasonCode !== undefined && { reasonCode }),
    ...(pen !== undefined && { pen }),
    ...(reason !== undefined && { reason }),
    ...(text !== undefined && { text }),
    ...(pattern !== undefined && { pattern }),
    ...joinReadings(otherReadings),
    ...numbers,
  };
}

/** A sample from disk: what each comment demands, and what the reference decoder reads. */
export interface SampleFrames {
  readonly name: string;
  readonly path: string;
  readonly expectations: ReadonlyMap<number, Expectation>;
  readonly decoded: ReadonlyMap<number, Decoded>;
}

/** Reads a sample. Throws where it is damaged, or a comment does not say what must be seen. */
export async function readSampleFrames(
  model: Model,
  { name, path }: Pick<SampleFrames, "name" | "path">,
): Promise<SampleFrames> {
  const expectations = new Map<number, Expectation>();
  await readCapture(createReadStream(path), ({ number, comment }) => {
    expectations.set(number, parseExpectation(comment));
  });
  const decoded = new Map<number, Decoded>();
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  const consume = (found: Decoded) => decoded.set(found.record.frame, found);
  await decodeCapture(model, createReadStream(path), { consume, counts });
  return { name, path, expectations, decoded };
}

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
