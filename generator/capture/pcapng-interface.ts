import { readUint16, readUint32 } from "./byte-order.js";
import { type Clock, createPcapngClock, DEFAULT_TSRESOL } from "./clock.js";
import { type Block, checkBody, damaged } from "./pcapng-block.js";
import { OPTION, readOptions } from "./pcapng-option.js";

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
