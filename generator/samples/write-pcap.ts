import { type ByteOrder, uint16, uint32 } from "../capture/byte-order.js";

/** One packet record to write. */
export interface PcapPacket {
  /** Since 1970, UTC; digits beyond the file's resolution are cut. */
  readonly timeNanoseconds: bigint;
  readonly octets: Uint8Array;
  /** Octets on the wire; those of `octets` where absent. */
  readonly originalLength?: number;
}

/** A pcap file to write. */
export interface PcapFile {
  readonly byteOrder: ByteOrder;
  readonly resolution: "microseconds" | "nanoseconds";
  readonly linkType: number;
  readonly snapLength: number;
  readonly packets: readonly PcapPacket[];
}

const MAGIC = { microseconds: 0xa1b2c3d4, nanoseconds: 0xa1b23c4d } as const;
const NANOSECONDS = { microseconds: 1000n, nanoseconds: 1n } as const;
const SECOND = 1_000_000_000n;

/**
 * Writes a pcap file of version 2.4 (draft-ietf-opsawg-pcap sections 4 and 5).
 * Throws `RangeError` where a number does not fit its field: times end in 2106.
 */
export function writePcap(file: PcapFile): Uint8Array {
  const { byteOrder } = file;
  const header = [
    uint32(MAGIC[file.resolution], byteOrder),
    uint16(2, byteOrder),
    uint16(4, byteOrder),
    Buffer.alloc(8),
    uint32(file.snapLength, byteOrder),
    uint32(file.linkType, byteOrder),
  ];
  return Buffer.concat([...header, ...file.packets.flatMap((packet) => record(file, packet))]);
}

function record({ byteOrder, resolution }: PcapFile, packet: PcapPacket): readonly Uint8Array[] {
  const { timeNanoseconds, octets } = packet;
  return [
    uint32(Number(timeNanoseconds / SECOND), byteOrder),
    uint32(Number((timeNanoseconds % SECOND) / NANOSECONDS[resolution]), byteOrder),
    uint32(octets.length, byteOrder),
    uint32(packet.originalLength ?? octets.length, byteOrder),
    octets,
  ];
}
