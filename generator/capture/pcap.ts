import { type ByteOrder, readUint16, readUint32 } from "./byte-order.js";
import { createPcapClock, type FractionDigits } from "./clock.js";
import {
  CaptureError,
  CurrentFrame,
  type OnFrame,
  type ReadWindow,
  type RecordReader,
} from "./frame.js";

const FILE_HEADER_LENGTH = 24;
const RECORD_HEADER_LENGTH = 16;
/** With interface(4) protocol(2) packet type(1) padding(1) behind the rest. */
const MODIFIED_HEADER_LENGTH = 24;
const VERSION_MAJOR = 2;
/** MAXIMUM_SNAPLEN of libpcap: the least that every reader accepts. */
const COMMON_LIMIT = 262_144;
const HIGHEST_LIMIT = 16 * 1024 * 1024;

interface PcapOptions {
  readonly byteOrder: ByteOrder;
  readonly fractionDigits: FractionDigits;
  /** Whether records have what Alexey Kuznetsov's libpcap of Linux added to them. */
  readonly isModified?: boolean;
  readonly onFrame: OnFrame;
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
  readonly #onFrame: OnFrame;
  readonly #headerLength: number;
  readonly #frame = new CurrentFrame();
  #inHeader = true;
  #limit = COMMON_LIMIT;

  constructor({ byteOrder, fractionDigits, onFrame, isModified = false }: PcapOptions) {
    this.#headerLength = isModified ? MODIFIED_HEADER_LENGTH : RECORD_HEADER_LENGTH;
    this.#byteOrder = byteOrder;
    this.#onFrame = onFrame;
    this.#frame.clock = createPcapClock(fractionDigits);
  }

  measure({ octets, position, offsetBytes }: ReadWindow): number {
    if (this.#inHeader) return FILE_HEADER_LENGTH;
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
    if (this.#inHeader) this.#takeHeader(window);
    else this.#takeRecord(window, length);
  }

  #takeHeader({ octets, position, offsetBytes }: ReadWindow): void {
    const major = readUint16(octets, position + 4, this.#byteOrder);
    if (major !== VERSION_MAJOR) {
      const what = `version ${major} of pcap is not supported, only ${VERSION_MAJOR}`;
      throw new CaptureError(offsetBytes, `${what}; the file is damaged or not a capture`);
    }
    const snapLength = readUint32(octets, position + 16, this.#byteOrder);
    this.#limit = Math.min(Math.max(snapLength, COMMON_LIMIT), HIGHEST_LIMIT);
    // The high bits tell the length of a frame check sequence (pcap draft section 4).
    this.#frame.linkType = readUint32(octets, position + 20, this.#byteOrder) & 0xffff;
    this.#inHeader = false;
    this.recordName = "a packet record";
  }

  #takeRecord({ octets, position }: ReadWindow, length: number): void {
    const frame = this.#frame;
    frame.number += 1;
    frame.window = octets;
    frame.start = position + this.#headerLength;
    frame.end = position + length;
    frame.timestampHigh = readUint32(octets, position, this.#byteOrder);
    frame.timestampLow = readUint32(octets, position + 4, this.#byteOrder);
    frame.originalLength = readUint32(octets, position + 12, this.#byteOrder);
    this.#onFrame(frame);
  }
}
