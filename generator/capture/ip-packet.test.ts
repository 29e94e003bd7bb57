import { describe, expect, it } from "vitest";
import { IPV4_ENDS, rstOverIpv4 } from "../../test/support/rst-packets.js";
import { CurrentPacket, destinationOf, skipExtensionHeaders, sourceOf } from "./ip-packet.js";

const parse = (octets: Uint8Array) => {
  const packet = new CurrentPacket();
  const { length } = octets;
  return packet.read(Buffer.from(octets), 0, length, length) ? packet : undefined;
};

describe("CurrentPacket", () => {
  it("says where the payload is, and what it is", () => {
    const octets = rstOverIpv4({ options: new Uint8Array(4) });
    const packet = parse(octets);
    expect(packet && sourceOf(packet)).toBe(IPV4_ENDS.source);
    expect(packet && destinationOf(packet)).toBe(IPV4_ENDS.destination);
    expect(packet).toMatchObject({ timeToLive: 64, identification: 0 });
    expect(packet?.findDatagram()).toEqual({
      payload: { octets: Buffer.from(octets), protocol: 6, start: 24, end: octets.length },
    });
  });

  it.each([
    ["cut options", rstOverIpv4({ options: new Uint8Array(4) }).subarray(0, 23)],
    ["a total length less than the header", rstOverIpv4({ totalLength: 19 })],
    ["a header length of 16", rstOverIpv4().fill(0x44, 0, 1)],
  ])("gives nothing for %s", (_name, packet) => {
    expect(parse(packet)).toBeUndefined();
  });
});

/** Hop-by-hop options of 16 octets, then an Authentication Header of 12, then TCP. */
const HEADERS = Buffer.from(`3301${"00".repeat(14)}0601${"00".repeat(10)}ff`, "hex");
const skip = (octets: Buffer, end: number) =>
  skipExtensionHeaders({ octets, protocol: 0, start: 0, end });

describe("skipExtensionHeaders", () => {
  it("counts lengths in units of 8, those of the Authentication Header of 4", () => {
    expect(skip(HEADERS, 29)).toEqual({ octets: HEADERS, protocol: 6, start: 28, end: 29 });
  });

  it("stays where there is none", () => {
    const payload = { octets: HEADERS, protocol: 50, start: 3, end: 9 };
    expect(skipExtensionHeaders(payload)).toEqual(payload);
  });

  it.each([4, 12, 20, 27])("gives nothing where %i octets were captured, or sent", (length) => {
    expect(skip(HEADERS.subarray(0, length), 29)).toBeUndefined();
    expect(skip(HEADERS, length)).toBeUndefined();
  });
});
