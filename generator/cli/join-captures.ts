import type { Frame } from "../capture/frame.js";
import { readCapture } from "../capture/read-capture.js";
import { countOf } from "../explain/core/words.js";
import { writePcapng } from "../samples/write-pcapng.js";
import { describeInputError, openInput } from "./capture-input.js";
import type { Context } from "./context.js";

/** Frames of the joined capture that come from one file, one after the other. */
export interface Range {
  readonly name: string;
  /** Numbers in the joined capture. */
  readonly first: number;
  last: number;
}

/** A frame that is kept until its turn comes. */
interface Kept {
  readonly linkType: number;
  readonly octets: Uint8Array;
  readonly originalLength: number;
  readonly comment: string | undefined;
  /** Since 1970; that of the frame before where it has none. */
  readonly nanoseconds: bigint;
}

const NANOSECOND_RESOLUTION = 9;

/** Captures that are read as one. */
export class JoinedCapture {
  /** The frames of each file, as far as they follow one another. */
  readonly ranges: Range[] = [];
  /** What is wrong with a file, of which what was before that place is joined all the same. */
  readonly problems: { readonly name: string; readonly message: string }[] = [];
  readonly #context: Context;
  readonly #names: readonly string[];

  constructor(context: Context, names: readonly string[]) {
    this.#context = context;
    this.#names = names;
  }

  /** As people name the whole. */
  get name(): string {
    return countOf(this.#names.length, "capture");
  }

  /**
   * One capture in pcapng with all frames in the order of time, as mergecap makes it. Of each file
   * it holds what one chunk has.
   */
  async *read(): AsyncGenerator<Uint8Array, void> {
    const heads = await Promise.all(this.#names.map((name) => this.#openPart(name)));
    let section = new Section();
    for (let count = 1; ; count += 1) {
      const head = findEarliest(heads);
      const kept = head?.kept[head.at];
      if (head === undefined || kept === undefined) break;
      this.#note(head.name, count);
      section.add(kept);
      head.at += 1;
      if (head.at === head.kept.length) await this.#fill(head);
      if (!section.isFull) continue;
      yield section.write();
      section = new Section();
    }
    yield section.write();
  }

  async #openPart(name: string): Promise<Head> {
    const { chunks, close } = openInput(this.#context, name, { isQuiet: true });
    const head = { name, frames: pullFrames(chunks), close, kept: [], at: 0 };
    await this.#fill(head);
    return head;
  }

  /** Gets the next frames; none behind the end or a damage. */
  async #fill(head: Head): Promise<void> {
    head.kept = [];
    head.at = 0;
    try {
      const { done, value } = await head.frames.next();
      if (!done) {
        head.kept = value;
        return;
      }
    } catch (error) {
      this.problems.push({ name: head.name, message: describeInputError(error) });
    }
    await head.close();
  }

  #note(name: string, frame: number): void {
    const last = this.ranges.at(-1);
    if (last?.name === name) last.last = frame;
    else if (this.ranges.length < RANGE_LIMIT)
      this.ranges.push({ name, first: frame, last: frame });
  }
}

/** One file, and its next frames. */
interface Head {
  readonly name: string;
  readonly frames: AsyncGenerator<readonly Kept[], void>;
  readonly close: () => Promise<void>;
  kept: readonly Kept[];
  /** Index of the next one. */
  at: number;
}

function findEarliest(heads: readonly Head[]): Head | undefined {
  let earliest: Head | undefined;
  let time: bigint | undefined;
  for (const head of heads) {
    const kept = head.kept[head.at];
    if (kept === undefined || (time !== undefined && kept.nanoseconds >= time)) continue;
    earliest = head;
    time = kept.nanoseconds;
  }
  return earliest;
}

/** Files that were captured at the same time alternate all the time. */
const RANGE_LIMIT = 10_000;
const SECTION_OCTETS = 1024 * 1024;

/** Packets with the interfaces that they need: a section of its own is what a reader takes anywhere. */
class Section {
  readonly #interfaces = new Map<number, number>();
  readonly #packets: Kept[] = [];
  #octets = 0;

  get isFull(): boolean {
    return this.#octets > SECTION_OCTETS;
  }

  add(kept: Kept): void {
    if (!this.#interfaces.has(kept.linkType)) {
      this.#interfaces.set(kept.linkType, this.#interfaces.size);
    }
    this.#packets.push(kept);
    this.#octets += kept.octets.length;
  }

  write(): Uint8Array {
    const interfaces = [...this.#interfaces.keys()].map((linkType) => ({
      linkType,
      tsresol: NANOSECOND_RESOLUTION,
    }));
    const packets = this.#packets.map(({ linkType, nanoseconds, comment, ...packet }) => ({
      ...packet,
      interface: this.#interfaces.get(linkType) ?? 0,
      timeNanoseconds: nanoseconds,
      ...(comment !== undefined && { comment }),
    }));
    return writePcapng({ sections: [{ interfaces, packets }] });
  }
}

/** The frames of a capture, some at a time: the reader gets its next chunk when the last one is used up. */
async function* pullFrames(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly Kept[], void> {
  const kept: Kept[] = [];
  let last = 0n;
  const gate = new Gate();
  async function* gated(): AsyncGenerator<Uint8Array, void> {
    for await (const chunk of chunks) {
      yield chunk;
      await gate.close();
    }
  }
  let isOver = false;
  const reading = readCapture(gated(), (frame) => {
    const one = keep(frame, last);
    last = one.nanoseconds;
    kept.push(one);
  }).finally(() => {
    isOver = true;
    gate.wake();
  });
  // Heard below, after the frames before the damage.
  reading.catch(() => undefined);
  while (!isOver) {
    await gate.closed();
    if (kept.length > 0) yield kept.splice(0);
    gate.open();
  }
  if (kept.length > 0) yield kept.splice(0);
  await reading;
}

/** Lets one side go on only after the other one has: a chunk is read, then its frames are used. */
class Gate {
  #onClosed: () => void = () => {};
  #onOpen: () => void = () => {};
  #closed = this.#wait();

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.#onOpen = resolve;
      this.#onClosed();
    });
  }

  closed(): Promise<void> {
    return this.#closed;
  }

  open(): void {
    this.#closed = this.#wait();
    this.#onOpen();
  }

  wake(): void {
    this.#onClosed();
  }

  #wait(): Promise<void> {
    return new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }
}

function keep(frame: Frame, before: bigint): Kept {
  const { linkType, octets, originalLength, comment, time } = frame;
  const nanoseconds = time === undefined ? before : toNanoseconds(time);
  return { linkType, octets: Buffer.from(octets), originalLength, comment, nanoseconds };
}

/** Of an RFC 3339 time with any number of digits. */
function toNanoseconds(time: string): bigint {
  const fraction = /\.(\d+)Z$/.exec(time)?.[1] ?? "";
  const seconds = BigInt(Date.parse(`${time.slice(0, 19)}Z`)) / 1000n;
  const nanoseconds = seconds * 1_000_000_000n + BigInt(fraction.slice(0, 9).padEnd(9, "0"));
  // Clocks that were never set may say a time before 1970, which pcapng cannot.
  return nanoseconds < 0n ? 0n : nanoseconds;
}
