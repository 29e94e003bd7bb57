import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FOUND,
  FOUND_IPV6,
  IPV4_ENDS,
  IPV6_ENDS,
  openRstFinder,
  PAYLOAD,
  rstOverIpv4,
  rstOverIpv6,
  rstSegment,
} from "../../test/support/rst-packets.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import {
  buildIpv4Fragments,
  buildIpv6Fragments,
  fragmentHeader,
  paddingHeader,
} from "../samples/build-ip.js";
import { buildEthernet, buildLoop, buildNull, buildSll, buildSll2 } from "../samples/build-link.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { capturedPayload, SegmentReader, type TcpSegment } from "./tcp-segment.js";

/** Reads a frame in the middle of a file, whose neighbours no reader may look at. */
function read(octets: Uint8Array, linkType: number = LINK_TYPE.RAW): TcpSegment | undefined {
  const around = Buffer.alloc(64, 0x45);
  const start = around.length;
  const end = start + octets.length;
  const window = Buffer.concat([around, octets, around]);
  const originalLength = octets.length;
  return new SegmentReader().read({ linkType, window, start, end, originalLength });
}

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
  lengthBytes: PAYLOAD.length,
};

describe("SegmentReader", () => {
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
    expect(segment && capturedPayload(segment)).toEqual(Buffer.from(PAYLOAD));
    expect((segment?.optionsEnd ?? 0) - (segment?.optionsStart ?? 0)).toBe(4);
  });

  it("reads a segment whose options the snapshot length cut", () => {
    const packet = rstOverIpv4({ payload: rstSegment(IPV4_ENDS, FIELDS) });
    const segment = read(packet.subarray(0, 42));
    expect(segment).toMatchObject(EXPECTED);
    expect((segment?.optionsEnd ?? 0) - (segment?.optionsStart ?? 0)).toBe(2);
    expect(segment?.capturedEnd).toBe(segment?.payloadStart);
  });

  it.each([
    ["UDP", rstOverIpv4({ protocol: 17 })],
    ["a cut TCP header", rstOverIpv4().subarray(0, 39)],
    ["a data offset of 4", rstOverIpv4().fill(0x40, 32, 33)],
    ["a data offset beyond the segment", rstOverIpv4().fill(0xf0, 32, 33)],
  ])("gives nothing for %s", (_name, packet) => {
    expect(read(packet)).toBeUndefined();
  });

  it("never throws, and never claims more payload than IP can carry", () => {
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
        expect(segment.capturedEnd).toBeGreaterThanOrEqual(segment.payloadStart);
      }),
      { numRuns: 500 },
    );
  });
});

const find = (
  octets: Uint8Array,
  linkType: number = LINK_TYPE.RAW,
  originalLength = octets.length,
) => openRstFinder()({ linkType, octets, originalLength });

const withoutPayload = { payload: Buffer.alloc(0), lengthBytes: 0 };
const AUTHENTICATION = { type: 51, body: new Uint8Array(23).fill(4, 0, 1) };
const ROUTING = { type: 43, body: new Uint8Array(23).fill(2, 0, 1) };
const MOBILITY = { type: 135, body: new Uint8Array(7) };

