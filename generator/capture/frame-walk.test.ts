import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  FOUND,
  FOUND_IPV6,
  type FoundRst,
  IPV4_ENDS,
  IPV6_ENDS,
  openRstFinder,
  rstSegment,
} from "../../test/support/rst-packets.js";
import {
  buildIpv4,
  buildIpv4Fragments,
  buildIpv6Fragments,
  paddingHeader,
} from "../samples/build-ip.js";
import { bridged, join, outerIp, outerUdp, typed } from "../samples/build-link.js";
import { ipPacket } from "../samples/sample-packet.js";
import { listEncapsulations } from "../samples/samples-encapsulations.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { endpointsOf, SegmentReader } from "./tcp-segment.js";
import { describeUnread } from "./unread-frames.js";

const INNER = ipPacket(4, Buffer.of());

function readerOf(octets: Uint8Array, linkType: number = LINK_TYPE.ETHERNET) {
  const reader = new SegmentReader();
  const window = Buffer.from(octets);
  const frame = { linkType, window, start: 0, end: window.length, originalLength: window.length };
  return { reader, segment: reader.read(frame) };
}

const unreadOf = (octets: Uint8Array, linkType?: number) =>
  readerOf(octets, linkType).reader.unread.list();

describe("the walk through a frame", () => {
  it("ends at a bounded depth, and says so", () => {
    const nest = (depth: number) => {
      let packet = INNER;
      for (let at = 0; at < depth; at += 1) packet = outerIp(4, packet, true);
      return bridged(packet);
    };
    expect(readerOf(nest(10)).segment).toBeDefined();
    expect(readerOf(nest(30)).segment).toBeUndefined();
    expect(unreadOf(nest(30))).toEqual([{ what: "too many headers", frames: 1 }]);
  });

  it("tells tunnels of different identifiers, and plain segments from both", () => {
    const vxlan = (vni: string) =>
      bridged(outerUdp(4789, join("08000000", vni, "00", bridged(INNER)), true));
    const tunnels = [vxlan("00002a"), vxlan("00002b"), bridged(INNER)].map(
      (frame) => readerOf(frame).segment?.tunnel,
    );
    expect(new Set(tunnels).size).toBe(3);
    expect(tunnels[2]).toBe(0);
  });

  it("gives all segments of a frame that reports several", () => {
    const sample = listEncapsulations().find(({ name }) => name === "sflow");
    const [frame = Buffer.of()] =
      sample?.wrap({ packet: INNER, isFromClient: true, network: 1 }, 0) ?? [];
    const { reader, segment } = readerOf(frame);
    const ends = segment && endpointsOf(segment);
    const next = reader.readNext();
    expect(next && endpointsOf(next)).toEqual(ends);
    expect(reader.readNext()).toBeUndefined();
  });

  it("takes what an ICMP error quotes for no segment", () => {
    const quote = outerIp(1, join("0301000000000000", INNER), true);
    expect(readerOf(bridged(quote)).segment).toBeUndefined();
  });

  it.each(listEncapsulations().map((sample) => [sample.title, sample] as const))(
    "throws on no octets and finds nothing where it was cut: %s",
    (_title, { wrap, linkType }) => {
      const frames = wrap({ packet: INNER, isFromClient: true, network: 1 }, 0);
      const [frame = Buffer.of()] = frames;
      for (let length = 0; length < frame.length; length += 1) {
        readerOf(frame.subarray(0, length), linkType);
      }
      fc.assert(
        fc.property(fc.nat(frame.length - 1), fc.nat(255), (at, octet) => {
          const damaged = Buffer.from(frame);
          damaged[at] = octet;
          readerOf(damaged, linkType);
        }),
      );
    },
  );
});

describe("what is not read", () => {
  it.each([
    ["a link type", unreadOf(Buffer.alloc(60), 189), "link type USB"],
    ["a link type without a name", unreadOf(Buffer.alloc(60), 147), "link type 147"],
    ["an encrypted tunnel", unreadOf(bridged(outerIp(50, Buffer.alloc(40), true))), "ESP"],
    ["one over UDP", unreadOf(bridged(outerUdp(51820, Buffer.alloc(40), true))), "WireGuard"],
    ["an EtherType", unreadOf(typed(0x7777, Buffer.alloc(40))), "EtherType 0x7777"],
    ["encrypted 802.11", unreadOf(join("0841", new Uint8Array(60)), 105), "encrypted 802.11"],
  ])("is counted by its name: %s", (_name, unread, what) => {
    expect(unread).toEqual([{ what, frames: 1 }]);
  });

  it.each([
    ["ARP", typed(0x0806, Buffer.alloc(40))],
    ["DNS", bridged(outerUdp(53, Buffer.alloc(40), true))],
    ["OSPF", bridged(outerIp(89, Buffer.alloc(40), true))],
  ])("is not what carries no TCP: %s", (_name, frame) => expect(unreadOf(frame)).toEqual([]));

  it("is said in a sentence", () => {
    expect(describeUnread([{ what: "ESP", frames: 1 }])).toBe("1 frame of ESP is not read");
    const two = [
      { what: "link type FDDI", frames: 1333 },
      { what: "ESP", frames: 2 },
    ];
    expect(describeUnread(two)).toBe("1,333 frames of link type FDDI, 2 of ESP are not read");
  });
});

const PAYLOAD = Uint8Array.from({ length: 101 }, (_, index) => index);
const SEGMENT = rstSegment(IPV4_ENDS, { payload: PAYLOAD });
const found = (base: FoundRst) => ({ ...base, payload: Buffer.from(PAYLOAD), lengthBytes: 101 });

const fragmentsV4 = (identification: number, sizeBytes = 24) =>
  buildIpv4Fragments({ ...IPV4_ENDS, payload: SEGMENT, identification }, sizeBytes);
