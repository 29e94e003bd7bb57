import { Annotation, type AnnotationCounts, type CommentsByFrame } from "./annotation.js";
import { type ByteOrder, uint32 } from "./byte-order.js";
import { encodeInterface, encodePacket, encodeSectionHeader } from "./encode-pcapng.js";
import type { CurrentFrame, ReadWindow, RecordReader } from "./frame.js";
import { type PcapHeader, PcapReader, type PcapVariant } from "./pcap.js";
import { PcapngReader } from "./pcapng.js";
import {
  align,
  BLOCK_LIMIT,
  BLOCK_OVERHEAD,
  BLOCK_TYPE,
  type Block,
  END_OF_OPTIONS,
  encodeOptions,
  OPTION,
  readBlock,
  readOptions,
} from "./pcapng-block.js";
import { chooseReader, RecordLoop } from "./read-capture.js";

/**
 * Copies a capture to pcapng and adds packet comments (opt_comment), each chunk as octets of its own.
 * All blocks of a pcapng file stay as they are, but for packet blocks that get comments and section
 * lengths that would be wrong; a pcap file becomes one section with one interface. Rejects with
 * `CaptureError` where the capture cannot be read on, after the copy of what is before that place.
 */
export async function* annotateCapture(
  chunks: AsyncIterable<Uint8Array>,
  comments: CommentsByFrame,
  counts: AnnotationCounts,
): AsyncGenerator<Buffer, void> {
  const annotation = new Annotation(comments, counts);
  const formats = {
    pcap: (variant: PcapVariant) => new PcapCopier(variant, annotation),
    pcapng: () => new PcapngCopier(annotation),
  };
  const loop = new RecordLoop((octets) => chooseReader(octets, formats));
  for await (const chunk of chunks) {
    try {
      loop.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength));
    } finally {
      yield annotation.output.take();
    }
  }
  loop.end();
}

/** Of the copy, whichever the capture has. */
const BYTE_ORDER: ByteOrder = "little";

/** Makes one section with one interface of a pcap file: the same packets at the same times. */
class PcapCopier implements RecordReader {
  readonly #reader: PcapReader;
  readonly #annotation: Annotation;
  readonly #fractionDigits: number;
  readonly #unitsPerSecond: bigint;

  constructor(variant: PcapVariant, annotation: Annotation) {
    this.#reader = new PcapReader(variant, (frame) => this.#copyPacket(frame));
    this.#annotation = annotation;
    this.#fractionDigits = variant.fractionDigits;
    this.#unitsPerSecond = 10n ** BigInt(variant.fractionDigits);
  }

  get recordName(): string {
    return this.#reader.recordName;
  }

  measure(window: ReadWindow): number {
    return this.#reader.measure(window);
  }

  take(window: ReadWindow, length: number): void {
    const before = this.#reader.header;
    this.#reader.take(window, length);
    const { header } = this.#reader;
    if (before === undefined && header !== undefined) this.#copyHeader(header);
  }

  #copyHeader({ linkType, snapLength, checkSequenceLength }: PcapHeader): void {
    const described = {
      linkType,
      snapLength,
      tsresol: this.#fractionDigits,
      ...(checkSequenceLength !== undefined && { checkSequenceLength }),
    };
    this.#annotation.output.add(encodeSectionHeader(BYTE_ORDER, { application: "rstdiag" }));
    this.#annotation.output.add(encodeInterface(BYTE_ORDER, described));
  }

  #copyPacket({ number, timestampHigh, timestampLow, octets, originalLength }: CurrentFrame): void {
    const comments = this.#annotation.comments.get(number) ?? [];
    const timestamp = BigInt(timestampHigh) * this.#unitsPerSecond + BigInt(timestampLow);
    const packet = { interface: 0, timestamp, octets, originalLength, comments };
    this.#annotation.output.add(encodePacket(BYTE_ORDER, packet));
    this.#annotation.count(number, comments);
  }
}

/** Where the body of a Section Header Block has the length of the section, in 64 bits. */
const SECTION_LENGTH_START = 8;
/** Section length -1: not said (pcapng draft section 4.1). */
const NOT_SAID = Buffer.alloc(8, 0xff);
/** Octets of a block ahead of its body. */
const BLOCK_START = 8;
const NOTHING = Buffer.alloc(0);

/** Lets pcapng through octet for octet, and adds comments to packet blocks. */
class PcapngCopier implements RecordReader {
  readonly recordName = "a block";
  readonly #reader: PcapngReader;
  readonly #annotation: Annotation;
  /** Of the last packet: the number of its frame, and where its octets end in the window. */
  #number = 0;
  #end = 0;

  constructor(annotation: Annotation) {
    this.#reader = new PcapngReader(({ number, end }) => {
      this.#number = number;
      this.#end = end;
    });
    this.#annotation = annotation;
  }

  measure(window: ReadWindow): number {
    return this.#reader.measure(window);
  }

  take(window: ReadWindow, length: number): void {
    const before = this.#number;
    this.#reader.take(window, length);
    const block = readBlock(window, length, this.#reader.byteOrder);
    if (this.#number > before) this.#copyPacket(block);
    else if (block.type === BLOCK_TYPE.SECTION_HEADER) this.#copyHeader(block);
    else this.#keep(block);
  }

  /** A stated length would be too small for a section that gets comments. */
  #copyHeader(block: Block): void {
    const { output, comments } = this.#annotation;
    if (comments.size === 0) {
      this.#keep(block);
      return;
    }
    const { octets, start } = block;
    const lengthStart = start + SECTION_LENGTH_START;
    output.addRange(octets, start - BLOCK_START, lengthStart);
    output.add(NOT_SAID);
    output.addRange(octets, lengthStart + NOT_SAID.length, endOf(block));
  }

  #copyPacket(block: Block): void {
    const comments = this.#annotation.comments.get(this.#number) ?? [];
    // A Simple Packet Block has no options.
    const hasRoom = block.type !== BLOCK_TYPE.SIMPLE_PACKET && this.#addComments(block, comments);
    this.#annotation.count(this.#number, comments, hasRoom);
    if (!hasRoom) this.#keep(block);
  }

  /** Copies a packet block with comments behind its options; false where it would get too long. */
  #addComments(block: Block, comments: readonly string[]): boolean {
    if (comments.length === 0) return false;
    const { byteOrder, octets, start } = block;
    const entries = comments.map((comment) => [OPTION.COMMENT, comment] as const);
    const added = encodeOptions(byteOrder, entries);
    const optionsEnd = findOptionsEnd(block, align(this.#end - start));
    const ending = optionsEnd < block.length ? NOTHING : END_OF_OPTIONS;
    const length = BLOCK_OVERHEAD + block.length + added.length + ending.length;
    if (length > BLOCK_LIMIT) return false;
    const { output } = this.#annotation;
    output.add(uint32(block.type, byteOrder));
    output.add(uint32(length, byteOrder));
    output.addRange(octets, start, start + optionsEnd);
    output.add(added);
    output.addRange(octets, start + optionsEnd, start + block.length);
    output.add(ending);
    output.add(uint32(length, byteOrder));
    return true;
  }

  #keep(block: Block): void {
    this.#annotation.output.addRange(block.octets, block.start - BLOCK_START, endOf(block));
  }
}

function endOf({ start, length }: Block): number {
  return start + length + BLOCK_OVERHEAD - BLOCK_START;
}

/** Where opt_endofopt is in the body, or would be. */
function findOptionsEnd(block: Block, optionsStart: number): number {
  let found = optionsStart;
  for (const { end } of readOptions(block, optionsStart)) found = end;
  return found;
}
