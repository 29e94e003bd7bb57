import { describe, expect, it } from "vitest";
import { readFrameTexts } from "./tcpdump-frames.js";

async function read(...lines: readonly string[]) {
  async function* chunks() {
    yield Buffer.from(lines.map((line) => `${line}\n`).join(""));
  }
  const frames = [];
  for await (const frame of readFrameTexts(chunks())) frames.push(frame);
  return frames;
}

describe("readFrameTexts", () => {
  it.each([
    ["a time of the day", "12:00:00.000000 IP a"],
    ["nanoseconds", "12:00:00.000000123 IP a"],
    ["-ttt", " 00:00:00.000000 IP a"],
    ["-tttt", "2026-05-05 12:00:00.000000 IP a"],
    ["-#", "    1  12:00:00.000000 IP a"],
    ["-# and -t", "    1  IP a"],
  ])("begins a frame with %s", async (_what, line) => {
    expect(await read(line, "    b", "\tc")).toEqual([{ number: 1, text: "IP a b c" }]);
  });

  it("has the time of -tt, which tells the day and the zone", async () => {
    expect(await read("1777982400.001000 IP a", "1777982400.123456789 IP b")).toEqual([
      { number: 1, time: "2026-05-05T12:00:00.001000Z", text: "IP a" },
      { number: 2, time: "2026-05-05T12:00:00.123456789Z", text: "IP b" },
    ]);
  });

  it("has the numbers of -#, wherever they begin", async () => {
    const frames = await read("99999  IP a", "100000  IP b");
    expect(frames.map(({ number }) => number)).toEqual([99999, 100000]);
  });

  it("leaves out the link layer of -e and dumps of octets", async () => {
    const macs = "02:00:00:00:00:01 > 02:00:00:00:00:02, ethertype";
    const frames = await read(
      `12:00:00.000000 ${macs} IPv4 (0x0800), length 62: (tos 0x0) a`,
      "\t0x0000:  4500 0030  E..0",
      `12:00:00.000001 ${macs} 802.1Q (0x8100), length 86: vlan 10, p 0, ethertype IPv6 (0x86dd), (hlim 64) b`,
    );
    expect(frames.map(({ text }) => text)).toEqual(["IP (tos 0x0) a", "IP6 (hlim 64) b"]);
  });

  it.each([
    ["a line without a beginning", ["IP a"], "line 1: neither"],
    ["an indented line ahead of all frames", ["    IP a"], "line 1: neither"],
    ["a line of -A", ["12:00:00.000000 IP a", "E..0"], "line 2: neither"],
    [
      "another form of time",
      ["12:00:00.000000 IP a", "1777982400.001000 IP b"],
      "line 2: the time",
    ],
    ["a number that is left out", ["    1  IP a", "    3  IP b"], "line 2: the number"],
    ["a number again", ["    1  IP a", "    1  IP b"], "line 2: the number"],
  ])("ends at %s", async (_what, lines, message) => {
    await expect(read(...lines)).rejects.toThrow(message);
  });

  it("keeps little of a frame that goes on and on", async () => {
    const [frame] = await read(
      "12:00:00.000000 IP a",
      ...Array(10_000).fill(`\t${"x".repeat(99)}`),
    );
    expect(frame?.text.length).toBeLessThan(10_000);
  });

  it("ends quickly where a line goes on and on", async () => {
    const [frame] = await read(`12:00:00.000000 IP ${"(".repeat(5_000_000)}`);
    expect(frame?.text.length).toBeLessThan(20_000);
  });
});
