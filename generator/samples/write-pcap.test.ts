import { describe, expect, it } from "vitest";
import { readWhole } from "../../test/support/frames.js";
import { writePcap } from "./write-pcap.js";

const PACKET = { timeNanoseconds: 1_776_617_953_939_985_123n, octets: Uint8Array.of(0xaa, 0xbb) };

const write = (byteOrder: "little" | "big", resolution: "microseconds" | "nanoseconds") =>
  writePcap({ byteOrder, resolution, linkType: 276, snapLength: 65_535, packets: [PACKET] });

describe("writePcap", () => {
  it("writes the header and the records of the format", () => {
    expect(Buffer.from(write("big", "microseconds")).toString("hex")).toBe(
      "a1b2c3d400020004" +
        "0000000000000000" +
        "0000ffff00000114" +
        "69e509e1000e57d1" +
        "0000000200000002aabb",
    );
  });

  it.each([
    ["little", "microseconds", "2026-04-19T16:59:13.939985Z"],
    ["big", "microseconds", "2026-04-19T16:59:13.939985Z"],
    ["little", "nanoseconds", "2026-04-19T16:59:13.939985123Z"],
    ["big", "nanoseconds", "2026-04-19T16:59:13.939985123Z"],
  ] as const)("%s-endian %s read back", async (byteOrder, resolution, time) => {
    const { frames, error } = await readWhole(write(byteOrder, resolution));
    expect(error).toBeUndefined();
    expect(frames).toEqual([
      { number: 1, linkType: 276, octets: "aabb", originalLength: 2, time, comment: undefined },
    ]);
  });

  it("throws for a time after 2106", () => {
    const packets = [{ ...PACKET, timeNanoseconds: 2n ** 32n * 1_000_000_000n }];
    const file = {
      byteOrder: "big",
      resolution: "nanoseconds",
      linkType: 1,
      snapLength: 0,
    } as const;
    expect(() => writePcap({ ...file, packets })).toThrow(RangeError);
  });
});
