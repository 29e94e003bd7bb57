import { createReadStream } from "node:fs";
import { type Decoded, decodeCapture } from "../capture/decode-capture.js";
import { type Expectation, parseExpectation } from "../capture/expectation.js";
import { readCapture } from "../capture/read-capture.js";
import type { Model } from "../model/model.js";

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
