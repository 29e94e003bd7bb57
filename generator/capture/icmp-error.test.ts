import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { buildIcmpError } from "../samples/build-icmp.js";
import { buildIpv4, buildIpv6, paddingHeader } from "../samples/build-ip.js";
import { buildTcp } from "../samples/build-tcp.js";
import { type IcmpError, IcmpErrorReader } from "./icmp-error.js";
import { destinationOf, sourceOf } from "./ip-packet.js";
import { IP_PROTOCOL, LINK_TYPE } from "./protocol-numbers.js";

const FOUR = { source: "192.0.2.1", destination: "198.51.100.7" };
const SIX = { source: "2001:db8::1", destination: "2001:db8:2::7" };
const ROUTER = { 4: "203.0.113.1", 6: "2001:db8:99::1" } as const;
const PORTS = { sourcePort: 40_000, destinationPort: 443, sequenceNumber: 0xfffffffe };

const segment = (ends: typeof FOUR) =>
  buildTcp({ ...ends, ...PORTS, acknowledgmentNumber: 0, flags: 2, payload: new Uint8Array(9) });
const four = (options = {}) => buildIpv4({ ...FOUR, payload: segment(FOUR), ...options });
const six = (options = {}) => buildIpv6({ ...SIX, payload: segment(SIX), ...options });

function read(octets: Uint8Array): IcmpError | undefined {
  const window = Buffer.from(octets);
  const { length } = window;
  const place = { window, start: 0, end: length, originalLength: length };
  return new IcmpErrorReader().read({ linkType: LINK_TYPE.RAW, ...place });
}

const error4 = (quoted: Uint8Array, { type = 3, code = 1, rest = 0 } = {}) =>
  buildIcmpError({ source: ROUTER[4], destination: FOUR.source, type, code, rest, quoted });
const error6 = (quoted: Uint8Array, { type = 1, code = 0, rest = 0 } = {}) =>
  buildIcmpError({ source: ROUTER[6], destination: SIX.source, type, code, rest, quoted });

describe("an ICMP error about TCP", () => {
  it("says who sent it, and what it quotes", () => {
    const found = read(error4(four()));
    expect(found).toMatchObject({ family: "icmp", type: 3, code: 1, mtu: undefined });
    expect(found && sourceOf(found.packet)).toBe(ROUTER[4]);
    expect(found?.quoted).toMatchObject({ ...PORTS, sequenceNumber: -2 });
    expect(found && sourceOf(found.quoted.packet)).toBe(FOUR.source);
    expect(found && destinationOf(found.quoted.packet)).toBe(FOUR.destination);
  });

  it("is read over IPv6, also behind extension headers inside and outside", () => {
    const quoted = six({ extensionHeaders: [paddingHeader(IP_PROTOCOL.HOP_BY_HOP)] });
    const found = read(error6(quoted, { type: 2, rest: 1280 }));
    expect(found).toMatchObject({ family: "icmpv6", type: 2, code: 0, mtu: 1280 });
    expect(found?.quoted).toMatchObject({ destinationPort: 443 });
    const payload = error6(six(), { type: 3 }).subarray(40);
    const outer = buildIpv6({
      source: ROUTER[6],
      destination: SIX.source,
      payload,
      nextHeader: IP_PROTOCOL.ICMPV6,
      extensionHeaders: [paddingHeader(IP_PROTOCOL.DESTINATION_OPTIONS)],
    });
    expect(read(outer)).toMatchObject({ family: "icmpv6", type: 3 });
  });

  it.each([
    ["8 octets of TCP", four().subarray(0, 28)],
    ["IPv4 options and 8 octets of TCP", four({ options: new Uint8Array(8) }).subarray(0, 36)],
    ["a total length that somebody changed", four({ totalLength: 21 })],
    ["the first fragment", four({ moreFragments: true }).subarray(0, 28)],
    ["IPv6 in an error of IPv4", six()],
  ])("quotes %s", (_name, quoted) => {
    expect(read(error4(quoted))?.quoted).toMatchObject({ sourcePort: 40_000, sequenceNumber: -2 });
  });

  it("names the MTU where it needs fragmentation, unless the router is old", () => {
    expect(read(error4(four(), { code: 4, rest: 1400 }))?.mtu).toBe(1400);
    expect(read(error4(four(), { code: 4 }))?.mtu).toBeUndefined();
    expect(read(error4(four(), { code: 1, rest: 1400 }))?.mtu).toBeUndefined();
  });

  it.each([
    ["7 octets of TCP", four().subarray(0, 27)],
    ["a later fragment", four({ fragmentOffsetBytes: 64 })],
    ["UDP", four({ protocol: 17 })],
    ["IPv4 options that are not whole", four({ options: new Uint8Array(40) }).subarray(0, 50)],
    ["no IP header", Uint8Array.of(0x70, ...four().subarray(1))],
    ["a header length below its own", Uint8Array.of(0x41, ...four().subarray(1))],
    ["nothing", new Uint8Array()],
  ])("is none that quotes %s", (_name, quoted) => {
    expect(read(error4(quoted))).toBeUndefined();
  });

  it.each([0, 4, 5, 8, 12])("is none of the type %i", (type) => {
    expect(read(error4(four(), { type }))).toBeUndefined();
  });

  it("is never a reason to throw, whatever the octets are", () => {
    const whole = [error4(four()), error6(six({ extensionHeaders: [paddingHeader(0)] }))];
    fc.assert(
      fc.property(
        fc.constantFrom(...whole),
        fc.nat(200),
        fc.array(fc.tuple(fc.nat(120), fc.nat(255)), { maxLength: 8 }),
        (packet, length, changes) => {
          const octets = Buffer.from(packet.subarray(0, length));
          for (const [at, value] of changes) if (at < octets.length) octets.writeUInt8(value, at);
          read(octets);
        },
      ),
      { numRuns: 5000 },
    );
  });
});
