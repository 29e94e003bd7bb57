import { type ByteOrder, readUint16, readUint32 } from "./byte-order.js";
import { type Clock, createPcapClock, type FractionDigits } from "./clock.js";
import { CaptureError, CurrentFrame, type ReadWindow, type RecordReader } from "./frame.js";

const FILE_HEADER_LENGTH = 24;
const RECORD_HEADER_LENGTH = 16;
/** With interface(4) protocol(2) packet type(1) padding(1) behind the rest. */
const MODIFIED_HEADER_LENGTH = 24;
const VERSION_MAJOR = 2;
/** MAXIMUM_SNAPLEN of libpcap: the least that every reader accepts. */
const COMMON_LIMIT = 262_144;
const HIGHEST_LIMIT = 16 * 1024 * 1024;
/** Bit of the last header field by which the four above it tell a length. */
const CHECK_SEQUENCE_PRESENT = 0x04000000;

/** What the magic number of a pcap file says of it. */
export interface PcapVariant {
  readonly byteOrder: ByteOrder;
  readonly fractionDigits: FractionDigits;
  /** Whether records have what Alexey Kuznetsov's libpcap of Linux added to them. */
  readonly isModified: boolean;
}

const VARIANTS: ReadonlyMap<number, PcapVariant> = new Map([
  [0xa1b2c3d4, { byteOrder: "big", fractionDigits: 6, isModified: false }],
  [0xd4c3b2a1, { byteOrder: "little", fractionDigits: 6, isModified: false }],
  [0xa1b23c4d, { byteOrder: "big", fractionDigits: 9, isModified: false }],
  [0x4d3cb2a1, { byteOrder: "little", fractionDigits: 9, isModified: false }],
  [0xa1b2cd34, { byteOrder: "big", fractionDigits: 6, isModified: true }],
  [0x34cdb2a1, { byteOrder: "little", fractionDigits: 6, isModified: true }],
]);

/** What the header of a pcap file says of all its packets. */
export interface PcapHeader {
  readonly linkType: number;
  readonly snapLength: number;
  /** Octets of the frame check sequence that each packet ends with; undefined where nobody knows. */
  readonly checkSequenceLength: number | undefined;
}

/** By the first four octets in network order; undefined where they are of no pcap file. */
export function pcapVariantOf(magic: number): PcapVariant | undefined {
  return VARIANTS.get(magic);
}

/**
 * Reader of the pcap format (draft-ietf-opsawg-pcap). A packet record is
 *
 *     seconds(4) fraction(4) captured length(4) original length(4) octets
 *
 * and in modified files 8 octets more ahead of the packet's.
 *
 * Records of more than 262,144 octets are taken for damage, or of more than the snapshot length
 * in the file header where that is larger, but never more than 16 MiB.
 */
export class PcapReader implements RecordReader {
  recordName = "the file header";
  readonly #byteOrder: ByteOrder;
  readonly #onFrame: (frame: CurrentFrame) => void;
  readonly #headerLength: number;
  readonly #frame = new CurrentFrame();
  readonly #clock: Clock;
  #header: PcapHeader | undefined;
  #limit = COMMON_LIMIT;

  constructor(
    { byteOrder, fractionDigits, isModified }: PcapVariant,
    onFrame: (frame: CurrentFrame) => void,
  ) {
    this.#headerLength = isModified ? MODIFIED_HEADER_LENGTH : RECORD_HEADER_LENGTH;
    this.#byteOrder = byteOrder;
    this.#onFrame = onFrame;
    this.#clock = createPcapClock(fractionDigits);
  }

  /** Undefined before it was read. */
  get header(): PcapHeader | undefined {
    return this.#header;
  }

  measure({ octets, position, offsetBytes }: ReadWindow): number {
    if (this.#header === undefined) return FILE_HEADER_LENGTH;
    if (octets.length - position < this.#headerLength) return this.#headerLength;
    const capturedLength = readUint32(octets, position + 8, this.#byteOrder);
    if (capturedLength > this.#limit) {
      throw new CaptureError(
        offsetBytes,
        `packet record says ${capturedLength} octets, more than the limit of ${this.#limit}; ` +
          "the file is damaged or not a capture",
      );
    }
    return this.#headerLength + capturedLength;
  }

  take(window: ReadWindow, length: number): void {
    if (this.#header === undefined) this.#header = this.#readHeader(window);
    else this.#takeRecord(window, length);
  }

  /** Of the last field, the high bits tell of a frame check sequence (pcap draft section 4). */
  #readHeader({ octets, position, offsetBytes }: ReadWindow): PcapHeader {
    const major = readUint16(octets, position + 4, this.#byteOrder);
    if (major !== VERSION_MAJOR) {
      const what = `version ${major} of pcap is not supported, only ${VERSION_MAJOR}`;
      throw new CaptureError(offsetBytes, `${what}; the file is damaged or not a capture`);
    }
    const snapLength = readUint32(octets, position + 16, this.#byteOrder);
    this.#limit = Math.min(Math.max(snapLength, COMMON_LIMIT), HIGHEST_LIMIT);
    const field = readUint32(octets, position + 20, this.#byteOrder);
    const linkType = field & 0xffff;
    this.#frame.linkType = linkType;
    this.recordName = "a packet record";
    const knowsLength = (field & CHECK_SEQUENCE_PRESENT) !== 0;
    // In words of 16 bits.
    const checkSequenceLength = knowsLength ? (field >>> 28) * 2 : undefined;
    return { linkType, snapLength, checkSequenceLength };
  }

  #takeRecord({ octets, position }: ReadWindow, length: number): void {
    const frame = this.#frame;
    frame.number += 1;
    frame.window = octets;
    frame.start = position + this.#headerLength;
    frame.end = position + length;
    const seconds = readUint32(octets, position, this.#byteOrder);
    frame.setTime(this.#clock, seconds, readUint32(octets, position + 4, this.#byteOrder));
    frame.originalLength = readUint32(octets, position + 12, this.#byteOrder);
    this.#onFrame(frame);
  }
}
