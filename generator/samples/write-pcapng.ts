import { type ByteOrder, uint16, uint32 } from "../capture/byte-order.js";
import { countUnitsPerSecond, DEFAULT_TSRESOL } from "../capture/clock.js";
import { align, BLOCK_OVERHEAD, BLOCK_TYPE, BYTE_ORDER_MAGIC, OPTION } from "../capture/pcapng.js";

/** An Interface Description Block to write. */
export interface PcapngInterface {
  readonly linkType: number;
  /** 0, no limit, where absent. */
  readonly snapLength?: number;
  readonly name?: string;
  /** The octet of if_tsresol: 6 for microseconds, 9 for nanoseconds; 6 where absent. */
  readonly tsresol?: number;
  /** Seconds to add to each timestamp in the file, which is the less by as much. */
  readonly tsoffset?: bigint;
}

/** An Enhanced Packet Block to write. */
export interface PcapngPacket {
  /** Index in the section's `interfaces`. */
  readonly interface: number;
  /** Since 1970, UTC; digits beyond the interface's resolution are cut. */
  readonly timeNanoseconds: bigint;
  readonly octets: Uint8Array;
  /** Octets on the wire; those of `octets` where absent. */
  readonly originalLength?: number;
  readonly comment?: string;
}

/** A section to write: its header, all interfaces, then the packets. */
export interface PcapngSection {
  /** Little where absent. */
  readonly byteOrder?: ByteOrder;
  readonly comment?: string;
  /** shb_userappl: the application that wrote the section. */
  readonly application?: string;
  readonly interfaces: readonly PcapngInterface[];
  /** Walked once, so it may make them as it goes. */
  readonly packets: Iterable<PcapngPacket>;
}

type Entry = readonly [code: number, value: string | Uint8Array | undefined];

const SECOND = 1_000_000_000n;

/**
 * Writes a pcapng file of version 1.0 (draft-ietf-opsawg-pcapng section 4).
 * Throws `RangeError` where a number does not fit its field, `Error` for an unknown interface.
 */
export function writePcapng(file: { readonly sections: readonly PcapngSection[] }): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const section of file.sections) {
    const { byteOrder = "little", interfaces } = section;
    blocks.push(sectionHeader(byteOrder, section));
    for (const one of interfaces) blocks.push(describeInterface(byteOrder, one));
    for (const one of section.packets) blocks.push(enhancedPacket(byteOrder, one, interfaces));
  }
  return Buffer.concat(blocks);
}

function sectionHeader(byteOrder: ByteOrder, { comment, application }: PcapngSection): Buffer {
  const body = Buffer.concat([
    uint32(BYTE_ORDER_MAGIC, byteOrder),
    uint16(1, byteOrder),
    uint16(0, byteOrder),
    Buffer.alloc(8, 0xff), // section length -1: not said
    options(byteOrder, [
      [OPTION.COMMENT, comment],
      [OPTION.SHB_USERAPPL, application],
    ]),
  ]);
  return block(byteOrder, BLOCK_TYPE.SECTION_HEADER, body);
}

function describeInterface(byteOrder: ByteOrder, described: PcapngInterface): Buffer {
  const { tsresol, tsoffset } = described;
  const body = Buffer.concat([
    uint16(described.linkType, byteOrder),
    uint16(0, byteOrder),
    uint32(described.snapLength ?? 0, byteOrder),
    options(byteOrder, [
      [OPTION.IF_NAME, described.name],
      [OPTION.IF_TSRESOL, tsresol === undefined ? undefined : Buffer.of(tsresol)],
      [OPTION.IF_TSOFFSET, tsoffset === undefined ? undefined : int64(tsoffset, byteOrder)],
    ]),
  ]);
  return block(byteOrder, BLOCK_TYPE.INTERFACE_DESCRIPTION, body);
}

function enhancedPacket(
  byteOrder: ByteOrder,
  packet: PcapngPacket,
  interfaces: readonly PcapngInterface[],
): Buffer {
  const origin = interfaces[packet.interface];
  if (origin === undefined) throw new Error(`no interface ${packet.interface} in the section`);
  const units = countUnits(packet.timeNanoseconds, origin);
  const body = Buffer.concat([
    uint32(packet.interface, byteOrder),
    uint32(Number(units >> 32n), byteOrder),
    uint32(Number(units & 0xffffffffn), byteOrder),
    uint32(packet.octets.length, byteOrder),
    uint32(packet.originalLength ?? packet.octets.length, byteOrder),
    pad(packet.octets),
    options(byteOrder, [[OPTION.COMMENT, packet.comment]]),
  ]);
  return block(byteOrder, BLOCK_TYPE.ENHANCED_PACKET, body);
}

function countUnits(timeNanoseconds: bigint, origin: PcapngInterface): bigint {
  const { tsresol = DEFAULT_TSRESOL, tsoffset = 0n } = origin;
  return ((timeNanoseconds - tsoffset * SECOND) * countUnitsPerSecond(tsresol)) / SECOND;
}

/** opt_endofopt ends a list only where there are options (pcapng draft section 3.5). */
function options(byteOrder: ByteOrder, entries: readonly Entry[]): Buffer {
  const written = entries.flatMap(([code, value]) => {
    if (value === undefined) return [];
    const octets = typeof value === "string" ? Buffer.from(value, "utf8") : value;
    return [uint16(code, byteOrder), uint16(octets.length, byteOrder), pad(octets)];
  });
  return Buffer.concat(written.length === 0 ? [] : [...written, Buffer.alloc(4)]);
}

function block(byteOrder: ByteOrder, type: number, body: Buffer): Buffer {
  const length = uint32(BLOCK_OVERHEAD + body.length, byteOrder);
  return Buffer.concat([uint32(type, byteOrder), length, body, length]);
}

function int64(value: bigint, byteOrder: ByteOrder): Buffer {
  const octets = Buffer.alloc(8);
  if (byteOrder === "little") octets.writeBigInt64LE(value);
  else octets.writeBigInt64BE(value);
  return octets;
}

function pad(octets: Uint8Array): Uint8Array {
  return Buffer.concat([octets, Buffer.alloc(align(octets.length) - octets.length)]);
}
