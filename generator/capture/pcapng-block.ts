import { type ByteOrder, readUint16, readUint32, uint16, uint32 } from "./byte-order.js";
import { CaptureError, type ReadWindow } from "./frame.js";
import { concatOctets } from "./octets.js";

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

/** What the body of a packet block has before the octets of the packet. */
export const PACKET_FIXED_LENGTH = 20;

/** Block type and both block total lengths: what a block has at least. */
export const BLOCK_OVERHEAD = 12;

/** More octets than this no block may have. */
export const BLOCK_LIMIT = 16 * 1024 * 1024;

/** Option codes (pcapng draft sections 3.5, 4.1 and 4.2). */
export const OPTION = {
  END: 0,
  COMMENT: 1,
  IF_NAME: 2,
  SHB_USERAPPL: 4,
  IF_TSRESOL: 9,
  IF_FCSLEN: 13,
  IF_TSOFFSET: 14,
} as const;

/** Rounds up to the 32 bits that everything in a block is padded to (pcapng draft section 3.1). */
export function align(length: number): number {
  return Math.ceil(length / 4) * 4;
}

/** One block, all of it at hand. */
export interface Block {
  readonly type: number;
  readonly byteOrder: ByteOrder;
  /** Octets of the file that hold its body. */
  readonly octets: Uint8Array;
  /** Where in them its body begins: all but the block type and the two block total lengths. */
  readonly start: number;
  readonly length: number;
  /** Place of the block in the file. */
  readonly offsetBytes: number;
}

/**
 * The block at the window's place, whose measured `length` octets are all there.
 * Throws `CaptureError` where its two block total lengths differ (pcapng draft section 3.1).
 */
export function readBlock(
  { octets, position, offsetBytes }: ReadWindow,
  length: number,
  byteOrder: ByteOrder,
): Block {
  const type = readUint32(octets, position, byteOrder);
  const start = position + 8;
  const end = position + length - 4;
  const trailing = readUint32(octets, end, byteOrder);
  if (trailing !== length) {
    damaged(offsetBytes, `block says ${length} octets at its start but ${trailing} at its end`);
  }
  return { type, byteOrder, octets, start, length: end - start, offsetBytes };
}

/** Throws `CaptureError`: `what` is wrong at `offsetBytes`, and no reader can help it. */
export function damaged(offsetBytes: number, what: string): never {
  throw new CaptureError(offsetBytes, `${what}; the file is damaged`);
}

/** One option: its code, and its value without padding. */
interface Option {
  readonly code: number;
  readonly value: Uint8Array;
  /** Where in the block body the next option begins. */
  readonly end: number;
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
  while (position + 4 <= body.length) {
    const code = readUint16(body, position, byteOrder);
    if (code === OPTION.END) return;
    const valueStart = position + 4;
    const valueEnd = valueStart + readUint16(body, position + 2, byteOrder);
    if (valueEnd > body.length) {
      const excess = valueEnd - body.length;
      damaged(block.offsetBytes, `option ${code} goes ${excess} octets beyond its block`);
    }
    position = align(valueEnd);
    yield { code, value: body.subarray(valueStart, valueEnd), end: position };
  }
}

/** An option to write. */
export type OptionEntry = readonly [code: number, value: string | Uint8Array];

/** opt_endofopt, which ends a list of options (pcapng draft section 3.5). */
export const END_OF_OPTIONS = new Uint8Array(4);

/** Options without their end; throws `RangeError` where a value has more than 65,535 octets. */
export function encodeOptions(byteOrder: ByteOrder, entries: readonly OptionEntry[]): Uint8Array {
  const parts = entries.flatMap(([code, value]) => {
    const octets = typeof value === "string" ? new TextEncoder().encode(value) : value;
    return [uint16(code, byteOrder), uint16(octets.length, byteOrder), pad(octets)];
  });
  return concatOctets(parts);
}

/** A block with such a body, whose length is a multiple of 4. */
export function encodeBlock(byteOrder: ByteOrder, type: number, body: Uint8Array): Uint8Array {
  const length = uint32(BLOCK_OVERHEAD + body.length, byteOrder);
  return concatOctets([uint32(type, byteOrder), length, body, length]);
}

/** The octets, filled up with zeros to 32 bits. */
export function pad(octets: Uint8Array): Uint8Array {
  return concatOctets([octets, new Uint8Array(align(octets.length) - octets.length)]);
}
