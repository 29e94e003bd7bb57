import { type ByteOrder, uint16, uint32 } from "./byte-order.js";
import {
  align,
  BLOCK_OVERHEAD,
  BLOCK_TYPE,
  BYTE_ORDER_MAGIC,
  END_OF_OPTIONS,
  encodeBlock,
  encodeOptions,
  OPTION,
  type OptionEntry,
  PACKET_FIXED_LENGTH,
} from "./pcapng-block.js";

/** What a Section Header Block says. */
export interface SectionHeader {
  readonly comment?: string;
  /** shb_userappl: the application that wrote the section. */
  readonly application?: string;
}

/** What an Interface Description Block says. */
export interface PcapngInterface {
  readonly linkType: number;
  /** 0, no limit, where absent. */
  readonly snapLength?: number;
  readonly name?: string;
  /** The octet of if_tsresol: 6 for microseconds, 9 for nanoseconds; 6 where absent. */
  readonly tsresol?: number;
  /** Octets of the frame check sequence, in the way that Wireshark reads if_fcslen. */
  readonly checkSequenceLength?: number;
  /** Seconds to add to each timestamp in the file, which is the less by as much. */
  readonly tsoffset?: bigint;
}

/** What an Enhanced Packet Block says. */
export interface EnhancedPacket {
  /** Index of the interface in its section. */
  readonly interface: number;
  /** Since 1970, in units of the interface's resolution. */
  readonly timestamp: bigint;
  readonly octets: Uint8Array;
  /** Octets on the wire. */
  readonly originalLength: number;
  readonly comments: readonly string[];
}

/** Throws `RangeError` where a text is too long for an option. */
export function encodeSectionHeader(
  byteOrder: ByteOrder,
  { comment, application }: SectionHeader,
): Uint8Array {
  const body = Buffer.concat([
    uint32(BYTE_ORDER_MAGIC, byteOrder),
    uint16(1, byteOrder),
    uint16(0, byteOrder),
    Buffer.alloc(8, 0xff), // section length -1: not said
    optionsOf(byteOrder, [
      [OPTION.COMMENT, comment],
      [OPTION.SHB_USERAPPL, application],
    ]),
  ]);
  return encodeBlock(byteOrder, BLOCK_TYPE.SECTION_HEADER, body);
}

/** Throws `RangeError` where a number does not fit its field. */
export function encodeInterface(byteOrder: ByteOrder, described: PcapngInterface): Uint8Array {
  const { tsresol, checkSequenceLength, tsoffset } = described;
  const octet = (value: number | undefined) => (value === undefined ? value : Buffer.of(value));
  const body = Buffer.concat([
    uint16(described.linkType, byteOrder),
    uint16(0, byteOrder),
    uint32(described.snapLength ?? 0, byteOrder),
    optionsOf(byteOrder, [
      [OPTION.IF_NAME, described.name],
      [OPTION.IF_TSRESOL, octet(tsresol)],
      [OPTION.IF_FCSLEN, octet(checkSequenceLength)],
      [OPTION.IF_TSOFFSET, tsoffset === undefined ? undefined : int64(tsoffset, byteOrder)],
    ]),
  ]);
  return encodeBlock(byteOrder, BLOCK_TYPE.INTERFACE_DESCRIPTION, body);
}

/** Makes one buffer, for whole captures go through it; throws `RangeError` as the others do. */
export function encodePacket(byteOrder: ByteOrder, packet: EnhancedPacket): Buffer {
  const { timestamp, octets, comments } = packet;
  const options = optionsOf(
    byteOrder,
    comments.map((comment) => [OPTION.COMMENT, comment]),
  );
  const optionsStart = 8 + PACKET_FIXED_LENGTH + align(octets.length);
  const length = optionsStart + options.length + BLOCK_OVERHEAD - 8;
  const block = Buffer.alloc(length);
  const fields = [
    BLOCK_TYPE.ENHANCED_PACKET,
    length,
    packet.interface,
    Number(timestamp >> 32n),
    Number(timestamp & 0xffffffffn),
    octets.length,
    packet.originalLength,
  ];
  const write = (value: number, offset: number): void => {
    if (byteOrder === "little") block.writeUInt32LE(value, offset);
    else block.writeUInt32BE(value, offset);
  };
  for (const [at, value] of fields.entries()) write(value, at * 4);
  block.set(octets, fields.length * 4);
  block.set(options, optionsStart);
  write(length, length - 4);
  return block;
}

/** Those options that have a value, with their end where there are any. */
function optionsOf(
  byteOrder: ByteOrder,
  entries: readonly (readonly [code: number, value: OptionEntry[1] | undefined])[],
): Buffer {
  const present = entries.flatMap(([code, value]): readonly OptionEntry[] =>
    value === undefined ? [] : [[code, value]],
  );
  if (present.length === 0) return Buffer.alloc(0);
  return Buffer.concat([encodeOptions(byteOrder, present), END_OF_OPTIONS]);
}

function int64(value: bigint, byteOrder: ByteOrder): Buffer {
  const octets = Buffer.alloc(8);
  if (byteOrder === "little") octets.writeBigInt64LE(value);
  else octets.writeBigInt64BE(value);
  return octets;
}
