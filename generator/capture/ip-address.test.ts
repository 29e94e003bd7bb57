import { isIPv4, isIPv6, SocketAddress } from "node:net";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { formatAddress, isIpv4Address, isIpv6Address, parseAddress } from "./ip-address.js";

const groupsOf = (text: string) => Buffer.from(text.replaceAll(" ", ""), "hex");

describe("formatAddress", () => {
  it.each([
    ["IPv4 is dotted", "c0000201", "192.0.2.1"],
    ["all zero", "0000 0000 0000 0000 0000 0000 0000 0000", "::"],
    ["loopback is not IPv4", "0000 0000 0000 0000 0000 0000 0000 0001", "::1"],
    ["zeros at the end", "2001 0db8 0000 0000 0000 0000 0000 0000", "2001:db8::"],
    [
      "leading zeros go (4.1)",
      "2001 0db8 0001 0010 0100 1000 0001 0001",
      "2001:db8:1:10:100:1000:1:1",
    ],
    [
      "one zero group stays (4.2.2)",
      "2001 0db8 0000 0001 0001 0001 0001 0001",
      "2001:db8:0:1:1:1:1:1",
    ],
    ["the longest run goes (4.2.3)", "2001 0000 0000 0001 0000 0000 0000 0001", "2001:0:0:1::1"],
    [
      "the first of equal runs goes (4.2.3)",
      "2001 0db8 0000 0000 0001 0000 0000 0001",
      "2001:db8::1:0:0:1",
    ],
    ["lower case (4.3)", "abcd ef01 0000 0000 0000 0000 ABCD EF01", "abcd:ef01::abcd:ef01"],
    ["IPv4-mapped (5)", "0000 0000 0000 0000 0000 ffff c000 0201", "::ffff:192.0.2.1"],
    ["IPv4-mapped zero", "0000 0000 0000 0000 0000 ffff 0000 0000", "::ffff:0.0.0.0"],
    ["IPv4-compatible (5)", "0000 0000 0000 0000 0000 0000 c000 0201", "::192.0.2.1"],
    ["no IPv4 prefix", "0000 0000 0000 0000 ffff 0000 c000 0201", "::ffff:0:c000:201"],
    ["NAT64 prefix stays hex", "0064 ff9b 0000 0000 0000 0000 c000 0201", "64:ff9b::c000:201"],
    ["seven zeros at the end", "0001 0000 0000 0000 0000 0000 0000 0000", "1::"],
  ])("%s", (_rule, octets, text) => {
    expect(formatAddress(groupsOf(octets))).toBe(text);
    expect(Buffer.from(parseAddress(text))).toEqual(groupsOf(octets));
  });

  it("throws for any other length", () => {
    expect(() => formatAddress(new Uint8Array(5))).toThrow("no IP address: 5 octets");
  });

  it("agrees with the form of URLs where no IPv4 address is embedded", () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const octets = Uint8Array.from(groups.flatMap((value) => [value >> 8, value & 0xff]));
        const text = formatAddress(octets);
        expect(isIPv6(text)).toBe(true);
        expect(parseAddress(text)).toEqual(octets);
        const { hostname } = new URL(
          `http://[${groups.map((one) => one.toString(16)).join(":")}]/`,
        );
        if (!text.includes(".")) expect(`[${text}]`).toBe(hostname);
      }),
    );
  });
});

describe("parseAddress", () => {
  it.each(["", "1.2.3", "1.2.3.256", "fe80::1%eth0", "::g", "1::2::3", "example"])(
    "throws for %j",
    (text) => {
      expect(() => parseAddress(text)).toThrow(`no IP address: ${text}`);
    },
  );
});

describe("what Node says", () => {
  const group = fc.oneof(
    fc.constantFrom("0", "", "ffff", "1", "192.0.2.1", "01", "g"),
    fc.stringMatching(/^[0-9a-fA-F]{1,5}$/),
  );
  const text = fc
    .array(fc.tuple(group, fc.constantFrom(":", ":", ":", "::", "")), { maxLength: 9 })
    .map((parts) => parts.flat().join(""));

  it("is an address, is one here", () => {
    fc.assert(
      fc.property(text, (one) => {
        expect([isIpv4Address(one), isIpv6Address(one)]).toEqual([isIPv4(one), isIPv6(one)]);
      }),
      { numRuns: 5000 },
    );
  });

  it("is the form of an address, is its form here", () => {
    const word = fc.constantFrom(0, 0, 0, 1, 2, 0xffff, 0xabcd);
    fc.assert(
      fc.property(fc.array(word, { minLength: 8, maxLength: 8 }), (words) => {
        const address = words.map((one) => one.toString(16)).join(":");
        const octets = Uint8Array.from(words.flatMap((value) => [value >> 8, value & 0xff]));
        const expected = new SocketAddress({ family: "ipv6", address }).address;
        expect(formatAddress(octets)).toBe(expected);
        expect(parseAddress(expected)).toEqual(octets);
      }),
      { numRuns: 5000 },
    );
  });
});
