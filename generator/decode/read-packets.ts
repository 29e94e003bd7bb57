import type { OnFrame } from "../capture/frame.js";
import { concatOctets } from "../capture/octets.js";
import { readCapture } from "../capture/read-capture.js";
import type { Model } from "../model/model.js";
import { readText, type TextCounts } from "./read-text.js";
import { isText } from "./text/text-lines.js";

/** What an input is: `auto` is told by its content. */
export type InputForm = "auto" | "capture" | "text";

/** What a text was made of; `frames` stays 0 where the input is a capture. */
export function noTextCounts(): TextCounts {
  return { frames: 0, segments: 0, skippedLines: 0, unreadable: 0, quiet: 0 };
}

interface ReadPackets {
  readonly onFrame: OnFrame;
  /** Counts up where the input is a text. */
  readonly text?: TextCounts;
  readonly form?: InputForm;
  /** Hears that a growing capture has no more for now, and how many octets are incomplete. */
  readonly onPause?: ((octets: number) => void) | undefined;
}

/**
 * Reads the frames of a capture, or of what tcpdump or tshark printed of one: recognised by its
 * content. Rejects with `CaptureError` where it is damaged, or neither.
 */
export async function readPackets(
  model: Model,
  chunks: AsyncIterable<Uint8Array>,
  { onFrame, text = noTextCounts(), form = "auto", onPause }: ReadPackets,
): Promise<void> {
  if (form === "capture") return readCapture(chunks, onFrame, onPause);
  if (form === "text") return readText(model, chunks, onFrame, text);
  const iterator = chunks[Symbol.asyncIterator]();
  const first = await readFirst(iterator);
  const all = again(first, iterator);
  return isText(first) ? readText(model, all, onFrame, text) : readCapture(all, onFrame, onPause);
}

/** The header of a pcap file has octets that no text has. */
const ENOUGH_OCTETS = 24;

async function readFirst(iterator: AsyncIterator<Uint8Array>): Promise<Uint8Array> {
  let octets: Uint8Array = new Uint8Array();
  while (octets.length < ENOUGH_OCTETS) {
    const next = await iterator.next();
    if (next.done) break;
    // The first chunk alone is valid until the next one is asked for.
    if (octets.length === 0 && next.value.length >= ENOUGH_OCTETS) return next.value;
    octets = concatOctets([octets, next.value]);
  }
  return octets;
}

async function* again(
  first: Uint8Array,
  iterator: AsyncIterator<Uint8Array>,
): AsyncGenerator<Uint8Array> {
  try {
    if (first.length > 0) yield first;
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) {
      yield next.value;
    }
  } finally {
    // Where the reading ends early, its source is to be closed.
    await iterator.return?.();
  }
}
