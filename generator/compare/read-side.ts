import { uint16At } from "../capture/byte-order.js";
import type { Frame } from "../capture/frame.js";
import { type IpHeader, sourceOf } from "../capture/ip-packet.js";
import { showHex, showLatin1 } from "../capture/octets.js";
import { readCapture } from "../capture/read-capture.js";
import {
  capturedPayload,
  endpointsOf,
  SegmentReader,
  type TcpSegment,
} from "../capture/tcp-segment.js";
import { findFormat } from "../decode/read-payload.js";
import {
  type ClockDifference,
  type HeaderField,
  PAYLOAD_ABSENT,
  PAYLOAD_UNREAD,
  type SeenAt,
} from "../model/comparison.js";
import type { Model } from "../model/model.js";
import { TCP_FLAG } from "../model/tcp-flag.js";

/** The fields of a header as they may be compared; what its IP version does not have is undefined. */
type Headers = Readonly<Record<Exclude<HeaderField, keyof SeenAt>, string | number | undefined>>;

/** An RST of one capture, with all that is evidence for which one it is in the other. */
export interface SeenReset extends SeenAt, Headers {
  /** Since 1970; NaN where the capture has no time. */
  readonly seconds: number;
  readonly timeToLive: number;
  /** What was captured of the payload, and no more than `KEPT_OCTETS`: one character an octet. */
  readonly payload: string;
}

/** More than any segment that is not on a loopback interface; the rest is as if not captured. */
const KEPT_OCTETS = 2048;

/** Copies what must outlive the frame. */
function seeReset(model: Model, segment: TcpSegment, frame: Frame): SeenReset {
  const { packet, octets, lengthBytes } = segment;
  const captured = capturedPayload(segment);
  const format = findFormat(model.formats, { octets: captured, lengthBytes });
  const trafficClass = trafficClassOf(packet);
  return {
    frame: frame.number,
    ...(frame.time !== undefined && { time: frame.time }),
    ...endpointsOf(segment),
    lengthBytes,
    format: lengthBytes === 0 ? PAYLOAD_ABSENT : (format?.id ?? PAYLOAD_UNREAD),
    seconds: frame.seconds,
    "sequence-number": segment.sequenceNumber >>> 0,
    "acknowledgment-number": segment.acknowledgmentNumber >>> 0,
    "control-bits": segment.flags,
    window: segment.window,
    options: showHex(octets.subarray(segment.optionsStart, segment.optionsEnd)),
    timeToLive: packet.timeToLive,
    dscp: trafficClass >> 2,
    ecn: trafficClass & 3,
    identification: packet.identification,
    payload: showLatin1(captured.subarray(0, KEPT_OCTETS)),
  };
}

/** The octet that was once the Type of Service (RFC 2474 section 3, RFC 3168 section 5). */
function trafficClassOf({ octets, addressesStart, addressLength }: IpHeader): number {
  if (addressLength === 4) return octets[addressesStart - 11] ?? 0;
  return (uint16At(octets, addressesStart - 8) >> 4) & 0xff;
}

/** What is kept of one capture: its RSTs, and what sets its clock and its place against another. */
export interface CaptureSide {
  /** The capture's name. */
  readonly file: string;
  readonly resets: SeenReset[];
  frames: number;
  /** RSTs beyond the limit. */
  notCompared: number;
  /** Between these the capture has all RSTs; NaN where it has no time. */
  firstSeconds: number;
  lastSeconds: number;
  /** When a SYN or RST was seen; NaN where several look alike. */
  readonly landmarks: Map<string, number>;
  /** The TTL that SYN segments of an address had here. */
  readonly timesToLive: Map<string, number>;
}

/** RSTs that are kept of each capture: two that are full take about 700 MB. */
export const DEFAULT_RESET_LIMIT = 262_144;
const LANDMARK_LIMIT = 65_536;
const ADDRESS_LIMIT = 65_536;

/**
 * Reads one capture to its end. Its memory grows with the RSTs, up to `resetLimit`, and not with the
 * capture. Rejects with `CaptureError` where the capture is damaged.
 */
export async function readSide(
  model: Model,
  { file, chunks }: { readonly file: string; readonly chunks: AsyncIterable<Uint8Array> },
  resetLimit: number,
): Promise<CaptureSide> {
  const side: CaptureSide = {
    file,
    resets: [],
    frames: 0,
    notCompared: 0,
    firstSeconds: Number.NaN,
    lastSeconds: Number.NaN,
    landmarks: new Map(),
    timesToLive: new Map(),
  };
  const segments = new SegmentReader(TCP_FLAG.RST | TCP_FLAG.SYN);
  await readCapture(chunks, (frame) => {
    side.frames = frame.number;
    const { seconds } = frame;
    if (!(seconds >= side.firstSeconds)) side.firstSeconds = seconds;
    if (side.notCompared === 0 && !(seconds <= side.lastSeconds)) side.lastSeconds = seconds;
    for (let one = segments.read(frame); one !== undefined; one = segments.readNext()) {
      addLandmark(side, one, seconds);
      if ((one.flags & TCP_FLAG.RST) === 0) addTimeToLive(side, one);
      else if (side.resets.length < resetLimit) side.resets.push(seeReset(model, one, frame));
      else side.notCompared += 1;
    }
  });
  return side;
}

function addLandmark({ landmarks }: CaptureSide, segment: TcpSegment, seconds: number): void {
  const { flags, sequenceNumber, acknowledgmentNumber } = segment;
  if (sequenceNumber === 0 && acknowledgmentNumber === 0) return;
  const key = `${flags} ${sequenceNumber} ${acknowledgmentNumber}`;
  if (landmarks.has(key)) landmarks.set(key, Number.NaN);
  else if (landmarks.size < LANDMARK_LIMIT) landmarks.set(key, seconds);
}

function addTimeToLive({ timesToLive }: CaptureSide, { packet }: TcpSegment): void {
  const address = sourceOf(packet);
  const known = timesToLive.get(address);
  if (known === undefined && timesToLive.size >= ADDRESS_LIMIT) return;
  timesToLive.set(address, Math.max(known ?? 0, packet.timeToLive));
}

/** Compares the clocks of two captures by the segments that are in both and unmistakable. */
export function compareClocks(
  sender: CaptureSide,
  receiver: CaptureSide,
): ClockDifference | undefined {
  const differences: number[] = [];
  for (const [key, sent] of sender.landmarks) {
    const difference = (receiver.landmarks.get(key) ?? Number.NaN) - sent;
    if (!Number.isNaN(difference)) differences.push(difference);
  }
  if (differences.length === 0) return undefined;
  const seconds = medianOf(differences);
  return {
    seconds,
    spreadSeconds: medianOf(differences.map((one) => Math.abs(one - seconds))),
    landmarks: differences.length,
  };
}

function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] ?? Number.NaN;
  const lower = sorted[(sorted.length - 1) >> 1] ?? Number.NaN;
  return (lower + upper) / 2;
}

/** A quiet link has no frames that would show that it was still captured. */
const QUIET_SECONDS = 10;

/**
 * Whether a capture was running at a time, of its own clock. The last frames say so only nearly:
 * what comes soon after them counts; where RSTs beyond the limit were left out, what is near does not.
 */
export function covers(side: CaptureSide, seconds: number): boolean {
  const end = side.lastSeconds + (side.notCompared > 0 ? -QUIET_SECONDS : QUIET_SECONDS);
  return !(seconds < side.firstSeconds - QUIET_SECONDS || seconds > end);
}
