import { LINK_TYPE } from "../capture/protocol-numbers.js";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload } from "../model/payload.js";
import { hasUpstreamLayout } from "../model/upstream-payload.js";
import { ethernetFrame } from "./sample-packet.js";
import type { Sample } from "./write-frames.js";
import { writePcap } from "./write-pcap.js";

/** As the test in templates/wireshark-patch has it; RFC 5612 reserves the number for examples. */
const NAME = "tcp-rst-diagnostic-invalid.pcap";
const EXAMPLE_PEN = 32473;
const FIRST_PORT = 40000;

/**
 * The capture for the tests that the patch adds to Wireshark's own: payloads that are malformed, or
 * that the snapshot length cut, and at last a valid one. None where there is no such patch.
 */
export function makeWiresharkTests({ diagnosticFormats }: Model): readonly Sample[] {
  const format = diagnosticFormats.find(hasUpstreamLayout);
  if (!format) return [];
  const packets = payloadsOf(format).map(({ payload, cutOctets = 0 }, at) => {
    // Each on a connection of its own, or Wireshark would take it for a retransmission.
    const frame = ethernetFrame(4, payload, { sourcePort: FIRST_PORT + at });
    return {
      timeNanoseconds: BigInt(at) * 1_000_000n,
      octets: frame.subarray(0, frame.length - cutOctets),
      originalLength: frame.length,
    };
  });
  const content = writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.ETHERNET,
    snapLength: 262_144,
    packets,
  });
  return [{ name: NAME, content }];
}

/** A payload, and how many of its last octets were not captured. */
interface TestPayload {
  readonly payload: Uint8Array;
  readonly cutOctets?: number;
}

function payloadsOf(format: DiagnosticFormat): readonly TestPayload[] {
  const stated = (code: number, pen: number) =>
    encodePayload(format, codeValues(format, code, pen));
  const { octets } = format.length;
  const longer = encodePayload(format, codeValues(format, 14, 0), octets + 4);
  return [
    { payload: longer },
    { payload: longer, cutOctets: 4 },
    { payload: stated(0, 0) },
    { payload: stated(0, EXAMPLE_PEN) },
    { payload: stated(14, 0), cutOctets: 2 },
    { payload: stated(14, 0) },
  ];
}
