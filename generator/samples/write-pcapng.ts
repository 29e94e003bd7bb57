import type { ByteOrder } from "../capture/byte-order.js";
import { countUnitsPerSecond, DEFAULT_TSRESOL } from "../capture/clock.js";
import {
  encodeInterface,
  encodePacket,
  encodeSectionHeader,
  type PcapngInterface,
  type SectionHeader,
} from "../capture/encode-pcapng.js";
import { type Model, provenanceLines } from "../model/model.js";

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
interface PcapngSection extends SectionHeader {
  /** Little where absent. */
  readonly byteOrder?: ByteOrder;
  readonly interfaces: readonly PcapngInterface[];
  /** Walked once, so it may make them as it goes. */
  readonly packets: Iterable<PcapngPacket>;
}

const SECOND = 1_000_000_000n;

/**
 * Writes a pcapng file of version 1.0 (draft-ietf-opsawg-pcapng section 4).
 * Throws `RangeError` where a number does not fit its field, `Error` for an unknown interface.
 */
export function writePcapng(file: { readonly sections: readonly PcapngSection[] }): Uint8Array {
  const blocks: Uint8Array[] = [];
  for (const section of file.sections) {
    const { byteOrder = "little", interfaces } = section;
    blocks.push(encodeSectionHeader(byteOrder, section));
    for (const one of interfaces) blocks.push(encodeInterface(byteOrder, one));
    for (const one of section.packets) blocks.push(encodeTimed(byteOrder, one, interfaces));
  }
  return Buffer.concat(blocks);
}

function encodeTimed(
  byteOrder: ByteOrder,
  packet: PcapngPacket,
  interfaces: readonly PcapngInterface[],
): Buffer {
  const origin = interfaces[packet.interface];
  if (origin === undefined) throw new Error(`no interface ${packet.interface} in the section`);
  const { octets, originalLength = octets.length, comment } = packet;
  return encodePacket(byteOrder, {
    interface: packet.interface,
    timestamp: countUnits(packet.timeNanoseconds, origin),
    octets,
    originalLength,
    comments: comment === undefined ? [] : [comment],
  });
}

function countUnits(timeNanoseconds: bigint, origin: PcapngInterface): bigint {
  const { tsresol = DEFAULT_TSRESOL, tsoffset = 0n } = origin;
  return ((timeNanoseconds - tsoffset * SECOND) * countUnitsPerSecond(tsresol)) / SECOND;
}

/** A capture file of `samples/`. */
export interface Sample {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Day of the specification, so that no clock decides on the octets of a sample. */
export const FIRST_PACKET_NANOSECONDS = BigInt(Date.UTC(2026, 4, 5, 12)) * 1_000_000n;
export const GAP_NANOSECONDS = 1_000_000n;

/** A frame of a sample, without its time. */
export type TimelessPacket = Omit<PcapngPacket, "interface" | "timeNanoseconds">;

/** A capture of one link type, with its origin; packets come a millisecond apart. */
export function writeSample(
  model: Model,
  linkType: number,
  packets: Iterable<TimelessPacket>,
): Uint8Array {
  const section = {
    comment: provenanceLines(model).join("\n"),
    application: "rstdiag",
    interfaces: [{ linkType }],
    packets: withTimes(packets),
  };
  return writePcapng({ sections: [section] });
}

/** The same of frames without comments. */
export function writeFrames(
  model: Model,
  linkType: number,
  frames: readonly Uint8Array[],
): Uint8Array {
  return writeSample(
    model,
    linkType,
    frames.map((octets) => ({ octets })),
  );
}

function* withTimes(packets: Iterable<TimelessPacket>): Generator<PcapngPacket> {
  let timeNanoseconds = FIRST_PACKET_NANOSECONDS;
  for (const packet of packets) {
    yield { ...packet, interface: 0, timeNanoseconds };
    timeNanoseconds += GAP_NANOSECONDS;
  }
}
