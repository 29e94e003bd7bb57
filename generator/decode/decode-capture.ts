import type { FromText, OnFrame } from "../capture/frame.js";
import { isDissectedLinkType } from "../capture/protocol-numbers.js";
import { capturedPayload, endpointsOf, SegmentReader } from "../capture/tcp-segment.js";
import type { Model } from "../model/model.js";
import { type Endpoint, type Reading, type RstRecord, toRecord } from "../model/record.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import { type InputForm, noTextCounts, readPackets } from "./read-packets.js";
import { readPayload } from "./read-payload.js";

/** An RST segment that states a reason: the record, and the reading that it came from. */
export interface Decoded {
  readonly record: RstRecord;
  readonly reading: Reading;
}

/** Counts up while a capture is read, so that it is right also where the reading fails. */
export interface DecodeCounts {
  frames: number;
  /** Frames of link types that cannot be read here. */
  unread: number;
  /** RST segments of any kind. */
  resets: number;
  /** Those with a payload that states a reason, or would if it were well-formed. */
  stated: number;
  /** Those with another payload, of which nothing but its shape tells what it is. */
  guessed: number;
  /** Lines of a text of which nothing could be made; absent where the input is a capture. */
  skippedLines?: number;
}

export interface DecodeSink {
  readonly consume: (decoded: Decoded) => void;
  readonly counts: DecodeCounts;
}

/**
 * Reads a capture, or the text of one, and hands over each stated reason in the order of the frames.
 * Rejects with `CaptureError` where the capture is damaged, after what was before that place. Of a
 * text, `unread` are reasons in words alone: only numbers identify one.
 */
export async function decodeCapture(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  sink: DecodeSink,
  form: InputForm = "auto",
): Promise<void> {
  const text = noTextCounts();
  const { counts } = sink;
  try {
    await readPackets(model, chunks, { onFrame: createDecoder(model, sink), text, form });
  } finally {
    if (text.frames > 0) {
      counts.frames = text.frames;
      counts.unread += text.unreadable;
      counts.skippedLines = text.skippedLines;
    }
  }
}

/** Makes what `decodeCapture` does with each frame, for those who read the capture themselves. */
export function createDecoder(model: Model, { consume, counts }: DecodeSink): OnFrame {
  const resets = new SegmentReader(TCP_FLAG.RST);
  return (frame) => {
    counts.frames = frame.number;
    if (!isDissectedLinkType(frame.linkType)) counts.unread += 1;
    const segment = resets.read(frame);
    if (!segment) return;
    counts.resets += 1;
    const { lengthBytes } = segment;
    const reading = readPayload(model, { octets: capturedPayload(segment), lengthBytes });
    if (!reading) return;
    if (reading.standing === "guess") counts.guessed += 1;
    else counts.stated += 1;
    const { number, time, text } = frame;
    const { source, destination } = endpointsOf(segment);
    const sighting = {
      frame: number,
      ...(time !== undefined && { time }),
      source: nameEnd(source, text),
      destination: nameEnd(destination, text),
    };
    consume({ record: toRecord(sighting, reading), reading });
  };
}

/** An end as its text names it, where an address only stands for the name. */
export function nameEnd(end: Endpoint, text: FromText | undefined): Endpoint {
  const name = text?.hosts.get(end.address);
  return name === undefined ? end : { ...end, address: name };
}