describe("an RST over IPv4", () => {
  it("finds an RST segment and its payload", () => {
    expect(find(rstOverIpv4())).toEqual(FOUND);
  });

  it("counts an RST without payload", () => {
    const payload = rstSegment(IPV4_ENDS, { payload: new Uint8Array() });
    expect(find(rstOverIpv4({ payload }))).toEqual({ ...FOUND, ...withoutPayload });
  });

  it("skips IPv4 and TCP options", () => {
    const payload = rstSegment(IPV4_ENDS, {
      options: Uint8Array.of(1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2),
    });
    expect(find(rstOverIpv4({ payload, options: Uint8Array.of(7, 7, 4, 0, 0, 0, 0) }))).toEqual(
      FOUND,
    );
  });

  it("finds it where the snapshot length cut the TCP options", () => {
    const packet = rstOverIpv4({ payload: rstSegment(IPV4_ENDS, { options: PAYLOAD }) });
    const payload = Buffer.alloc(0);
    expect(find(packet.subarray(0, 47), LINK_TYPE.RAW, packet.length)).toEqual({
      ...FOUND,
      payload,
    });
  });

  it("does not count SYN and FIN", () => {
    const flags = TCP_FLAG.RST | TCP_FLAG.SYN | TCP_FLAG.FIN;
    expect(find(rstOverIpv4({ payload: rstSegment(IPV4_ENDS, { flags }) }))).toEqual(FOUND);
  });

  it("does not take the trailer of a short Ethernet frame for payload", () => {
    const payload = rstSegment(IPV4_ENDS, { payload: new Uint8Array() });
    const frame = buildEthernet({ payload: rstOverIpv4({ payload }), minimumLength: 60 });
    expect(frame).toHaveLength(60);
    expect(find(frame, LINK_TYPE.ETHERNET)).toEqual({ ...FOUND, ...withoutPayload });
  });

  it("takes the frame's length where the total length is 0", () => {
    const packet = rstOverIpv4({ totalLength: 0 });
    expect(find(packet)).toEqual(FOUND);
    const cut = find(packet.subarray(0, -3), LINK_TYPE.RAW, packet.length);
    expect(cut).toEqual({ ...FOUND, payload: Buffer.from(PAYLOAD.subarray(0, 5)) });
  });

  it("takes the length on the wire from the IP header, where the snapshot length cut the payload", () => {
    expect(find(rstOverIpv4().subarray(0, -8))).toEqual({ ...FOUND, payload: Buffer.alloc(0) });
  });

  it("finds it behind an Authentication Header", () => {
    const payload = Buffer.concat([Uint8Array.of(6), AUTHENTICATION.body, rstSegment(IPV4_ENDS)]);
    expect(find(rstOverIpv4({ protocol: 51, payload }))).toEqual(FOUND);
  });

  it.each([
    ["no RST bit", rstOverIpv4({ payload: rstSegment(IPV4_ENDS, { flags: 0xfb }) })],
    ["UDP", rstOverIpv4({ protocol: 17 })],
    ["a cut TCP header", rstOverIpv4().subarray(0, 39)],
    ["a total length inside the IPv4 header", rstOverIpv4({ totalLength: 19 })],
    ["a total length inside the TCP header", rstOverIpv4({ totalLength: 39 })],
    ["an IPv4 header length of 16", rstOverIpv4().fill(0x44, 0, 1)],
    ["a data offset of 4", rstOverIpv4().fill(0x40, 32, 33)],
    ["a data offset beyond the segment", rstOverIpv4().fill(0xf0, 32, 33)],
  ])("finds nothing with %s", (_name, packet) => {
    expect(find(packet)).toBeUndefined();
  });
});

describe("an RST over IPv6", () => {
  it.each([
    ["no extension header", []],
    ["hop-by-hop options", [paddingHeader(0)]],
    ["destination options", [paddingHeader(60)]],
    ["an Authentication Header", [AUTHENTICATION]],
    ["a Routing header", [ROUTING]],
    ["an atomic fragment", [fragmentHeader(7, 0, false)]],
    [
      "all of them",
      [paddingHeader(0), ROUTING, fragmentHeader(7, 0, false), AUTHENTICATION, paddingHeader(60)],
    ],
  ])("finds an RST segment behind %s", (_name, extensionHeaders) => {
    const packet = rstOverIpv6({ extensionHeaders });
    expect(find(packet)).toEqual(FOUND_IPV6);
    expect(find(packet.subarray(0, -5))).toEqual({
      ...FOUND_IPV6,
      payload: Buffer.from(PAYLOAD.subarray(0, 3)),
    });
    for (let length = 0; length < packet.length - PAYLOAD.length; length += 1) {
      expect(find(packet.subarray(0, length))).toBeUndefined();
    }
  });

  it.each([
    ["no RST bit", rstOverIpv6({ payload: rstSegment(IPV6_ENDS, { flags: 0xfb }) })],
    [
      "no RST bit behind options",
      rstOverIpv6({
        payload: rstSegment(IPV6_ENDS, { flags: 0xfb }),
        extensionHeaders: [paddingHeader(0)],
      }),
    ],
    ["ESP", rstOverIpv6({ nextHeader: 50 })],
    [
      "a Mobility header, behind which no tool looks",
      rstOverIpv6({ extensionHeaders: [MOBILITY] }),
    ],
    ["no next header", rstOverIpv6({ nextHeader: 59, extensionHeaders: [paddingHeader(0)] })],
    [
      "an extension header longer than the packet",
      rstOverIpv6({ extensionHeaders: [{ type: 0, body: new Uint8Array(7).fill(255) }] }),
    ],
    [
      "a second Fragment header",
      rstOverIpv6({ extensionHeaders: [fragmentHeader(1, 0, false), fragmentHeader(1, 0, false)] }),
    ],
    ["a payload length of 0", rstOverIpv6({ payloadLength: 0 })],
  ])("finds nothing with %s", (_name, packet) => {
    expect(find(packet)).toBeUndefined();
  });
});

