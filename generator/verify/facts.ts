import { createReadStream } from "node:fs";
import { readCapture } from "../capture/read-capture.js";
import { type Decoded, decodeCapture } from "../decode/decode-capture.js";
import type { OtherReading } from "../model/format.js";
import type { Model } from "../model/model.js";
import { type Expectation, type ExpectedFacts, parseExpectation } from "../samples/expectation.js";

/**
 * What one tool says of one frame, as far as that tool can say it: member names and values.
 * Without members, it says nothing of a stated reason.
 */
export type Facts = Readonly<Record<string, string | number | boolean>>;

/** What a tool says of each frame, by the frame's number. */
export type FactsByFrame = ReadonlyMap<number, Facts>;

/** Facts of what is known; members without a value are left out. */
export function factsOf(
  members: Readonly<Record<string, string | number | boolean | undefined>>,
): Facts {
  const known = Object.entries(members).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, value] as const],
  );
  return Object.fromEntries(known);
}

/** Facts as one line, the same for the same facts: `status valid, reasonCode 14, pen 0`. */
export function describeFacts(facts: Facts): string {
  const parts = Object.entries(facts)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => `${name} ${JSON.stringify(value)}`);
  return parts.length === 0 ? "nothing" : parts.join(", ");
}

/** What other revisions say, in one fact: `draft-03: Reset received from the peer`. */
export function joinReadings(readings: readonly OtherReading[] | undefined): string | undefined {
  return readings?.map(({ revision, reason }) => `${revision}: ${reason}`).join("; ");
}

/** What a comment demands, in the words of facts. */
export function factsOfExpectation(expected: ExpectedFacts | undefined): Facts {
  if (!expected) return {};
  const { problems, numbers, otherReadings, ...stated } = expected;
  return factsOf({
    ...stated,
    ...numbers,
    otherReadings: joinReadings(otherReadings),
    problems: problems.join(" "),
  });
}

/** What the reference decoder says, of all that a comment can demand. */
export function factsOfDecoded(decoded: Decoded | undefined): Facts {
  if (!decoded) return {};
  const { format, status, problems, reasonCode, pen, reason, text, pattern } = decoded.reading;
  const { otherReadings, numbers } = decoded.reading;
  const stated = { format, status, reasonCode, pen, reason, text, pattern, ...numbers };
  const joined = { problems: problems.join(" "), otherReadings: joinReadings(otherReadings) };
  return factsOf({ ...stated, ...joined });
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

/** Two readings of one frame that should be the same. */
export interface Disagreement {
  readonly sample: string;
  readonly frame: number;
  readonly tool: string;
  readonly wanted: Facts;
  readonly found: Facts;
}

/** How one tool did on one sample: how many frames were compared, and what was wrong. */
export interface Score {
  readonly frames: number;
  readonly disagreements: readonly Disagreement[];
}

/** Compares what a tool says of each frame with what it must; its name begins with the program's. */
export function compareFacts(
  sample: SampleFrames,
  tool: string,
  found: FactsByFrame,
  want: (expected: ExpectedFacts | undefined, decoded: Decoded | undefined) => Facts,
): Score {
  const frames = new Set([...sample.expectations.keys(), ...found.keys()]);
  const disagreements = [...frames].flatMap((frame) => {
    const { facts, blind } = sample.expectations.get(frame) ?? {};
    const isBlind = blind !== undefined && tool.split(" ")[0] === blind.tool;
    const wanted = isBlind ? {} : want(facts, sample.decoded.get(frame));
    const said = found.get(frame) ?? {};
    if (describeFacts(wanted) === describeFacts(said)) return [];
    return [{ sample: sample.name, frame, tool, wanted, found: said }];
  });
  return { frames: frames.size, disagreements };
}

/** The reference decoder against what the comments demand. */
export function compareDecoder(sample: SampleFrames): Score {
  const found = new Map([...sample.decoded].map(([frame, one]) => [frame, factsOfDecoded(one)]));
  return compareFacts(sample, "decoder", found, factsOfExpectation);
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

/** Two scores of one tool on the same sample as one. */
export function joinScores(a: Score, b: Score): Score {
  const frames = Math.max(a.frames, b.frames);
  return { frames, disagreements: [...a.disagreements, ...b.disagreements] };
}
