import { describe, expect, it } from "vitest";
import { createPcapClock, createPcapngClock } from "./clock.js";

const split = (units: bigint): [number, number] => [
  Number(units >> 32n),
  Number(units & 0xffffffffn),
];

describe("createPcapClock", () => {
  it.each([
    [6, 1_776_617_953, 939_985, "2026-04-19T16:59:13.939985Z"],
    [6, 0, 0, "1970-01-01T00:00:00.000000Z"],
    [6, 0, 1_500_000, "1970-01-01T00:00:01.500000Z"],
    [9, 1_776_617_953, 7, "2026-04-19T16:59:13.000000007Z"],
    [9, 0xffffffff, 999_999_999, "2106-02-07T06:28:15.999999999Z"],
  ] as const)("%i digits, %i s and %i", (digits, seconds, fraction, time) => {
    expect(createPcapClock(digits).format(seconds, fraction)).toBe(time);
  });
});

describe("toSeconds", () => {
  it.each([
    ["pcap", createPcapClock(6), [1_776_617_953, 939_985], 1_776_617_953.939985],
    ["pcap of nanoseconds", createPcapClock(9), [7, 500_000_000], 7.5],
    ["pcapng", createPcapngClock(6, 0n), split(1_776_617_953_939_985n), 1_776_617_953.939985],
    ["pcapng with an offset", createPcapngClock(3, -1n), split(2500n), 1.5],
    ["pcapng of a power of 2", createPcapngClock(0x81, 0n), split(3n), 1.5],
  ] as const)("gives a number: %s", (_name, clock, [high, low], seconds) => {
    expect(clock.toSeconds(high, low)).toBeCloseTo(seconds, 5);
  });
});

describe("createPcapngClock", () => {
  it.each([
    ["microseconds", 6, 0n, 1_776_617_953_939_985n, "2026-04-19T16:59:13.939985Z"],
    [
      "nanoseconds beyond 2^53",
      9,
      0n,
      1_776_617_953_939_985_123n,
      "2026-04-19T16:59:13.939985123Z",
    ],
    ["seconds have no fraction", 0, 0n, 1_776_617_953n, "2026-04-19T16:59:13Z"],
    ["a power of 2 has 9 digits", 0x81, 0n, 3n, "1970-01-01T00:00:01.500000000Z"],
    ["the largest power of 2", 0xff, 0n, 2n ** 64n - 1n, "1970-01-01T00:00:00.000000000Z"],
    ["an offset", 3, 1_776_617_953n, 25n, "2026-04-19T16:59:13.025Z"],
    ["a negative offset", 3, -1n, 25n, "1969-12-31T23:59:59.025Z"],
    ["year 0", 0, -62_167_219_200n, 0n, "0000-01-01T00:00:00Z"],
    ["before year 0", 0, -62_167_219_201n, 0n, undefined],
    ["the end of year 9999", 0, 0n, 253_402_300_799n, "9999-12-31T23:59:59Z"],
    ["after year 9999", 0, 0n, 2n ** 64n - 1n, undefined],
    ["the largest offset", 6, 2n ** 63n - 1n, 0n, undefined],
  ])("%s", (_name, tsresol, tsoffset, units, time) => {
    expect(createPcapngClock(tsresol, tsoffset).format(...split(units))).toBe(time);
  });

  it("gives as many digits as the power of 10", () => {
    const time = createPcapngClock(127, 0n).format(0, 1);
    expect(time).toMatch(/^1970-01-01T00:00:00\.0{126}1Z$/);
  });
});
