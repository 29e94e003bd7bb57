import { readUint16, readUint32 } from "./byte-order.js";
import type { CurrentFrame } from "./frame.js";
import { BLOCK_TYPE, type Block, checkBody, damaged } from "./pcapng-block.js";
import type { CaptureInterface } from "./pcapng-interface.js";
import { align, joinComments, readOptions } from "./pcapng-option.js";

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
export function readPacket(
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
export function readSimplePacket(
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
