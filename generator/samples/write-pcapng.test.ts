import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readWhole } from "../../test/support/frames.js";
import { writePcapng } from "./write-pcapng.js";

const compact = (text: string) => text.replaceAll(/\s/g, "");

describe("writePcapng", () => {
  it("writes padded blocks whose options end with opt_endofopt", () => {
    const file = writePcapng({
      sections: [
        {
          byteOrder: "big",
          comment: "c",
          application: "rstdiag",
          interfaces: [{ linkType: 1, snapLength: 8, name: "eth0", tsresol: 9 }],
          packets: [
            {
              interface: 0,
              timeNanoseconds: 2n ** 32n + 1n,
              octets: Uint8Array.of(0xaa),
              originalLength: 60,
              comment: "hello",
            },
          ],
        },
      ],
    });
    expect(Buffer.from(file).toString("hex")).toBe(
      compact(`0a0d0d0a 00000034 1a2b3c4d 0001 0000 ffffffffffffffff
               0001 0001 63000000 0004 0007 7273746469616700 0000 0000 00000034
               00000001 00000028 0001 0000 00000008
               0002 0004 65746830 0009 0001 09000000 0000 0000 00000028
               00000006 00000034 00000000 00000001 00000001 00000001 0000003c aa000000
               0001 0005 68656c6c6f000000 0000 0000 00000034`),
    );
  });

  it("is read back as it was written", async () => {
    const byteOrder = fc.constantFrom("little" as const, "big" as const);
    const packets = fc.array(
      fc.record({
        interface: fc.constant(0),
        timeNanoseconds: fc.bigInt({ min: 0n, max: 4_000_000_000_000_000_000n }),
        octets: fc.uint8Array({ maxLength: 40 }),
        originalLength: fc.nat(),
        comment: fc.string({ unit: "binary", maxLength: 20 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(byteOrder, packets, async (order, written) => {
        const interfaces = [{ linkType: 101, tsresol: 9 }];
        const section = { byteOrder: order, interfaces, packets: written };
        const { frames, error } = await readWhole(writePcapng({ sections: [section] }));
        expect(error).toBeUndefined();
        const expected = written.map(({ octets, comment, originalLength }, index) => ({
          number: index + 1,
          linkType: 101,
          octets: Buffer.from(octets).toString("hex"),
          originalLength,
          comment,
        }));
        expect(frames.map(({ time: _time, ...rest }) => rest)).toEqual(expected);
      }),
    );
  });

  it("throws for an interface that the section does not have", () => {
    const packet = { interface: 1, timeNanoseconds: 0n, octets: new Uint8Array() };
    const section = { interfaces: [{ linkType: 1 }], packets: [packet] };
    expect(() => writePcapng({ sections: [section] })).toThrow("no interface 1 in the section");
  });

  it("throws for text that is too long for an option", () => {
    const section = { interfaces: [], packets: [], comment: "x".repeat(65_536) };
    expect(() => writePcapng({ sections: [section] })).toThrow(RangeError);
  });
});
