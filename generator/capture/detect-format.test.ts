import { describe, expect, it } from "vitest";
import { readWhole } from "../../test/support/frames.js";

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
    ["a patched libpcap's", "34cdb2a1 0200", /patched libpcap.*editcap/],
    ["text", "7b226672 616d65", /is text, no capture/],
    ["anything", "00010203 04", /is no pcap or pcapng capture, it starts with 00010203/],
  ])("%s", async (_name, octets, message) => {
    const { frames, error } = await readWhole(hex(octets));
    expect(frames).toEqual([]);
    expect(error?.offsetBytes).toBe(0);
    expect(error?.message).toMatch(message);
  });
});
