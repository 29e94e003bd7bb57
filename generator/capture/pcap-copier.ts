import type { Annotation } from "./annotation.js";
import type { ByteOrder } from "./byte-order.js";
import { encodeInterface, encodePacket, encodeSectionHeader } from "./encode-pcapng.js";
import type { CurrentFrame, ReadWindow, RecordReader } from "./frame.js";
import { type PcapHeader, PcapReader, type PcapVariant } from "./pcap.js";

/** Of the copy, whichever the capture has. */
const BYTE_ORDER: ByteOrder = "little";

/** Makes one section with one interface of a pcap file: the same packets at the same times. */
export class PcapCopier implements RecordReader {
  readonly #reader: PcapReader;
  readonly #annotation: Annotation;
  readonly #fractionDigits: number;
  readonly #unitsPerSecond: bigint;

  constructor(variant: PcapVariant, annotation: Annotation) {
    this.#reader = new PcapReader(variant, (frame) => this.#copyPacket(frame));
    this.#annotation = annotation;
    this.#fractionDigits = variant.fractionDigits;
    this.#unitsPerSecond = 10n ** BigInt(variant.fractionDigits);
  }

  get recordName(): string {
    return this.#reader.recordName;
  }

  measure(window: ReadWindow): number {
    return this.#reader.measure(window);
  }

  take(window: ReadWindow, length: number): void {
    const before = this.#reader.header;
    this.#reader.take(window, length);
    const { header } = this.#reader;
    if (before === undefined && header !== undefined) this.#copyHeader(header);
  }

  #copyHeader({ linkType, snapLength, checkSequenceLength }: PcapHeader): void {
    const described = {
      linkType,
      snapLength,
      tsresol: this.#fractionDigits,
      ...(checkSequenceLength !== undefined && { checkSequenceLength }),
    };
    this.#annotation.output.add(encodeSectionHeader(BYTE_ORDER, { application: "rstdiag" }));
    this.#annotation.output.add(encodeInterface(BYTE_ORDER, described));
  }

  #copyPacket({ number, timestampHigh, timestampLow, octets, originalLength }: CurrentFrame): void {
    const comments = this.#annotation.comments.get(number) ?? [];
    const timestamp = BigInt(timestampHigh) * this.#unitsPerSecond + BigInt(timestampLow);
    const packet = { interface: 0, timestamp, octets, originalLength, comments };
    this.#annotation.output.add(encodePacket(BYTE_ORDER, packet));
    this.#annotation.count(number, comments);
  }
}
