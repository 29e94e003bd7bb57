import { type ByteOrder, int32At, readUint16, readUint32 } from "./byte-order.js";
import { type Clock, createPcapngClock, DEFAULT_TSRESOL } from "./clock.js";
import {
  CaptureError,
  CurrentFrame,
  type OnFrame,
  type ReadWindow,
  type RecordReader,
} from "./frame.js";

/** Block types (pcapng draft section 11.1). */
export const BLOCK_TYPE = {
  /** Reads the same in both byte orders, because it comes before the byte-order magic. */
  SECTION_HEADER: 0x0a0d0d0a,
  INTERFACE_DESCRIPTION: 1,
  /** Obsolete (pcapng draft appendix A). */
  PACKET: 2,
  SIMPLE_PACKET: 3,
  ENHANCED_PACKET: 6,
} as const;

/** Byte-Order Magic of a Section Header Block (pcapng draft section 4.1). */
export const BYTE_ORDER_MAGIC = 0x1a2b3c4d;

/** Block type and both block total lengths: what a block has at least. */
export const BLOCK_OVERHEAD = 12;

const BLOCK_LIMIT = 16 * 1024 * 1024;

/** One block, all of it at hand. */
interface Block {
  readonly type: number;
  readonly byteOrder: ByteOrder;
  /** Octets of the file that hold its body. */
  readonly octets: Buffer;
  /** Where in them its body begins: all but the block type and the two block total lengths. */
  readonly start: number;
  readonly length: number;
  /** Place of the block in the file. */
  readonly offsetBytes: number;
}

/** Throws `CaptureError` where the body of `block` has less than `needed` octets. */
function checkBody({ length, offsetBytes }: Block, needed: number, name: string): void {
  if (length < needed) {
    damaged(offsetBytes, `${name} has a body of ${length} octets, but needs ${needed}`);
  }
}

/** Throws `CaptureError`: `what` is wrong at `offsetBytes`, and no reader can help it. */
function damaged(offsetBytes: number, what: string): never {
  throw new CaptureError(offsetBytes, `${what}; the file is damaged`);
}

/** Option codes (pcapng draft sections 3.5, 4.1 and 4.2). */
export const OPTION = {
  END: 0,
  COMMENT: 1,
  IF_NAME: 2,
  SHB_USERAPPL: 4,
  IF_TSRESOL: 9,
  IF_TSOFFSET: 14,
} as const;

/** One option: its code, and its value without padding. */
interface Option {
  readonly code: number;
  readonly value: Buffer;
}

/**
 * Reads the options from `start` of the block body up to opt_endofopt or the end of the body, one
 * at a time, because a hostile block can have millions.
 * Throws `CaptureError` where one is longer than the body (pcapng draft section 3.5).
 */
function* readOptions(block: Block, start: number): Generator<Option, void> {
  const { byteOrder } = block;
  const body = block.octets.subarray(block.start, block.start + block.length);
  let position = start;
  while (position + 4 <= body.length) {
    const code = readUint16(body, position, byteOrder);
    if (code === OPTION.END) return;
    const valueStart = position + 4;
    const valueEnd = valueStart + readUint16(body, position + 2, byteOrder);
    if (valueEnd > body.length) {
      const excess = valueEnd - body.length;
      damaged(block.offsetBytes, `option ${code} goes ${excess} octets beyond its block`);
    }
    yield { code, value: body.subarray(valueStart, valueEnd) };
    position = align(valueEnd);
  }
}

/** Joins all opt_comment by newlines; undefined where there is none. */
function joinComments(options: Iterable<Option>): string | undefined {
  const comments: string[] = [];
  for (const { code, value } of options) {
    if (code === OPTION.COMMENT) comments.push(value.toString("utf8"));
  }
  return comments.length === 0 ? undefined : comments.join("\n");
}

