import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { type Model, provenanceLines } from "../model/model.js";
import { formatExpectation } from "./expectation.js";
import type { SamplePacket } from "./sample-packet.js";
import { combinations, ethernetCarriers, linkCarriers } from "./samples-carriers.js";
import {
  malformed,
  registeredCodes,
  specificationExamples,
  truncated,
  unknownCodes,
} from "./samples-diagnostic.js";
import { icmpErrors } from "./samples-icmp.js";
import { lookAlikes } from "./samples-look-alikes.js";
import { otherFormats } from "./samples-other-formats.js";
import { type PcapngPacket, writePcapng } from "./write-pcapng.js";

/** A capture file of `samples/`. */
export interface Sample {
  readonly name: string;
  readonly content: Uint8Array;
}

/** Day of the specification, so that no clock decides on the octets of a sample. */
const FIRST_PACKET_NANOSECONDS = BigInt(Date.UTC(2026, 4, 5, 12)) * 1_000_000n;
const GAP_NANOSECONDS = 1_000_000n;

/** All samples; each packet's comment says what must be seen of it. */
export function makeSamples(model: Model): readonly Sample[] {
  const ethernet = {
    "registered-codes": registeredCodes(model),
    "unknown-codes": unknownCodes(model),
    "specification-examples": specificationExamples(model),
    malformed: malformed(model),
    truncated: truncated(model),
    "look-alikes": lookAlikes(model),
    "other-formats": otherFormats(model),
    "ethernet-carriers": ethernetCarriers(model),
    combinations: combinations(model),
    "icmp-errors": icmpErrors(),
  };
  return [
    ...Object.entries(ethernet).map(([name, packets]) =>
      writeSample(model, name, LINK_TYPE.ETHERNET, packets),
    ),
    ...linkCarriers(model).map(({ name, linkType, packets }) =>
      writeSample(model, `link-${name}`, linkType, packets),
    ),
  ];
}

function writeSample(
  model: Model,
  name: string,
  linkType: number,
  packets: Iterable<SamplePacket>,
): Sample {
  const section = {
    comment: provenanceLines(model).join("\n"),
    application: "rstdiag",
    interfaces: [{ linkType }],
    packets: withTimes(packets),
  };
  return { name: `${name}.pcapng`, content: writePcapng({ sections: [section] }) };
}

function* withTimes(packets: Iterable<SamplePacket>): Generator<PcapngPacket> {
  let timeNanoseconds = FIRST_PACKET_NANOSECONDS;
  for (const packet of packets) {
    yield {
      interface: 0,
      timeNanoseconds,
      octets: packet.octets.subarray(0, packet.octets.length - (packet.cutOctets ?? 0)),
      originalLength: packet.octets.length,
      comment: formatExpectation(packet),
    };
    timeNanoseconds += GAP_NANOSECONDS;
  }
}
