import { type Model, provenanceLines } from "../model/model.js";
import { type PcapngPacket, writePcapng } from "./write-pcapng.js";

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
