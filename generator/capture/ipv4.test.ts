import { describe, expect, it } from "vitest";
import { IPV4_ENDS, rstOverIpv4 } from "../../test/support/rst-packets.js";
import { destinationOf, parseIpv4, sourceOf } from "./ip-packet.js";

const parse = (packet: Uint8Array) => parseIpv4(Buffer.from(packet), 0, packet.length);

describe("parseIpv4", () => {
  it("says where the payload is, and what it is", () => {
    const packet = rstOverIpv4({ options: new Uint8Array(4) });
    const parsed = parse(packet);
    expect(parsed && sourceOf(parsed)).toEqual(
      Buffer.from(IPV4_ENDS.source.split(".").map(Number)),
    );
    expect(parsed && destinationOf(parsed)).toEqual(
      Buffer.from(IPV4_ENDS.destination.split(".").map(Number)),
    );
    expect(parsed).toMatchObject({
      timeToLive: 64,
      identification: 0,
      payload: { protocol: 6, start: 24, end: packet.length },
      fragment: undefined,
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
