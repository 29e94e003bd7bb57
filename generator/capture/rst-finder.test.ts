import { describe, expect, it } from "vitest";
import {
  FOUND,
  FOUND_IPV6,
  IPV4_ENDS,
  IPV6_ENDS,
  rstOverIpv4,
  rstOverIpv6,
  rstSegment,
  TEXT,
} from "../../test/support/rst-packets.js";
import { fragmentHeader, paddingHeader } from "../samples/build-ip.js";
import { buildEthernet } from "../samples/build-link.js";
import { TCP_FLAG } from "../samples/build-tcp.js";
import { LINK_TYPE } from "./protocol-numbers.js";
import { createRstFinder } from "./rst-finder.js";

const find = (
  packet: Uint8Array,
  linkType: number = LINK_TYPE.RAW,
  originalLength = packet.length,
) => createRstFinder()({ linkType, octets: Buffer.from(packet), originalLength });

const withoutText = { payload: Buffer.alloc(0), lengthBytes: 0 };
const AUTHENTICATION = { type: 51, body: new Uint8Array(23).fill(4, 0, 1) };
const ROUTING = { type: 43, body: new Uint8Array(23).fill(2, 0, 1) };
const MOBILITY = { type: 135, body: new Uint8Array(7) };

describe("over IPv4", () => {
  it("finds an RST segment and its text", () => {
    expect(find(rstOverIpv4())).toEqual(FOUND);
  });

  it("counts an RST without text", () => {
    const payload = rstSegment(IPV4_ENDS, { payload: new Uint8Array() });
    expect(find(rstOverIpv4({ payload }))).toEqual({ ...FOUND, ...withoutText });
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
    const packet = rstOverIpv4({ payload: rstSegment(IPV4_ENDS, { options: TEXT }) });
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

  it("does not take the trailer of a short Ethernet frame for text", () => {
    const payload = rstSegment(IPV4_ENDS, { payload: new Uint8Array() });
    const frame = buildEthernet({ payload: rstOverIpv4({ payload }), minimumLength: 60 });
    expect(frame).toHaveLength(60);
    expect(find(frame, LINK_TYPE.ETHERNET)).toEqual({ ...FOUND, ...withoutText });
  });

  it("takes the frame's length where the total length is 0", () => {
    const packet = rstOverIpv4({ totalLength: 0 });
    expect(find(packet)).toEqual(FOUND);
    const cut = find(packet.subarray(0, -3), LINK_TYPE.RAW, packet.length);
    expect(cut).toEqual({ ...FOUND, payload: Buffer.from(TEXT.subarray(0, 5)) });
  });

  it("takes the length on the wire from the IP header, where the snapshot cut the text", () => {
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

describe("over IPv6", () => {
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
      payload: Buffer.from(TEXT.subarray(0, 3)),
    });
    for (let length = 0; length < packet.length - TEXT.length; length += 1) {
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
