import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readInChunks, readWhole } from "../../test/support/frames.js";
import { writePcap } from "../samples/write-pcap.js";
import { writePcapng } from "../samples/write-pcapng.js";
import { readCapture } from "./read-capture.js";

const octetsOf = (length: number) => Uint8Array.from({ length }, (_, index) => index & 0xff);

const PACKETS = [0, 1, 2, 3, 4, 60, 0, 1500, 70_000].map((length, index) => ({
  timeNanoseconds: 1_776_617_953_939_985_123n + BigInt(index),
  octets: octetsOf(length),
  originalLength: length + index,
}));

const PCAP = writePcap({
  byteOrder: "big",
  resolution: "nanoseconds",
  linkType: 1,
  snapLength: 262_144,
  packets: PACKETS,
});

const PCAPNG = writePcapng({
  sections: [
    {
      byteOrder: "big",
      comment: "first",
      application: "rstdiag",
      interfaces: [{ linkType: 1, name: "eth0" }],
      packets: PACKETS.map((packet, index) => ({ ...packet, interface: 0, comment: `${index}` })),
    },
    {
      interfaces: [{ linkType: 1 }, { linkType: 276, tsresol: 9 }],
      packets: PACKETS.map((packet) => ({ ...packet, interface: 1 })),
    },
  ],
});

const FILES = [
  ["pcap", PCAP],
  ["pcapng", PCAPNG],
] as const;

describe.each(FILES)("readCapture of %s", (_name, file) => {
  it("gives the same frames in chunks of 1 octet as in one chunk", async () => {
    expect(await readInChunks(file, 1)).toEqual(await readWhole(file));
  });

  it("gives the same frames in chunks of any length", async () => {
    const whole = await readWhole(file);
    expect(whole.error).toBeUndefined();
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length }), async (chunkLength) => {
        expect(await readInChunks(file, chunkLength)).toEqual(whole);
      }),
    );
  });

  it("gives, cut anywhere, the first frames and then an error, or all to a record's end", async () => {
    const { frames } = await readWhole(file);
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: file.length - 1 }), async (length) => {
        const cut = await readWhole(file.subarray(0, length));
        expect(cut.frames).toEqual(frames.slice(0, cut.frames.length));
        if (cut.error !== undefined) expect(cut.error.message).toMatch(/: the file ends inside /);
        expect(await readInChunks(file.subarray(0, length), 7)).toEqual(cut);
      }),
    );
  });

  it("throws nothing but CaptureError with any octets changed, however it is chunked", async () => {
    const change = fc.record({ at: fc.nat(file.length - 1), octet: fc.nat(255) });
    await fc.assert(
      fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 8 }), async (changes) => {
        const changed = Uint8Array.from(file);
        for (const { at, octet } of changes) changed[at % 2 === 0 ? at : at % 400] = octet;
        expect(await readInChunks(changed, 333)).toEqual(await readWhole(changed));
      }),
    );
  });
});

describe("readCapture", () => {
  it("says after each chunk how many octets it has read", async () => {
    const progress: number[] = [];
    async function* chunks() {
      yield PCAP.subarray(0, 10);
      yield PCAP.subarray(10, 50);
      yield PCAP.subarray(50);
    }
    await readCapture(
      chunks(),
      () => undefined,
      (octetsRead) => progress.push(octetsRead),
    );
    expect(progress).toEqual([10, 50, PCAP.length]);
  });

  it("lets an error of the consumer through", async () => {
    async function* chunks() {
      yield PCAP;
    }
    const failing = () => {
      throw new Error("mine");
    };
    await expect(readCapture(chunks(), failing)).rejects.toThrow("mine");
  });
});

const hex = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("a file that is no capture gets a message that says what it is", () => {
  it.each([
    ["nothing", "", "offset 0: the file is empty; a capture has at least a file header"],
    [
      "two octets",
      "d4c3",
      /offset 0: .*inside its magic number, 2 of 4 octets .*; it was cut off$/,
    ],
    [
      "gzip",
      "1f8b0800 00000000",
      "offset 0: the file is compressed by gzip; decompress it first: gunzip FILE.gz",
    ],
    ["zstd", "28b52ffd 00", /compressed by zstd/],
    ["xz", "fd377a58 5a00", /compressed by xz/],
    ["snoop", "736e6f6f 70000000", /Solaris snoop .*editcap/],
    ["Network Monitor", "474d4255 0002", /Microsoft Network Monitor .*editcap/],
    ["text", "7b226672 616d65", /is text, not a capture/],
    ["anything", "00010203 04", /is not a pcap or pcapng capture: it starts with 00010203/],
  ])("%s", async (_name, octets, message) => {
    const { frames, error } = await readWhole(hex(octets));
    expect(frames).toEqual([]);
    expect(error?.offsetBytes).toBe(0);
    expect(error?.message).toMatch(message);
  });
});
