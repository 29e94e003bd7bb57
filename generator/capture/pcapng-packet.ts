import { readUint16, readUint32 } from "./byte-order.js";
import { CapturedFrame, type Frame } from "./frame.js";
import { BLOCK_TYPE, type Block, checkBody, damaged } from "./pcapng-block.js";
import type { CaptureInterface } from "./pcapng-interface.js";
import { align, joinComments, readOptions } from "./pcapng-option.js";

const PACKET_FIXED_LENGTH = 20;
const SIMPLE_FIXED_LENGTH = 4;

/** Where the packets of a section come from, and the number of the next frame. */
export interface PacketContext {
  readonly interfaces: readonly CaptureInterface[];
  readonly number: number;
}

/**
 * Reads an Enhanced Packet Block (pcapng draft section 4.3) or an obsolete Packet Block (appendix
 * A), which differ in the first four octets only:
 *
 *     interface(4), or interface(2) drops(2)
 *     timestamp high(4) low(4) captured length(4) original length(4) octets padding options
 *
 * Throws `CaptureError` where a length or the interface cannot be.
 */
export function readPacket(block: Block, context: PacketContext): Frame {
  const { body, byteOrder, type } = block;
  checkBody(block, PACKET_FIXED_LENGTH, "a packet block");
  const read = type === BLOCK_TYPE.PACKET ? readUint16 : readUint32;
  const origin = findInterface(block, context, read(body, 0, byteOrder));
  const end = PACKET_FIXED_LENGTH + readUint32(body, 12, byteOrder);
  checkBody(block, end, "a packet block of such a captured length");
  return new CapturedFrame({
    number: context.number,
    linkType: origin.linkType,
    octets: body.subarray(PACKET_FIXED_LENGTH, end),
    originalLength: readUint32(body, 16, byteOrder),
    comment: align(end) < body.length ? joinComments(readOptions(block, align(end))) : undefined,
    clock: origin.clock,
    timestampHigh: readUint32(body, 4, byteOrder),
    timestampLow: readUint32(body, 8, byteOrder),
  });
}

/**
 * Reads a Simple Packet Block (pcapng draft section 4.4): original length(4), octets, padding. It
 * is of interface 0 and has no captured length: that is what the snapshot length leaves.
 * Throws `CaptureError` where there are less octets, or no interface 0.
 */
export function readSimplePacket(block: Block, context: PacketContext): Frame {
  const { body, byteOrder } = block;
  checkBody(block, SIMPLE_FIXED_LENGTH, "a Simple Packet Block");
  const origin = findInterface(block, context, 0);
  const originalLength = readUint32(body, 0, byteOrder);
  const limit = origin.snapLength === 0 ? originalLength : origin.snapLength;
  const end = SIMPLE_FIXED_LENGTH + Math.min(originalLength, limit);
  checkBody(block, end, "a Simple Packet Block of such an original length");
  return new CapturedFrame({
    number: context.number,
    linkType: origin.linkType,
    octets: body.subarray(SIMPLE_FIXED_LENGTH, end),
    originalLength,
    comment: undefined,
    clock: undefined,
    timestampHigh: 0,
    timestampLow: 0,
  });
}

function findInterface(
  { offsetBytes }: Block,
  { interfaces }: PacketContext,
  id: number,
): CaptureInterface {
  const found = interfaces[id];
  if (found !== undefined) return found;
  const count = interfaces.length;
  return damaged(offsetBytes, `packet is of interface ${id}, but the section has ${count} so far`);
}
