import { describe, expect, it } from "vitest";
import { readWhole } from "../../test/support/frames.js";
import { writePcapng } from "../samples/write-pcapng.js";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const SECTION = "0a0d0d0a 1c000000 4d3c2b1a 0100 0000 ffffffffffffffff 1c000000";
const ETHERNET = "01000000 14000000 0100 0000 00000000 14000000";
/** Of interface 0, with 3 octets of 60. */
const ENHANCED = "06000000 24000000 00000000 d64f0600 11d06a31 03000000 3c000000 aabbcc00 24000000";
const UNKNOWN = "ad0b0000 10000000 01020304 10000000";

const framesOf = async (text: string) => {
  const { frames, error } = await readWhole(hex(text));
  expect(error).toBeUndefined();
  return frames;
};

describe("PcapngReader", () => {
  it("reads an Enhanced Packet Block, and skips unknown blocks", async () => {
    expect(await framesOf(SECTION + UNKNOWN + ETHERNET + UNKNOWN + ENHANCED)).toMatchObject([
      { number: 1, linkType: 1, octets: "aabbcc", originalLength: 60, comment: undefined },
    ]);
  });

  it("reads a Simple Packet Block, cut by the snapshot length of interface 0, without time", async () => {
    const cutting = "01000000 14000000 7100 0000 02000000 14000000";
    const simple = "03000000 14000000 05000000 aabb0000 14000000";
    expect(await framesOf(SECTION + cutting + simple)).toEqual([
      {
        number: 1,
        linkType: 113,
        octets: "aabb",
        originalLength: 5,
        time: undefined,
        comment: undefined,
      },
    ]);
  });

  it("reads a Simple Packet Block of a snapshot length of 0 whole", async () => {
    const simple = "03000000 18000000 05000000 aabbccdd ee000000 18000000";
    expect(await framesOf(SECTION + ETHERNET + simple)).toMatchObject([{ octets: "aabbccddee" }]);
  });

  it("reads the obsolete Packet Block, whose interface has 16 bits", async () => {
    const packet =
      "02000000 24000000 0000 ffff 00000000 00000000 03000000 3c000000 aabbcc00 24000000";
    expect(await framesOf(SECTION + ETHERNET + packet)).toMatchObject([
      { octets: "aabbcc", originalLength: 60, time: "1970-01-01T00:00:00.000000Z" },
    ]);
  });

  it("reads sections of both byte orders, each with interfaces of its own", async () => {
    const packet = { interface: 0, timeNanoseconds: 1_776_617_953_939_985_123n, octets: hex("aa") };
    const file = writePcapng({
      sections: [
        { byteOrder: "little", interfaces: [{ linkType: 1 }], packets: [packet] },
        {
          byteOrder: "big",
          interfaces: [
            { linkType: 101, tsresol: 9, tsoffset: 1_700_000_000n },
            { linkType: 276, tsresol: 0 },
            { linkType: 0, tsresol: 0x80 + 30, tsoffset: -5n },
          ],
          packets: [0, 1, 2].map((index) => ({ ...packet, interface: index })),
        },
      ],
    });
    const { frames } = await readWhole(file);
    expect(frames.map(({ number, linkType, time }) => [number, linkType, time])).toEqual([
      [1, 1, "2026-04-19T16:59:13.939985Z"],
      [2, 101, "2026-04-19T16:59:13.939985123Z"],
      [3, 276, "2026-04-19T16:59:13Z"],
      [4, 0, "2026-04-19T16:59:13.939985122Z"],
    ]);
  });

  it("joins the comments of a packet by newlines, and ignores other options", async () => {
    const options = "0100 0300 61c3a900 0200 0400 00000000 0100 0100 62000000 0000 0000";
    const packet = `06000000 40000000 00000000 00000000 00000000 03000000 3c000000 aabbcc00
      ${options} 40000000`.replaceAll("\n", "");
    expect(await framesOf(SECTION + ETHERNET + packet)).toMatchObject([{ comment: "a\u00e9\nb" }]);
  });

  it("reads a file of a section header only", async () => {
    expect(await framesOf(SECTION)).toEqual([]);
  });
});

