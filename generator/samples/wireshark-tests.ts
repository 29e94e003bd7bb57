import { LINK_TYPE } from "../capture/protocol-numbers.js";
import type { DiagnosticFormat } from "../model/format.js";
import type { Model } from "../model/model.js";
import { codeValues, encodePayload, hasUpstreamLayout } from "../model/payload.js";
import { buildIcmpError } from "./build-icmp.js";
import { buildEthernet } from "./build-link.js";
import { endsOf, ethernetFrame, ipPacket } from "./sample-packet.js";
import { writePcap } from "./write-pcap.js";
import { FIRST_PACKET_NANOSECONDS, GAP_NANOSECONDS, type Sample } from "./write-pcapng.js";

/** As the test in templates/wireshark-patch has it; RFC 5612 reserves the number for examples. */
const NAME = "tcp-rst-diagnostic-invalid.pcap";
const EXAMPLE_PEN = 32473;
const FIRST_PORT = 40000;
const ROUTER = "203.0.113.1";

/**
 * The capture for the tests that the patch adds to Wireshark's own: payloads that are malformed, or
 * that the snapshot length cut, then valid ones. None where there is no such patch.
 */
export function makeWiresharkTests({ diagnosticFormats }: Model): readonly Sample[] {
  const format = diagnosticFormats.find(hasUpstreamLayout);
  if (!format) return [];
  const packets = framesOf(format).map(({ frame, cutOctets = 0 }, at) => ({
    timeNanoseconds: FIRST_PACKET_NANOSECONDS + BigInt(at) * GAP_NANOSECONDS,
    octets: frame.subarray(0, frame.length - cutOctets),
    originalLength: frame.length,
  }));
  const content = writePcap({
    byteOrder: "little",
    resolution: "microseconds",
    linkType: LINK_TYPE.ETHERNET,
    snapLength: 262_144,
    packets,
  });
  return [{ name: NAME, content }];
}

/** A frame, and how many of its last octets were not captured. */
interface TestFrame {
  readonly frame: Uint8Array;
  readonly cutOctets?: number;
}

function framesOf(format: DiagnosticFormat): readonly TestFrame[] {
  const stated = (code: number, pen: number) =>
    encodePayload(format, codeValues(format, code, pen));
  const { octets } = format.length;
  const valid = stated(14, 0);
  const longer = encodePayload(format, codeValues(format, 14, 0), octets + 4);
  // Each on a connection of its own, or Wireshark would take it for a retransmission.
  const segments = [
    { payload: longer },
    { payload: longer, cutOctets: 4 },
    { payload: stated(0, 0) },
    { payload: stated(0, EXAMPLE_PEN) },
    { payload: valid, cutOctets: 2 },
    { payload: valid },
  ].map(({ payload, ...cut }, at) => {
    return { frame: ethernetFrame(4, payload, { sourcePort: FIRST_PORT + at }), ...cut };
  });
  const quoted = ipPacket(4, valid, { sourcePort: FIRST_PORT + segments.length });
  return [
    ...segments,
    { frame: quotingFrame(quoted) },
    // A quotation ends where the router likes, so that nothing says how long the segment was.
    { frame: quotingFrame(quoted.subarray(0, quoted.length - octets / 2)) },
  ];
}

/** A router on the way says by ICMP that the host cannot be reached. */
function quotingFrame(quoted: Uint8Array): Uint8Array {
  const { source } = endsOf(4);
  const [type, code] = [3, 1];
  const error = { source: ROUTER, destination: source, type, code, quoted };
  return buildEthernet({ payload: buildIcmpError(error), vlanTags: [] });
}
