import { readUint16 } from "./byte-order.js";
import { type Block, damaged } from "./pcapng-block.js";

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
