import { describe, expect, it } from "vitest";
import { pcapOf } from "../../test/support/captures.js";
import { chunksOf } from "../../test/support/decode.js";
import { ownModel } from "../../test/support/models.js";
import { IPV6_ENDS, rstSegment } from "../../test/support/rst-packets.js";
import { LINK_TYPE } from "../capture/protocol-numbers.js";
import { buildIpv6 } from "../samples/build-ip.js";
import { writePcap } from "../samples/write-pcap.js";
import { readSide } from "./read-side.js";

const model = ownModel();

async function seen(file: Uint8Array) {
  const { resets } = await readSide(model, { file: "any", chunks: chunksOf(file) }, 10);
  return resets[0];
}

describe("an RST of a capture", () => {
  it("has the Traffic Class and the hop limit of IPv6, and no identification", async () => {
    const octets = buildIpv6({ ...IPV6_ENDS, payload: rstSegment(IPV6_ENDS) });
    // Version 6, Traffic Class 0xba, a flow label.
    octets.set([0x6b, 0xa1, 0x23, 0x45]);
    const file = writePcap({
      byteOrder: "big",
      resolution: "microseconds",
      linkType: LINK_TYPE.RAW,
      snapLength: 65_535,
      packets: [{ timeNanoseconds: 0n, octets }],
    });
    expect(await seen(file)).toMatchObject({
      ...{ dscp: 46, ecn: 2, timeToLive: 64, identification: undefined },
      ...{ source: { address: IPV6_ENDS.source }, lengthBytes: 8, format: "opaque" },
    });
  });

  it.each([
    ["empty", new Uint8Array(), {}],
    ["diagnostic", Uint8Array.of(0x33, 0xaa, 0, 14, 0, 0, 0, 0), {}],
    ["text", Buffer.from("BIG-IP: no flow found"), {}],
    ["linux-experiment", Uint8Array.from({ length: 1000 }, (_, at) => (at === 0 ? 15 : 0)), {}],
    ["opaque", Uint8Array.of(1, 2, 3), {}],
    ["not-captured", Uint8Array.of(1, 2, 3), { captured: 0 }],
  ])("has the format %s", async (format, payload, change) => {
    const { length } = payload;
    const reset = await seen(pcapOf([{ at: 0, payload, ...change }]));
    expect(reset).toMatchObject({ format, lengthBytes: length });
  });

  it("keeps 2048 octets of a payload and its length", async () => {
    const reset = await seen(pcapOf([{ at: 0, payload: new Uint8Array(9000) }]));
    expect([reset?.payload.length, reset?.lengthBytes]).toEqual([2048, 9000]);
  });
});
