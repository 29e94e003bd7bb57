import { type ByteOrder, int32At, readUint16, readUint32 } from "./byte-order.js";
import { type Clock, createPcapngClock, DEFAULT_TSRESOL } from "./clock.js";
import {
  CaptureError,
  CurrentFrame,
  type OnFrame,
  type ReadWindow,
  type RecordReader,
} from "./frame.js";
import { showHex, viewOf } from "./octets.js";
import {
  align,
  BLOCK_LIMIT,
  BLOCK_OVERHEAD,
  BLOCK_TYPE,
  type Block,
  BYTE_ORDER_MAGIC,
  damaged,
  OPTION,
  PACKET_FIXED_LENGTH,
  readBlock,
  readOptions,
} from "./pcapng-block.js";

/** Throws `CaptureError` where the body of `block` has less than `needed` octets. */
function checkBody({ length, offsetBytes }: Block, needed: number, name: string): void {
  if (length < needed) {
    damaged(offsetBytes, `${name} has a body of ${length} octets, but needs ${needed}`);
  }
}

/** A byte order mark is a part of a comment. */
const UTF8 = new TextDecoder("utf-8", { ignoreBOM: true });

/** Joins all opt_comment behind `start` by newlines; undefined where there is none. */
function joinComments(block: Block, start: number): string | undefined {
  const comments: string[] = [];
  for (const { code, value } of readOptions(block, start)) {
    if (code === OPTION.COMMENT) comments.push(UTF8.decode(value));
  }
  return comments.length === 0 ? undefined : comments.join("\n");
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
      tsresol?.[0] ?? DEFAULT_TSRESOL,
      tsoffset === undefined ? 0n : readInt64(tsoffset, block),
    ),
  };
}

/** The value of the last option of `code`; all are read, so that any damage is found. */
function findOption(block: Block, code: number, length: number): Uint8Array | undefined {
  let found: Uint8Array | undefined;
  for (const { code: present, value } of readOptions(block, INTERFACE_FIXED_LENGTH)) {
    if (present === code) found = value;
  }
  if (found === undefined || found.length === length) return found;
  const what = `option ${code} has ${found.length} octets, but must have ${length}`;
  return damaged(block.offsetBytes, what);
}

function readInt64(value: Uint8Array, { byteOrder }: Block): bigint {
  return viewOf(value).getBigInt64(0, byteOrder === "little");
}

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

  /** Of the block that was measured last. */
  get byteOrder(): ByteOrder {
    return this.#byteOrder;
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

  take(window: ReadWindow, length: number): void {
    this.#takeBlock(readBlock(window, length, this.#byteOrder));
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
    frame.comment = options < block.length ? joinComments(block, options) : undefined;
    const high = readUint32(octets, start + 4, byteOrder);
    frame.setTime(clock, high, readUint32(octets, start + 8, byteOrder));
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
    frame.setTime(undefined);
    this.#deliver(octets, start + SIMPLE_FIXED_LENGTH, start + end);
  }

  #findInterface({ offsetBytes }: Block, id: number): CaptureInterface {
    const found = this.#interfaces[id];
    if (found !== undefined) return found;
    const count = this.#interfaces.length;
    const what = `packet is of interface ${id}, but the section has ${count} so far`;
    return damaged(offsetBytes, what);
  }

  #deliver(octets: Uint8Array, start: number, end: number): void {
    const frame = this.#frame;
    frame.number += 1;
    frame.window = octets;
    frame.start = start;
    frame.end = end;
    this.#onFrame(frame);
  }
}

function readByteOrder({ octets, position, offsetBytes }: ReadWindow): ByteOrder {
  if (readUint32(octets, position + 8, "little") === BYTE_ORDER_MAGIC) return "little";
  if (readUint32(octets, position + 8, "big") === BYTE_ORDER_MAGIC) return "big";
  const hex = showHex(octets.subarray(position + 8, position + 12));
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
