import { int32At } from "../capture/byte-order.js";
import type { Frame } from "../capture/frame.js";
import { readTcpOptions } from "../capture/tcp-options.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import type { End } from "./connection-key.js";
import { CONTENT, findAlert, recognise } from "./content.js";
import { packBits } from "./event-bits.js";
import type { StoredEvent } from "./event-store.js";

/** Control bits and end, of what `packBits` packs. */
const FLAGS_AND_END = 0x1ff;
/** No-Operation twice, then the kind and the length of the Timestamps option. */
const PADDED_TIMESTAMPS = 0x0101080a;

/** A segment as it will be stored; written anew for each one, so that none costs memory. */
export class CurrentEvent implements StoredEvent {
  frame = 0;
  seconds = Number.NaN;
  bits = 0;
  sequence = 0;
  acknowledgment = 0;
  length = 0;
  windowAndTimeToLive = 0;
  identification = -1;

  read(segment: TcpSegment, from: End, { number }: Frame, seconds: number): void {
    const { packet } = segment;
    const content = recognise(segment);
    const alert = content === CONTENT.FATAL_ALERT ? (findAlert(segment) ?? 0) : 0;
    const hasTimestamps = hasTimestampsOption(segment);
    this.frame = number;
    this.seconds = seconds;
    this.bits = packBits({ flags: segment.flags, from, hasTimestamps, content, alert });
    this.sequence = segment.sequenceNumber;
    this.acknowledgment = segment.acknowledgmentNumber;
    this.length = segment.lengthBytes;
    this.windowAndTimeToLive = segment.window | (packet.timeToLive << 16);
    this.identification = packet.identification ?? -1;
  }

  /** Whether the other event may be a copy of the same packet, captured elsewhere on its way. */
  isCopyOf(other: StoredEvent): boolean {
    return (
      other.sequence === this.sequence &&
      other.acknowledgment === this.acknowledgment &&
      other.length === this.length &&
      (other.windowAndTimeToLive & 0xffff) === (this.windowAndTimeToLive & 0xffff) &&
      other.identification === this.identification &&
      (other.bits & FLAGS_AND_END) === (this.bits & FLAGS_AND_END)
    );
  }
}

/** The usual place first: two octets of padding, then the option, in nearly every segment. */
function hasTimestampsOption({ octets, optionsStart, optionsEnd }: TcpSegment): boolean {
  const length = optionsEnd - optionsStart;
  if (length < 10) return false;
  if (length >= 12 && int32At(octets, optionsStart) === PADDED_TIMESTAMPS) return true;
  return readTcpOptions(octets, optionsStart, optionsEnd).hasTimestamps;
}
