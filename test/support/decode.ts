import { readCapture } from "../../generator/capture/read-capture.js";
import { type Decoded, decodeCapture } from "../../generator/decode/decode-capture.js";
import type { Model } from "../../generator/model/model.js";
import { type Expectation, parseExpectation } from "../../generator/samples/expectation.js";
import { makeSamples } from "../../generator/samples/samples.js";

/** A capture in memory, in chunks of `chunkLength` octets; only for tests. */
export async function* chunksOf(
  file: Uint8Array,
  chunkLength = Math.max(1, file.length),
): AsyncGenerator<Uint8Array> {
  for (let start = 0; start < file.length; start += chunkLength) {
    yield file.subarray(start, start + chunkLength);
  }
}

/** All that the reference decoder reads of a capture; only for tests. */
export async function decodeBytes(model: Model, file: Uint8Array): Promise<readonly Decoded[]> {
  const decoded: Decoded[] = [];
  const counts = { frames: 0, unread: 0, resets: 0, stated: 0, guessed: 0 };
  await decodeCapture(model, chunksOf(file), { consume: (one) => decoded.push(one), counts });
  return decoded;
}

/** A frame of a sample with what its comment demands, and what the decoder reads of it. */
export interface SampleFrame {
  readonly linkType: number;
  readonly octets: Buffer;
  readonly originalLength: number;
  readonly time: string | undefined;
  readonly expectation: Expectation;
  readonly decoded: Decoded | undefined;
}

/** All frames of a sample; throws where one has no comment. Only for tests. */
export async function framesOf(model: Model, file: Uint8Array): Promise<readonly SampleFrame[]> {
  const decoded = new Map((await decodeBytes(model, file)).map((one) => [one.record.frame, one]));
  const frames: SampleFrame[] = [];
  await readCapture(chunksOf(file), (frame) => {
    frames.push({
      linkType: frame.linkType,
      octets: Buffer.from(frame.octets),
      originalLength: frame.originalLength,
      time: frame.time,
      expectation: parseExpectation(frame.comment),
      decoded: decoded.get(frame.number),
    });
  });
  return frames;
}

/** The frames of the sample of one name; only for tests. */
export async function sampleFrames(model: Model, name: string): Promise<readonly SampleFrame[]> {
  const sample = makeSamples(model).find((one) => one.name === `${name}.pcapng`);
  if (!sample) throw new Error(`no sample ${name}`);
  return framesOf(model, sample.content);
}
