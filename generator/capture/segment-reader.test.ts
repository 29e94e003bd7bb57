import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  IPV4_ENDS,
  IPV6_ENDS,
  rstOverIpv4,
  rstOverIpv6,
  rstSegment,
  TEXT,
} from "../../test/support/rst-packets.js";
import { buildIpv4Fragments, paddingHeader } from "../samples/build-ip.js";
import { buildEthernet } from "../samples/build-link.js";
import { TCP_FLAG } from "../samples/build-tcp.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { createSegmentReader } from "./segment-reader.js";

const read = (packet: Uint8Array, linkType: number = LINK_TYPE.RAW) =>
  createSegmentReader()({ linkType, octets: Buffer.from(packet), originalLength: packet.length });

const FIELDS = {
  flags: TCP_FLAG.ACK,
  sequenceNumber: 0xfffffffe,
  acknowledgmentNumber: 7,
  window: 65_535,
  options: Uint8Array.of(1, 3, 3, 7),
};
const EXPECTED = {
  sourcePort: 39829,
  destinationPort: 8080,
  sequenceNumber: -2,
  acknowledgmentNumber: 7,
  flags: TCP_FLAG.ACK,
  window: 65_535,
  lengthBytes: TEXT.length,
};

describe("createSegmentReader", () => {
  it.each([
    ["IPv4", rstOverIpv4({ payload: rstSegment(IPV4_ENDS, FIELDS) }), LINK_TYPE.RAW],
    [
      "IPv6 behind options",
      rstOverIpv6({
        payload: rstSegment(IPV6_ENDS, FIELDS),
        extensionHeaders: [paddingHeader(0)],
      }),
      LINK_TYPE.RAW,
    ],
    [
      "Ethernet",
      buildEthernet({ payload: rstOverIpv4({ payload: rstSegment(IPV4_ENDS, FIELDS) }) }),
      LINK_TYPE.ETHERNET,
    ],
  ])("reads a segment of any kind over %s", (_name, packet, linkType) => {
    const segment = read(packet, linkType);
    expect(segment).toMatchObject(EXPECTED);
    expect(segment?.octets.subarray(segment.textStart, segment.capturedEnd)).toEqual(
      Buffer.from(TEXT),
    );
    expect((segment?.optionsEnd ?? 0) - (segment?.optionsStart ?? 0)).toBe(4);
  });

  it("reads what fragments complete", () => {
    const payload = rstSegment(IPV4_ENDS, FIELDS);
    const reader = createSegmentReader();
    const [first, last] = buildIpv4Fragments({ ...IPV4_ENDS, payload }, 16).map((packet) =>
      reader({
        linkType: LINK_TYPE.RAW,
        octets: Buffer.from(packet),
        originalLength: packet.length,
      }),
    );
    expect(first).toBeUndefined();
    expect(last ?? read(rstOverIpv4({ payload }))).toMatchObject(EXPECTED);
  });

  it("reads a segment whose options the snapshot length cut", () => {
    const packet = rstOverIpv4({ payload: rstSegment(IPV4_ENDS, FIELDS) });
    const segment = read(packet.subarray(0, 42));
    expect(segment).toMatchObject(EXPECTED);
    expect(segment?.optionsEnd).toBe(42);
    expect(segment?.capturedEnd).toBe(segment?.textStart);
  });

  it.each([
    ["UDP", rstOverIpv4({ protocol: 17 })],
    ["a cut TCP header", rstOverIpv4().subarray(0, 39)],
    ["a data offset of 4", rstOverIpv4().fill(0x40, 32, 33)],
    ["a data offset beyond the segment", rstOverIpv4().fill(0xf0, 32, 33)],
  ])("gives nothing for %s", (_name, packet) => {
    expect(read(packet)).toBeUndefined();
  });

  it("never throws, and never claims more text than IP can carry", () => {
    const changes = fc.array(fc.record({ at: fc.nat(), octet: fc.nat(255) }), { maxLength: 4 });
    const packets = fc.constantFrom(rstOverIpv4(), rstOverIpv6());
    fc.assert(
      fc.property(packets, changes, fc.nat(120), (packet, mutations, length) => {
        const changed = Uint8Array.from(packet);
        for (const { at, octet } of mutations) changed[at % changed.length] = octet;
        const segment = read(changed.subarray(0, length));
        if (segment === undefined) return;
        expect(segment.lengthBytes).toBeGreaterThanOrEqual(0);
        expect(segment.lengthBytes).toBeLessThanOrEqual(65_535);
        expect(segment.capturedEnd).toBeGreaterThanOrEqual(segment.textStart);
      }),
      { numRuns: 500 },
    );
  });
});