const GOOD = SECTION + ETHERNET + ENHANCED;
const AT = hex(GOOD).length;

describe("a damaged pcapng file gives all frames before the damage", () => {
  it.each([
    ["a block of 0 octets", "06000000 00000000 00000000", /says 0 octets, less than the 12 of any/],
    ["a block of 8 octets", "06000000 08000000 00000000", /says 8 octets, less than the 12 of any/],
    ["not a multiple of 4", "06000000 25000000 00000000", /says 37 octets, not a multiple of 4/],
    [
      "a huge block",
      "06000000 fcffffff 00000000",
      /4294967292 octets, more than the limit of 16777/,
    ],
    [
      "another length at the end",
      UNKNOWN.replace(/10000000$/, "14000000"),
      /16 octets at its start but 20 at its end/,
    ],
    [
      "an interface without description",
      ENHANCED.replace("00000000", "01000000"),
      /interface 1, but the section has 1 so far/,
    ],
    [
      "a captured length over the end",
      ENHANCED.replace("03000000", "05000000"),
      /captured length has a body of 24 octets, but needs 25/,
    ],
    [
      "a packet block without a body",
      "06000000 0c000000 0c000000",
      /body of 0 octets, but needs 20/,
    ],
    [
      "a simple packet block without a body",
      "03000000 0c000000 0c000000",
      /body of 0 octets, but needs 4/,
    ],
    [
      "an original length over the end",
      "03000000 10000000 05000000 10000000",
      /body of 4 octets, but needs 9/,
    ],
    [
      "an option over the end",
      "01000000 1c000000 0100 0000 00000000 0200 0500 61616161 1c000000",
      /option 2 goes 1 octets beyond/,
    ],
    [
      "if_tsresol of 2 octets",
      "01000000 1c000000 0100 0000 00000000 0900 0200 06060000 1c000000",
      /option 9 has 2 octets, but must have 1/,
    ],
    [
      "an interface description without a body",
      "01000000 0c000000 0c000000",
      /body of 0 octets, but needs 8/,
    ],
    [
      "no byte-order magic",
      SECTION.replace("4d3c2b1a", "4d3c2b1b"),
      /byte-order magic 4d3c2b1b, which is not one/,
    ],
    [
      "a later version",
      SECTION.replace("0100 0000", "0200 0000"),
      /version 2 of pcapng is not supported/,
    ],
    [
      "a short section header",
      "0a0d0d0a 10000000 4d3c2b1a 10000000",
      /body of 4 octets, but needs 16/,
    ],
    ["an end inside a block header", "06000000 24000000", /ends inside a block, 8 of 12 octets/],
    ["an end inside a block", ENHANCED.slice(0, -8), /ends inside a block, 32 of 36 octets/],
  ])("%s", async (_name, damage, message) => {
    const { frames, error } = await readWhole(hex(GOOD + damage));
    expect(frames).toHaveLength(1);
    expect(error?.offsetBytes).toBe(AT);
    expect(error?.message).toMatch(message);
    expect(error?.message).toMatch(`offset ${AT}: `);
  });

  it("a packet before any interface", async () => {
    const { error } = await readWhole(hex(SECTION + ENHANCED));
    expect(error?.message).toMatch(/interface 0, but the section has 0 so far/);
  });

  it("a packet of an interface of the section before", async () => {
    const { frames, error } = await readWhole(hex(GOOD + SECTION + ENHANCED));
    expect(frames).toHaveLength(1);
    expect(error?.message).toMatch(/interface 0, but the section has 0 so far/);
  });

  it("more interfaces than the limit", async () => {
    const { error } = await readWhole(hex(SECTION + ETHERNET.repeat(65_537)));
    expect(error?.message).toMatch(/more than the limit of 65536 interfaces/);
  });
});
