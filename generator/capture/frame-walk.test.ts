import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { bridged, join, outerIp, outerUdp, typed } from "../samples/build-tunnel.js";
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
