import { type ByteOrder, readUint16, readUint32 } from "./byte-order.js";
import { type Clock, createPcapngClock, DEFAULT_TSRESOL } from "./clock.js";
import { CaptureError } from "./frame.js";

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
export interface Block {
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

/** Throws `CaptureError` where `length` is no block total length (pcapng draft section 3.1). */
export function checkBlockLength(length: number, offsetBytes: number): void {
  if (length < BLOCK_OVERHEAD) {
    damaged(offsetBytes, `block says ${length} octets, less than the ${BLOCK_OVERHEAD} of any`);
  }
  if (length % 4 !== 0) damaged(offsetBytes, `block says ${length} octets, no multiple of 4`);
  if (length > BLOCK_LIMIT) {
    damaged(offsetBytes, `block says ${length} octets, more than the limit of ${BLOCK_LIMIT}`);
  }
}

/** Throws `CaptureError` where the two block total lengths differ (pcapng draft section 3.1). */
export function checkTrailingLength(trailing: number, length: number, offsetBytes: number): void {
  if (trailing !== length) {
    damaged(offsetBytes, `block says ${length} octets at its start but ${trailing} at its end`);
  }
}

/** Throws `CaptureError` where the body of `block` has less than `needed` octets. */
export function checkBody({ length, offsetBytes }: Block, needed: number, name: string): void {
  if (length < needed) {
    damaged(offsetBytes, `${name} has a body of ${length} octets, but needs ${needed}`);
  }
}

/** Throws `CaptureError`: `what` is wrong at `offsetBytes`, and no reader can help it. */
export function damaged(offsetBytes: number, what: string): never {
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

const OPTION_HEADER_LENGTH = 4;

/** One option: its code, and its value without padding. */
export interface Option {
  readonly code: number;
  readonly value: Buffer;
}

/**
 * Reads the options from `start` of the block body up to opt_endofopt or the end of the body, one
 * at a time, because a hostile block can have millions.
 * Throws `CaptureError` where one is longer than the body (pcapng draft section 3.5).
 */
export function* readOptions(block: Block, start: number): Generator<Option, void> {
  const { byteOrder } = block;
  const body = block.octets.subarray(block.start, block.start + block.length);
  let position = start;
  while (position + OPTION_HEADER_LENGTH <= body.length) {
    const code = readUint16(body, position, byteOrder);
    if (code === OPTION.END) return;
    const valueStart = position + OPTION_HEADER_LENGTH;
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
export function joinComments(options: Iterable<Option>): string | undefined {
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
export interface CaptureInterface {
  readonly linkType: number;
  /** 0 means no limit. */
  readonly snapLength: number;
  readonly clock: Clock;
}

const FIXED_LENGTH = 8;

/**
 * Reads an Interface Description Block (pcapng draft section 4.2):
 *
 *     link type(2) reserved(2) snapshot length(4) options
 *
 * Throws `CaptureError` where the block is too short or an option has the wrong length.
 */
export function readInterface(block: Block): CaptureInterface {
  checkBody(block, FIXED_LENGTH, "an Interface Description Block");
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
  for (const { code: present, value } of readOptions(block, FIXED_LENGTH)) {
    if (present === code) found = value;
  }
  if (found === undefined || found.length === length) return found;
  const what = `option ${code} has ${found.length} octets, but must have ${length}`;
  return damaged(block.offsetBytes, what);
}

function readInt64(value: Buffer, { byteOrder }: Block): bigint {
  return byteOrder === "little" ? value.readBigInt64LE(0) : value.readBigInt64BE(0);
}
