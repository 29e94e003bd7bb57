import { type ByteOrder, int32At, readUint16, readUint32 } from "./byte-order.js";
import { CaptureError, CurrentFrame, type OnFrame } from "./frame.js";
import {
  align,
  BLOCK_OVERHEAD,
  BLOCK_TYPE,
  type Block,
  BYTE_ORDER_MAGIC,
  type CaptureInterface,
  checkBlockLength,
  checkBody,
  checkTrailingLength,
  damaged,
  joinComments,
  readInterface,
  readOptions,
} from "./pcapng-block.js";
import { countRemaining, type ReadWindow, type RecordReader } from "./read-capture.js";

const PACKET_FIXED_LENGTH = 20;
const SIMPLE_FIXED_LENGTH = 4;

/**
 * Reads an Enhanced Packet Block (pcapng draft section 4.3) or an obsolete Packet Block (appendix
 * A) into `frame`, all but its number. They differ in the first four octets only:
 *
 *     interface(4), or interface(2) drops(2)
 *     timestamp high(4) low(4) captured length(4) original length(4) octets padding options
 *
 * Throws `CaptureError` where a length or the interface cannot be.
 */
function readPacket(
  block: Block,
  interfaces: readonly CaptureInterface[],
  frame: CurrentFrame,
): void {
  const { octets, start, byteOrder, type } = block;
  checkBody(block, PACKET_FIXED_LENGTH, "a packet block");
  const read = type === BLOCK_TYPE.PACKET ? readUint16 : readUint32;
  const origin = findInterface(block, interfaces, read(octets, start, byteOrder));
  const end = PACKET_FIXED_LENGTH + readUint32(octets, start + 12, byteOrder);
  checkBody(block, end, "a packet block of such a captured length");
  const options = align(end);
  place(frame, block, { from: PACKET_FIXED_LENGTH, end });
  frame.linkType = origin.linkType;
  frame.originalLength = readUint32(octets, start + 16, byteOrder);
  frame.comment = options < block.length ? joinComments(readOptions(block, options)) : undefined;
  frame.clock = origin.clock;
  frame.timestampHigh = readUint32(octets, start + 4, byteOrder);
  frame.timestampLow = readUint32(octets, start + 8, byteOrder);
}

/**
 * Reads a Simple Packet Block (pcapng draft section 4.4) into `frame`, all but its number: original
 * length(4), octets, padding. It is of interface 0 and has no captured length: that is what the
 * snapshot length leaves. Throws `CaptureError` where there are less octets, or no interface 0.
 */
function readSimplePacket(
  block: Block,
  interfaces: readonly CaptureInterface[],
  frame: CurrentFrame,
): void {
  checkBody(block, SIMPLE_FIXED_LENGTH, "a Simple Packet Block");
  const origin = findInterface(block, interfaces, 0);
  const originalLength = readUint32(block.octets, block.start, block.byteOrder);
  const limit = origin.snapLength === 0 ? originalLength : origin.snapLength;
  const end = SIMPLE_FIXED_LENGTH + Math.min(originalLength, limit);
  checkBody(block, end, "a Simple Packet Block of such an original length");
  place(frame, block, { from: SIMPLE_FIXED_LENGTH, end });
  frame.linkType = origin.linkType;
  frame.originalLength = originalLength;
  frame.comment = undefined;
  frame.clock = undefined;
}

/** Both are counted from the start of the body. */
function place(
  frame: CurrentFrame,
  { octets, start }: Block,
  { from, end }: { readonly from: number; readonly end: number },
): void {
  frame.window = octets;
  frame.start = start + from;
  frame.end = start + end;
}

function findInterface(
  { offsetBytes }: Block,
  interfaces: readonly CaptureInterface[],
  id: number,
): CaptureInterface {
  const found = interfaces[id];
  if (found !== undefined) return found;
  const count = interfaces.length;
  return damaged(offsetBytes, `packet is of interface ${id}, but the section has ${count} so far`);
}

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

  measure(window: ReadWindow): number {
    if (countRemaining(window) < BLOCK_OVERHEAD) return BLOCK_OVERHEAD;
    const { octets, position, offsetBytes } = window;
    if (int32At(octets, position) === BLOCK_TYPE.SECTION_HEADER) {
      this.#byteOrder = readByteOrder(window);
    }
    const length = readUint32(octets, position + 4, this.#byteOrder);
    checkBlockLength(length, offsetBytes);
    return length;
  }

  take({ octets, position, offsetBytes }: ReadWindow, length: number): void {
    const type = readUint32(octets, position, this.#byteOrder);
    const end = position + length - 4;
    checkTrailingLength(readUint32(octets, end, this.#byteOrder), length, offsetBytes);
    const start = position + 8;
    const byteOrder = this.#byteOrder;
    this.#takeBlock({ type, byteOrder, octets, start, length: end - start, offsetBytes });
  }

  #takeBlock(block: Block): void {
    switch (block.type) {
      case BLOCK_TYPE.ENHANCED_PACKET:
      case BLOCK_TYPE.PACKET:
        readPacket(block, this.#interfaces, this.#frame);
        this.#deliver();
        break;
      case BLOCK_TYPE.SIMPLE_PACKET:
        readSimplePacket(block, this.#interfaces, this.#frame);
        this.#deliver();
        break;
      case BLOCK_TYPE.SECTION_HEADER:
        checkSection(block);
        this.#interfaces = [];
        break;
      case BLOCK_TYPE.INTERFACE_DESCRIPTION:
        this.#addInterface(block);
        break;
      default:
        // "A reader MUST skip block types it does not know" (pcapng draft section 3.1).
        break;
    }
  }

  #deliver(): void {
    this.#frame.number += 1;
    this.#onFrame(this.#frame);
  }

  #addInterface(block: Block): void {
    if (this.#interfaces.length === INTERFACE_LIMIT) {
      damaged(
        block.offsetBytes,
        `section has more than the limit of ${INTERFACE_LIMIT} interfaces`,
      );
    }
    this.#interfaces.push(readInterface(block));
  }
}

function readByteOrder({ octets, position, offsetBytes }: ReadWindow): ByteOrder {
  if (octets.readUInt32LE(position + 8) === BYTE_ORDER_MAGIC) return "little";
  if (octets.readUInt32BE(position + 8) === BYTE_ORDER_MAGIC) return "big";
  const hex = octets.toString("hex", position + 8, position + 12);
  return damaged(offsetBytes, `section header has the byte-order magic ${hex}, which is none`);
}

function checkSection(block: Block): void {
  checkBody(block, SECTION_FIXED_LENGTH, "a Section Header Block");
  const major = readUint16(block.octets, block.start + 4, block.byteOrder);
  if (major !== VERSION_MAJOR) {
    const what = `version ${major} of pcapng is not known, only ${VERSION_MAJOR}`;
    throw new CaptureError(block.offsetBytes, `${what}; the file is damaged or from a later tool`);
  }
}