const LINK_TYPES = Object.values(LINK_TYPE);
const V4 = rstOverIpv4({ options: Uint8Array.of(7, 4, 4, 0) });
const V6 = rstOverIpv6({ extensionHeaders: [paddingHeader(0), paddingHeader(60)] });
const PACKETS: readonly (readonly [linkType: number, octets: Uint8Array])[] = [
  [LINK_TYPE.ETHERNET, buildEthernet({ payload: V4, vlanTags: [{ id: 1 }, { id: 2 }] })],
  [LINK_TYPE.ETHERNET, buildEthernet({ payload: V6 })],
  [LINK_TYPE.LINUX_SLL, buildSll(V4)],
  [LINK_TYPE.LINUX_SLL2, buildSll2(V6)],
  [LINK_TYPE.NULL, buildNull(V6, "little")],
  [LINK_TYPE.LOOP, buildLoop(V4)],
  [LINK_TYPE.RAW, V6],
  ...buildIpv4Fragments({ ...IPV4_ENDS, payload: rstSegment(IPV4_ENDS) }, 16).map(
    (fragment) => [LINK_TYPE.IPV4, fragment] as const,
  ),
  ...buildIpv6Fragments(
    { ...IPV6_ENDS, payload: rstSegment(IPV6_ENDS) },
    { identification: 1, sizeBytes: 8 },
  ).map((fragment) => [LINK_TYPE.IPV6, fragment] as const),
];

function expectSound(frames: readonly (readonly [linkType: number, octets: Uint8Array])[]): void {
  const find = openRstFinder();
  for (const [linkType, octets] of frames) {
    const found = find({ linkType, octets });
    if (found === undefined) continue;
    expect(found.lengthBytes).toBeGreaterThanOrEqual(found.payload.length);
    expect(found.lengthBytes).toBeLessThanOrEqual(65_535);
  }
}

describe("the reader never throws", () => {
  it.each(LINK_TYPES)("on random octets of link type %i", (linkType) => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 120 })), (many) => {
        expectSound(many.map((octets) => [linkType, octets] as const));
      }),
    );
  });

  it("on valid packets, cut everywhere", () => {
    for (const [linkType, octets] of PACKETS) {
      for (let length = 0; length <= octets.length; length += 1) {
        expectSound([[linkType, octets.subarray(0, length)]]);
      }
    }
  });

  it("on valid packets with any octets changed and cut anywhere", () => {
    const change = fc.record({ at: fc.nat(), octet: fc.nat(255) });
    const mutation = fc.record({
      packet: fc.constantFrom(...PACKETS),
      changes: fc.array(change, { maxLength: 4 }),
      length: fc.nat(160),
    });
    const mutate = ({
      packet: [linkType, octets],
      changes,
      length,
    }: MutationOf<typeof mutation>) => {
      const changed = Uint8Array.from(octets);
      for (const { at, octet } of changes) changed[at % changed.length] = octet;
      return [linkType, changed.subarray(0, length)] as const;
    };
    fc.assert(
      fc.property(fc.array(mutation, { maxLength: 30 }), (mutations) => {
        expectSound(mutations.map(mutate));
      }),
      { numRuns: 1000 },
    );
  });
});

type MutationOf<A> = A extends fc.Arbitrary<infer T> ? T : never;
