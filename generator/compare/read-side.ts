import { formatAddress } from "../capture/ip-address.js";
import { sourceOf } from "../capture/ip-packet.js";
import { readCapture } from "../capture/read-capture.js";
import { RST_BIT } from "../capture/rst-filter.js";
import { createFrameReader } from "../capture/segment-reader.js";
import type { TcpSegment } from "../capture/tcp-segment.js";
import type { Model } from "../model/model.js";
import { type SeenReset, seeReset } from "./seen-reset.js";

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

/** A capture that is to be read. */
interface NamedCapture {
  readonly file: string;
  readonly chunks: AsyncIterable<Uint8Array>;
}

/** RSTs that are kept of each capture: two that are full take about 700 MB. */
export const DEFAULT_RESET_LIMIT = 262_144;
const LANDMARK_LIMIT = 65_536;
const ADDRESS_LIMIT = 65_536;
const SYN_BIT = 0x02;

/**
 * Reads one capture to its end. Its memory grows with the RSTs, up to `resetLimit`, and not with the
 * capture. Rejects with `CaptureError` where the capture is damaged.
 */
export async function readSide(
  model: Model,
  { file, chunks }: NamedCapture,
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
  const readSegment = createFrameReader();
  await readCapture(chunks, (frame) => {
    side.frames = frame.number;
    const { seconds } = frame;
    if (!(seconds >= side.firstSeconds)) side.firstSeconds = seconds;
    if (side.notCompared === 0 && !(seconds <= side.lastSeconds)) side.lastSeconds = seconds;
    const segment = readSegment(frame);
    if (segment === undefined || (segment.flags & (RST_BIT | SYN_BIT)) === 0) return;
    addLandmark(side, segment, seconds);
    if ((segment.flags & RST_BIT) === 0) addTimeToLive(side, segment);
    else if (side.resets.length < resetLimit) side.resets.push(seeReset(model, segment, frame));
    else side.notCompared += 1;
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
  const address = formatAddress(sourceOf(packet));
  const known = timesToLive.get(address);
  if (known === undefined && timesToLive.size >= ADDRESS_LIMIT) return;
  timesToLive.set(address, Math.max(known ?? 0, packet.timeToLive));
}
