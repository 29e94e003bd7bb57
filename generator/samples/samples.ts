import { LINK_TYPE } from "../capture/protocol-numbers.js";
import type { Model } from "../model/model.js";
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
import { lookAlikes, otherFormats } from "./samples-other-formats.js";
import { type Sample, type TimelessPacket, writeSample } from "./write-pcapng.js";

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
      toSample(name, writeSample(model, LINK_TYPE.ETHERNET, toPackets(packets))),
    ),
    ...linkCarriers(model).map(({ name, linkType, packets }) =>
      toSample(`link-${name}`, writeSample(model, linkType, toPackets(packets))),
    ),
  ];
}

function toSample(name: string, content: Uint8Array): Sample {
  return { name: `${name}.pcapng`, content };
}

function* toPackets(packets: Iterable<SamplePacket>): Generator<TimelessPacket> {
  for (const packet of packets) {
    yield {
      octets: packet.octets.subarray(0, packet.octets.length - (packet.cutOctets ?? 0)),
      originalLength: packet.octets.length,
      comment: formatExpectation(packet),
    };
  }
}
