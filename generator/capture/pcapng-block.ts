import type { ByteOrder } from "./byte-order.js";
import { CaptureError } from "./capture-error.js";

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
