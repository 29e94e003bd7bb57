import { LINK_TYPE } from "../../generator/capture/protocol-numbers.js";
import { compareCaptures } from "../../generator/compare/compare-captures.js";
import { DEFAULT_RESET_LIMIT, readSide } from "../../generator/compare/read-side.js";
import type { ComparedReset, ComparisonSummary } from "../../generator/model/comparison.js";
import { TCP_FLAG } from "../../generator/model/tcp-flag.js";
import { buildIpv4 } from "../../generator/samples/build-ip.js";
import { buildTcp } from "../../generator/samples/build-tcp.js";
import { writePcap } from "../../generator/samples/write-pcap.js";
import { chunksOf } from "./decode.js";
import { ownModel } from "./models.js";

/** A segment of a test, an RST unless it says otherwise; only for tests. */
export interface TestSegment {
  /** Seconds since the capture began. */
  readonly at: number;
  readonly source?: string;
  readonly destination?: string;
  readonly sourcePort?: number;
  readonly destinationPort?: number;
  readonly sequence?: number;
  readonly acknowledgment?: number;
  readonly identification?: number;
  readonly flags?: number;
  readonly window?: number;
  readonly options?: Uint8Array;
  readonly payload?: Uint8Array;
  readonly timeToLive?: number;
  /** DSCP and ECN. */
  readonly trafficClass?: number;
  /** Octets of the payload that the snapshot length left. */
  readonly captured?: number;
}

const START_SECONDS = 1_700_000_000;

/** A capture of the segments, in their order; only for tests. */
export function pcapOf(segments: readonly TestSegment[]): Uint8Array {
  return writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.RAW,
    snapLength: 65_535,
    packets: segments.map((segment) => {
      const octets = packetOf(segment);
      const { payload = new Uint8Array(), captured = payload.length } = segment;
      return {
        timeNanoseconds: BigInt(Math.round((START_SECONDS + segment.at) * 1e6)) * 1000n,
        octets: octets.subarray(0, octets.length - payload.length + captured),
        originalLength: octets.length,
      };
    }),
  });
}

function packetOf(segment: TestSegment): Uint8Array {
  const { source = "198.51.100.7", destination = "192.0.2.1", options, payload } = segment;
  const octets = buildIpv4({
    source,
    destination,
    identification: segment.identification ?? 0,
    timeToLive: segment.timeToLive ?? 64,
    payload: buildTcp({
      source,
      destination,
      sourcePort: segment.sourcePort ?? 443,
      destinationPort: segment.destinationPort ?? 40_000,
      sequenceNumber: segment.sequence ?? 1000,
      acknowledgmentNumber: segment.acknowledgment ?? 2000,
      flags: segment.flags ?? TCP_FLAG.RST | TCP_FLAG.ACK,
      window: segment.window ?? 0,
      ...(options && { options }),
      ...(payload && { payload }),
    }),
  });
  octets.set([segment.trafficClass ?? 0], 1);
  return octets;
}

/** What a comparison says, RST by RST and at the end; only for tests. */
export interface Compared {
  readonly resets: readonly ComparedReset[];
  readonly summary: ComparisonSummary;
}

const model = ownModel();

/** Compares two captures that a test made; only for tests. */
export async function comparePcaps(
  sent: Uint8Array,
  received: Uint8Array,
  limit = DEFAULT_RESET_LIMIT,
): Promise<Compared> {
  const sender = await readSide(model, { file: "sender", chunks: chunksOf(sent) }, limit);
  const receiver = await readSide(model, { file: "receiver", chunks: chunksOf(received) }, limit);
  const resets: ComparedReset[] = [];
  const summary = compareCaptures({ sender, receiver }, (one) => resets.push(one));
  return { resets, summary };
}

/** The same for segments. */
export function compareSegments(
  sent: readonly TestSegment[],
  received: readonly TestSegment[],
  limit?: number,
): Promise<Compared> {
  return comparePcaps(pcapOf(sent), pcapOf(received), limit);
}
