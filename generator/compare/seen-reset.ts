import { findFormat } from "../capture/find-format.js";
import type { Frame } from "../capture/frame.js";
import { formatAddress } from "../capture/ip-address.js";
import { destinationOf, type IpHeader, sourceOf } from "../capture/ip-packet.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import { PAYLOAD_ABSENT, PAYLOAD_UNREAD, type SeenAt } from "../model/comparison.js";
import type { Model } from "../model/model.js";

/** An RST of one capture, with all that is evidence for which one it is in the other. */
export interface SeenReset extends SeenAt {
  /** Since 1970; NaN where the capture has no time. */
  readonly seconds: number;
  /** Unsigned, as the acknowledgment number. */
  readonly sequenceNumber: number;
  readonly acknowledgmentNumber: number;
  readonly controlBits: number;
  readonly window: number;
  /** In hex. */
  readonly options: string;
  readonly timeToLive: number;
  readonly dscp: number;
  readonly ecn: number;
  readonly identification: number | undefined;
  /** What was captured of the payload, and no more than `KEPT_OCTETS`: one character an octet. */
  readonly payload: string;
}

/** More than any segment that is not on a loopback interface; the rest is as if not captured. */
const KEPT_OCTETS = 2048;

/** Copies what must outlive the frame. */
export function seeReset(model: Model, segment: TcpSegment, frame: Frame): SeenReset {
  const { packet, octets, textStart, lengthBytes } = segment;
  const captured = octets.subarray(textStart, segment.capturedEnd);
  const trafficClass = trafficClassOf(packet);
  const { time } = frame;
  return {
    frame: frame.number,
    ...(time !== undefined && { time }),
    source: { address: formatAddress(sourceOf(packet)), port: segment.sourcePort },
    destination: { address: formatAddress(destinationOf(packet)), port: segment.destinationPort },
    lengthBytes,
    format: formatOf(model, captured, lengthBytes),
    seconds: frame.seconds,
    sequenceNumber: segment.sequenceNumber >>> 0,
    acknowledgmentNumber: segment.acknowledgmentNumber >>> 0,
    controlBits: segment.flags,
    window: segment.window,
    options: octets.toString("hex", segment.optionsStart, segment.optionsEnd),
    timeToLive: packet.timeToLive,
    dscp: trafficClass >> 2,
    ecn: trafficClass & 3,
    identification: packet.identification,
    payload: captured.toString("latin1", 0, KEPT_OCTETS),
  };
}

function formatOf(model: Model, octets: Buffer, lengthBytes: number): string {
  if (lengthBytes === 0) return PAYLOAD_ABSENT;
  return findFormat(model.formats, { octets, lengthBytes })?.id ?? PAYLOAD_UNREAD;
}

/** The octet that was once the Type of Service (RFC 2474 section 3, RFC 3168 section 5). */
function trafficClassOf({ octets, addressesStart, addressLength }: IpHeader): number {
  if (addressLength === 4) return octets.readUInt8(addressesStart - 11);
  return (octets.readUInt16BE(addressesStart - 8) >> 4) & 0xff;
}
