import { describe, expect, it } from "vitest";
import { readWhole } from "../../test/support/frames.js";
import { writePcap } from "../samples/write-pcap.js";

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");
const LITTLE = "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000000";
const RECORD = "e109e569 d1570e00 03000000 3c000000 aabbcc";
const FRAME = {
  number: 1,
  linkType: 1,
  octets: "aabbcc",
  originalLength: 60,
  time: "2026-04-19T16:59:13.939985Z",
  comment: undefined,
};

describe("PcapReader", () => {
  it("reads little-endian microseconds", async () => {
    const { frames, error } = await readWhole(hex(LITTLE + RECORD));
    expect(error).toBeUndefined();
    expect(frames).toEqual([FRAME]);
  });

  it("reads big-endian nanoseconds", async () => {
    const header = "a1b23c4d 0002 0004 00000000 00000000 00040000 00000114";
    const file = hex(`${header} 69e509e1 3806ea7b 00000001 00000001 ff`);
    expect((await readWhole(file)).frames).toEqual([
      {
        ...FRAME,
        linkType: 276,
        octets: "ff",
        originalLength: 1,
        time: "2026-04-19T16:59:13.939977339Z",
      },
    ]);
  });

  it("reads the longer records of a patched libpcap, in both byte orders", async () => {
    const more = "01000000 0008 00 00";
    const little = LITTLE.replace("d4c3b2a1", "34cdb2a1");
    const record = RECORD.replace(" aabbcc", `${more} aabbcc`);
    expect((await readWhole(hex(little + record + record))).frames).toEqual([
      FRAME,
      { ...FRAME, number: 2 },
    ]);
    const big = "a1b2cd34 0002 0004 00000000 00000000 00040000 00000001";
    const bigRecord = `69e509e1 000e57d1 00000003 0000003c ${more} aabbcc`;
    expect((await readWhole(hex(big + bigRecord))).frames).toEqual([FRAME]);
  });

  it("takes only the low 16 bits of the link type field", async () => {
    const header = "d4c3b2a1 0200 0400 00000000 00000000 00000400 01000054";
    expect((await readWhole(hex(header + RECORD))).frames).toEqual([FRAME]);
  });

  it("reads a file of a header only, and packets of 0 octets", async () => {
    expect(await readWhole(hex(LITTLE))).toEqual({ frames: [], error: undefined });
    const { frames } = await readWhole(hex(`${LITTLE} ${"00".repeat(16)}`));
    expect(frames).toEqual([
      { ...FRAME, octets: "", originalLength: 0, time: "1970-01-01T00:00:00.000000Z" },
    ]);
  });

  it.each([
    [
      `${LITTLE.slice(0, 30)}`,
      0,
      /inside the file header, 13 of 24 octets are there; it was cut off$/,
    ],
    [`${LITTLE}${RECORD}${RECORD.slice(0, 20)}`, 43, /inside a packet record, 9 of 16 octets/],
    [`${LITTLE}${RECORD}${RECORD.slice(0, -4)}`, 43, /inside a packet record, 17 of 19 octets/],
    [
      `${LITTLE}${RECORD}00000000 00000000 ffe0f505 00000000`,
      43,
      /^offset 43: packet record says 99999999 octets, more than the limit of 262144; the file is/,
    ],
    [LITTLE.replace("0200", "0300"), 0, /version 3 of pcap is not supported/],
  ])("delivers all before the damage: %#", async (text, offsetBytes, message) => {
    const { frames, error } = await readWhole(hex(text));
    expect(frames).toEqual(offsetBytes === 0 ? [] : [FRAME]);
    expect(error?.offsetBytes).toBe(offsetBytes);
    expect(error?.message).toMatch(message);
  });

  it("accepts longer records where the snapshot length says so", async () => {
    const octets = new Uint8Array(300_000);
    const packets = [{ timeNanoseconds: 0n, octets }];
    const common = {
      byteOrder: "little",
      resolution: "microseconds",
      linkType: 1,
      packets,
    } as const;
    expect((await readWhole(writePcap({ ...common, snapLength: 400_000 }))).frames).toHaveLength(1);
    const { error } = await readWhole(writePcap({ ...common, snapLength: 65_535 }));
    expect(error?.message).toMatch(/says 300000 octets, more than the limit of 262144/);
  });
});