const fragmentsV6 = (identification: number, sizeBytes = 24) =>
  buildIpv6Fragments(
    {
      ...IPV6_ENDS,
      payload: rstSegment(IPV6_ENDS, { payload: PAYLOAD }),
      extensionHeaders: [paddingHeader(0)],
    },
    { identification, sizeBytes },
  );

const VERSIONS = [
  ["IPv4", fragmentsV4, found(FOUND)],
  ["IPv6", fragmentsV6, found(FOUND_IPV6)],
] as const;

function findIn(packets: readonly (Uint8Array | undefined)[]): readonly (FoundRst | undefined)[] {
  const find = openRstFinder();
  return packets.map((octets = new Uint8Array()) => find({ linkType: LINK_TYPE.RAW, octets }));
}

const last = <T>(items: readonly T[]): T | undefined => items.at(-1);
const someOf = (results: readonly (FoundRst | undefined)[]) =>
  results.filter((result) => result !== undefined);

describe.each(VERSIONS)("fragments of %s", (_name, fragments, segment) => {
  it("give the segment with the fragment that completes the datagram", () => {
    const results = findIn(fragments(1));
    expect(results.length).toBeGreaterThan(4);
    expect(last(results)).toEqual(segment);
    expect(someOf(results)).toHaveLength(1);
  });

  it("may come in any order, mixed with those of another datagram", () => {
    const all = [...fragments(1), ...fragments(2, 40)];
    const order = fc.shuffledSubarray([...all.keys()], { minLength: all.length });
    fc.assert(
      fc.property(order, (indexes) => {
        const results = findIn(indexes.map((index) => all[index]));
        expect(someOf(results)).toEqual([segment, segment]);
      }),
    );
  });

  it("give nothing while one is missing", () => {
    const all = fragments(1);
    for (const missing of all) {
      expect(someOf(findIn(all.filter((fragment) => fragment !== missing)))).toEqual([]);
    }
  });

  it("may be duplicated exactly", () => {
    const all = fragments(1);
    expect(someOf(findIn(all.slice(0, -1).flatMap((one) => [one, one])))).toEqual([]);
    expect(someOf(findIn([...all.slice(0, -1), ...all]))).toEqual([segment]);
  });

  it("give nothing, ever, after an overlap", () => {
    const all = fragments(1);
    const overlapping = fragments(1, 32)[1];
    expect(someOf(findIn([all[0], all[1], overlapping, ...all.slice(2), ...all]))).toEqual([]);
  });

  it("give nothing after a duplicate of other octets", () => {
    const all = fragments(1);
    const other = Buffer.from(all[1] ?? []);
    other.writeUInt8(other.readUInt8(other.length - 1) ^ 1, other.length - 1);
    expect(someOf(findIn([all[0], all[1], other, ...all.slice(2)]))).toEqual([]);
  });

  it("give nothing where the snapshot length cut one, not even after its duplicate", () => {
    const all = fragments(1, 32);
    for (const one of all) {
      const cut = all.map((fragment) => (fragment === one ? fragment.subarray(0, -8) : fragment));
      expect(someOf(findIn([...cut, one]))).toEqual([]);
    }
    const lastCut = all.map((fragment) =>
      fragment === last(all) ? fragment.subarray(0, -1) : fragment,
    );
    expect(someOf(findIn(lastCut))).toEqual([]);
  });

  it("are forgotten when 256 others wait", () => {
    const [first, ...rest] = fragments(0);
    const others = (count: number) =>
      Array.from({ length: count }, (_, index) => fragments(index + 1)[0]);
    expect(someOf(findIn([first, ...others(255), ...rest]))).toEqual([segment]);
    expect(someOf(findIn([first, ...others(256), ...rest]))).toEqual([]);
  });
});

describe("a fragment that cannot be spoils its datagram", () => {
  it.each([
    ["beyond 65,535 octets", { fragmentOffsetBytes: 65_528, payload: new Uint8Array(16) }],
    ["of no multiple of 8", { moreFragments: true, payload: new Uint8Array(9) }],
    ["without octets", { moreFragments: true, payload: new Uint8Array() }],
    ["a last one before the last", { fragmentOffsetBytes: 24, payload: new Uint8Array(8) }],
    [
      "beyond the last",
      { moreFragments: true, fragmentOffsetBytes: 160, payload: new Uint8Array(8) },
    ],
  ])("%s", (_name, fields) => {
    const bad = buildIpv4({ ...IPV4_ENDS, identification: 1, ...fields });
    const all = fragmentsV4(1);
    const [first, ...rest] = all;
    expect(someOf(findIn([...rest, first]))).toEqual([found(FOUND)]);
    expect(someOf(findIn([...rest, bad, first]))).toEqual([]);
    expect(someOf(findIn([bad, ...rest, first]))).toEqual([]);
  });
});

describe("IPv4 datagrams", () => {
  it("with the same identification are told apart by their protocol", () => {
    const [first, ...rest] = fragmentsV4(1);
    const payload = new Uint8Array(16);
    const [other] = buildIpv4Fragments(
      { ...IPV4_ENDS, payload, identification: 1, protocol: 51 },
      8,
    );
    expect(someOf(findIn([other, first, ...rest]))).toEqual([found(FOUND)]);
  });

  it("are spoiled by an overlap that repeats zeros where nothing was yet", () => {
    const payload = rstSegment(IPV4_ENDS, { payload: new Uint8Array(101) });
    const cut = (size: number) =>
      buildIpv4Fragments({ ...IPV4_ENDS, payload, identification: 1 }, size);
    const [first, second, third, fourth, ...rest] = cut(24);
    expect(someOf(findIn([first, third, ...rest, cut(48)[1], second, fourth]))).toEqual([]);
  });
});
