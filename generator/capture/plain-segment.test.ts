import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  IPV4_ENDS,
  IPV6_ENDS,
  rstOverIpv4,
  rstOverIpv6,
  rstSegment,
} from "../../test/support/rst-packets.js";
import { buildIpv4Fragments, paddingHeader } from "../samples/build-ip.js";
import { buildEthernet } from "../samples/build-link.js";
import { TCP_FLAG } from "../samples/build-tcp.js";
import { CurrentFrame } from "./frame.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { createRstFinder } from "./rst-finder.js";
import { createFrameReader, createSegmentReader, PlainSegmentReader } from "./segment-reader.js";
import { mayFrameCarryRst, type TcpSegment } from "./tcp-segment.js";

const OPTIONS = { flags: TCP_FLAG.RST | TCP_FLAG.ACK, options: Uint8Array.of(1, 3, 3, 7) };
const OVER_IPV4 = rstOverIpv4({ payload: rstSegment(IPV4_ENDS, OPTIONS) });
const OVER_IPV6 = rstOverIpv6({ payload: rstSegment(IPV6_ENDS, OPTIONS) });
const [FRAGMENT = OVER_IPV4] = buildIpv4Fragments(
  { ...IPV4_ENDS, payload: rstSegment(IPV4_ENDS, OPTIONS) },
  24,
);
const PACKETS = [
  OVER_IPV4,
  OVER_IPV6,
  FRAGMENT,
  rstOverIpv6({ payload: rstSegment(IPV6_ENDS, OPTIONS), extensionHeaders: [paddingHeader(0)] }),
];

/** A frame in the middle of a file, whose neighbours no reader may look at. */
function frameOf(octets: Uint8Array, linkType: number = LINK_TYPE.RAW): CurrentFrame {
  const around = Buffer.alloc(64, 0x45);
  const frame = new CurrentFrame();
  frame.window = Buffer.concat([around, octets, around]);
  frame.start = around.length;
  frame.end = frame.start + octets.length;
  frame.linkType = linkType;
  frame.originalLength = octets.length;
  return frame;
}

/** What can be compared of segments in different octets. */
function describeSegment(segment: TcpSegment | undefined): unknown {
  if (segment === undefined) return undefined;
  const { packet, octets, optionsStart, optionsEnd, textStart, capturedEnd, ...fields } = segment;
  const addresses = packet.addressesStart;
  return {
    ...fields,
    timeToLive: packet.timeToLive,
    identification: packet.identification,
    addresses: octets.toString("hex", addresses, addresses + 2 * packet.addressLength),
    options: octets.toString("hex", optionsStart, optionsEnd),
    isCut: optionsEnd < textStart,
    text: octets.toString("hex", textStart, capturedEnd),
  };
}

describe("PlainSegmentReader", () => {
  it.each([
    ["IPv4", OVER_IPV4, LINK_TYPE.RAW],
    ["IPv6", OVER_IPV6, LINK_TYPE.RAW],
    ["Ethernet", buildEthernet({ payload: OVER_IPV4 }), LINK_TYPE.ETHERNET],
  ])("reads what nearly all frames carry: %s", (_name, octets, linkType) => {
    const segment = new PlainSegmentReader().read(frameOf(octets, linkType));
    expect(describeSegment(segment)).toMatchObject({ options: "01030307", isCut: false });
  });

  it.each([
    ["a fragment", FRAGMENT],
    ["what comes behind extension headers", PACKETS[3] ?? OVER_IPV6],
    ["another protocol", Buffer.from(OVER_IPV4).fill(17, 9, 10)],
  ])("leaves %s to others", (_name, octets) => {
    expect(new PlainSegmentReader().read(frameOf(octets))).toBeUndefined();
  });

  it("agrees with the reader of all segments, and the filter with the finder of RSTs", () => {
    const change = fc.record({ at: fc.nat(60), value: fc.nat(255) });
    fc.assert(
      fc.property(
        fc.constantFrom(...PACKETS),
        fc.array(change, { maxLength: 4 }),
        fc.nat(120),
        (packet, changes, length) => {
          const octets = Buffer.from(packet.subarray(0, length));
          for (const { at, value } of changes) if (at < octets.length) octets[at] = value;
          const frame = frameOf(octets);
          const plain = { linkType: frame.linkType, octets, originalLength: octets.length };
          const expected = describeSegment(createSegmentReader()(plain));
          expect(describeSegment(createFrameReader()(frame))).toEqual(expected);
          if (createRstFinder()(plain)) expect(mayFrameCarryRst(frame)).toBe(true);
        },
      ),
    );
  });
});
