import { type ByteOrder, int32At, readUint16, readUint32 } from "./byte-order.js";
import { CaptureError } from "./capture-error.js";
import { CurrentFrame, type OnFrame } from "./frame.js";
import {
  BLOCK_OVERHEAD,
  BLOCK_TYPE,
  type Block,
  BYTE_ORDER_MAGIC,
  checkBlockLength,
  checkBody,
  checkTrailingLength,
  damaged,
} from "./pcapng-block.js";
import { type CaptureInterface, readInterface } from "./pcapng-interface.js";
import { readPacket, readSimplePacket } from "./pcapng-packet.js";
import { countRemaining, type ReadWindow, type RecordReader } from "./record-reader.js";

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