/** Rounds up to the 32 bits that everything in a block is padded to (pcapng draft section 3.1). */
export function align(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** What the packets of one interface need from its description. */
interface CaptureInterface {
  readonly linkType: number;
  /** 0 means no limit. */
  readonly snapLength: number;
  readonly clock: Clock;
}

const INTERFACE_FIXED_LENGTH = 8;

/**
 * Reads an Interface Description Block (pcapng draft section 4.2):
 *
 *     link type(2) reserved(2) snapshot length(4) options
 *
 * Throws `CaptureError` where the block is too short or an option has the wrong length.
 */
function readInterface(block: Block): CaptureInterface {
  checkBody(block, INTERFACE_FIXED_LENGTH, "an Interface Description Block");
  const tsresol = findOption(block, OPTION.IF_TSRESOL, 1);
  const tsoffset = findOption(block, OPTION.IF_TSOFFSET, 8);
  return {
    linkType: readUint16(block.octets, block.start, block.byteOrder),
    snapLength: readUint32(block.octets, block.start + 4, block.byteOrder),
    clock: createPcapngClock(
      tsresol === undefined ? DEFAULT_TSRESOL : tsresol.readUInt8(0),
      tsoffset === undefined ? 0n : readInt64(tsoffset, block),
    ),
  };
}

/** The value of the last option of `code`; all are read, so that any damage is found. */
function findOption(block: Block, code: number, length: number): Buffer | undefined {
  let found: Buffer | undefined;
  for (const { code: present, value } of readOptions(block, INTERFACE_FIXED_LENGTH)) {
    if (present === code) found = value;
  }
  if (found === undefined || found.length === length) return found;
  const what = `option ${code} has ${found.length} octets, but must have ${length}`;
  return damaged(block.offsetBytes, what);
}

function readInt64(value: Buffer, { byteOrder }: Block): bigint {
  return byteOrder === "little" ? value.readBigInt64LE(0) : value.readBigInt64BE(0);
}

const PACKET_FIXED_LENGTH = 20;
const SIMPLE_FIXED_LENGTH = 4;
const SECTION_FIXED_LENGTH = 16;
const VERSION_MAJOR = 1;
/** Far beyond real captures; bounds the memory that a file made of descriptions takes. */
const INTERFACE_LIMIT = 65_536;

/**
 * Reader of the pcapng format (draft-ietf-opsawg-pcapng). Every block is
 *
 *     type(4) total length(4) body total length(4)
 *
 * and a Section Header Block says anew the byte order of what follows, and ends all interfaces.
 */
export class PcapngReader implements RecordReader {
  readonly recordName = "a block";
  readonly #onFrame: OnFrame;
  #byteOrder: ByteOrder = "little";
  #interfaces: CaptureInterface[] = [];
  readonly #frame = new CurrentFrame();

  constructor(onFrame: OnFrame) {
    this.#onFrame = onFrame;
  }

  /** What a block total length can be says pcapng draft section 3.1. */
  measure(window: ReadWindow): number {
    const { octets, position, offsetBytes } = window;
    if (octets.length - position < BLOCK_OVERHEAD) return BLOCK_OVERHEAD;
    if (int32At(octets, position) === BLOCK_TYPE.SECTION_HEADER) {
      this.#byteOrder = readByteOrder(window);
    }
    const length = readUint32(octets, position + 4, this.#byteOrder);
    if (length < BLOCK_OVERHEAD) {
      damaged(offsetBytes, `block says ${length} octets, less than the ${BLOCK_OVERHEAD} of any`);
    }
    if (length % 4 !== 0) damaged(offsetBytes, `block says ${length} octets, not a multiple of 4`);
    if (length > BLOCK_LIMIT) {
      damaged(offsetBytes, `block says ${length} octets, more than the limit of ${BLOCK_LIMIT}`);
    }
    return length;
  }

  take({ octets, position, offsetBytes }: ReadWindow, length: number): void {
    const byteOrder = this.#byteOrder;
    const type = readUint32(octets, position, byteOrder);
    const start = position + 8;
    const end = position + length - 4;
    const trailing = readUint32(octets, end, byteOrder);
    if (trailing !== length) {
      damaged(offsetBytes, `block says ${length} octets at its start but ${trailing} at its end`);
    }
    this.#takeBlock({ type, byteOrder, octets, start, length: end - start, offsetBytes });
  }

  #takeBlock(block: Block): void {
    switch (block.type) {
      case BLOCK_TYPE.ENHANCED_PACKET:
      case BLOCK_TYPE.PACKET:
        this.#readPacket(block);
        break;
      case BLOCK_TYPE.SIMPLE_PACKET:
        this.#readSimplePacket(block);
        break;
      case BLOCK_TYPE.SECTION_HEADER:
        checkSection(block);
        this.#interfaces = [];
        break;
      case BLOCK_TYPE.INTERFACE_DESCRIPTION:
        if (this.#interfaces.length === INTERFACE_LIMIT) {
          const what = `section has more than the limit of ${INTERFACE_LIMIT} interfaces`;
          damaged(block.offsetBytes, what);
        }
        this.#interfaces.push(readInterface(block));
        break;
      default:
        // "A reader MUST skip block types it does not know" (pcapng draft section 3.1).
        break;
    }
  }

  /**
   * An Enhanced Packet Block (pcapng draft section 4.3) or an obsolete Packet Block (appendix A).
   * They differ in the first four octets only:
   *
   *     interface(4), or interface(2) drops(2)
   *     timestamp high(4) low(4) captured length(4) original length(4) octets padding options
   */
  #readPacket(block: Block): void {
    const { octets, start, byteOrder, type } = block;
    checkBody(block, PACKET_FIXED_LENGTH, "a packet block");
    const read = type === BLOCK_TYPE.PACKET ? readUint16 : readUint32;
    const { clock, linkType } = this.#findInterface(block, read(octets, start, byteOrder));
    const end = PACKET_FIXED_LENGTH + readUint32(octets, start + 12, byteOrder);
    checkBody(block, end, "a packet block of such a captured length");
    const options = align(end);
    const frame = this.#frame;
    frame.linkType = linkType;
    frame.originalLength = readUint32(octets, start + 16, byteOrder);
    frame.comment = options < block.length ? joinComments(readOptions(block, options)) : undefined;
    frame.clock = clock;
    frame.timestampHigh = readUint32(octets, start + 4, byteOrder);
    frame.timestampLow = readUint32(octets, start + 8, byteOrder);
    this.#deliver(octets, start + PACKET_FIXED_LENGTH, start + end);
  }

  /**
   * A Simple Packet Block (pcapng draft section 4.4): original length(4), octets, padding. It is of
   * interface 0 and has no captured length: that is what the snapshot length leaves.
   */
  #readSimplePacket(block: Block): void {
    const { octets, start, byteOrder } = block;
    checkBody(block, SIMPLE_FIXED_LENGTH, "a Simple Packet Block");
    const { snapLength, linkType } = this.#findInterface(block, 0);
    const originalLength = readUint32(octets, start, byteOrder);
    const limit = snapLength === 0 ? originalLength : snapLength;
    const end = SIMPLE_FIXED_LENGTH + Math.min(originalLength, limit);
    checkBody(block, end, "a Simple Packet Block of such an original length");
    const frame = this.#frame;
    frame.linkType = linkType;
    frame.originalLength = originalLength;
    frame.comment = undefined;
    frame.clock = undefined;
    this.#deliver(octets, start + SIMPLE_FIXED_LENGTH, start + end);
  }

  #findInterface({ offsetBytes }: Block, id: number): CaptureInterface {
    const found = this.#interfaces[id];
    if (found !== undefined) return found;
    const count = this.#interfaces.length;
    const what = `packet is of interface ${id}, but the section has ${count} so far`;
    return damaged(offsetBytes, what);
  }

  #deliver(octets: Buffer, start: number, end: number): void {
    const frame = this.#frame;
    frame.number += 1;
    frame.window = octets;
    frame.start = start;
    frame.end = end;
    this.#onFrame(frame);
  }
}

function readByteOrder({ octets, position, offsetBytes }: ReadWindow): ByteOrder {
  if (octets.readUInt32LE(position + 8) === BYTE_ORDER_MAGIC) return "little";
  if (octets.readUInt32BE(position + 8) === BYTE_ORDER_MAGIC) return "big";
  const hex = octets.toString("hex", position + 8, position + 12);
  return damaged(offsetBytes, `section header has the byte-order magic ${hex}, which is not one`);
}

function checkSection(block: Block): void {
  checkBody(block, SECTION_FIXED_LENGTH, "a Section Header Block");
  const major = readUint16(block.octets, block.start + 4, block.byteOrder);
  if (major !== VERSION_MAJOR) {
    const what = `version ${major} of pcapng is not supported, only ${VERSION_MAJOR}`;
    throw new CaptureError(block.offsetBytes, `${what}; the file is damaged or from a later tool`);
  }
}
