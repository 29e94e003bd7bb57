import { describe, expect, it } from "vitest";
import { IPV4_ENDS, IPV6_ENDS, PAYLOAD, rstSegment } from "../../test/support/rst-packets.js";
import { parseAddress } from "../capture/ip-address.js";
import { TCP_FLAG } from "../model/tcp-flag.js";
import {
  buildIpv4,
  buildIpv4Fragments,
  buildIpv6,
  buildIpv6Fragments,
  buildUnreachable,
  computeChecksum,
  computeTransportChecksum,
} from "./build-ip.js";
import { buildTcp } from "./build-tcp.js";

const hex = (octets: Uint8Array) => Buffer.from(octets).toString("hex");

describe("computeChecksum", () => {
  it.each([
    ["the example of RFC 1071", "0001f203f4f5f6f7", 0x220d],
    ["nothing", "", 0xffff],
    ["an odd octet is padded at its end", "01", 0xfeff],
    ["carries of carries", "ffffffff0001", 0xfffe],
  ])("%s", (_name, octets, checksum) => {
    expect(computeChecksum(Buffer.from(octets, "hex"))).toBe(checksum);
  });
});

describe("buildTcp", () => {
  it("lays out the header of RFC 9293 section 3.1", () => {
    const segment = buildTcp({
      ...IPV4_ENDS,
      sourcePort: 39829,
      destinationPort: 8080,
      sequenceNumber: 0x01020304,
      acknowledgmentNumber: 0xfffefdfc,
      flags: TCP_FLAG.RST | TCP_FLAG.ACK,
      window: 0x1234,
      urgentPointer: 0x5678,
      options: Uint8Array.of(1, 2, 3, 4, 5),
      payload: PAYLOAD,
    });
    expect(hex(segment).replace(/(?<=^.{32}).{4}/, "CSUM")).toBe(
      "9b951f9001020304fffefdfc70141234CSUM5678" + "0102030405000000" + "0102030405060708",
    );
  });

  it.each([
    ["IPv4", IPV4_ENDS],
    ["IPv6", IPV6_ENDS],
  ])("has a checksum over %s that verifies to 0", (_version, ends) => {
    const source = parseAddress(ends.source);
    const destination = parseAddress(ends.destination);
    const odd = rstSegment(ends, { payload: PAYLOAD.subarray(0, 7) });
    expect(computeTransportChecksum({ source, destination, protocol: 6 }, odd)).toBe(0);
  });

  it("throws for options of more than 40 octets, and for numbers beyond their field", () => {
    expect(() => rstSegment(IPV4_ENDS, { options: new Uint8Array(41) })).toThrow(RangeError);
    expect(() => rstSegment(IPV4_ENDS, { sourcePort: 65_536 })).toThrow(RangeError);
  });
});

describe("buildIpv4", () => {
  it("has a header checksum that verifies to 0", () => {
    const packet = buildIpv4({
      ...IPV4_ENDS,
      payload: PAYLOAD,
      options: PAYLOAD,
      dontFragment: true,
    });
    expect(computeChecksum(packet.subarray(0, 28))).toBe(0);
    expect(hex(packet.subarray(0, 10))).toBe("47000024000040004006");
  });

  it("throws for other addresses, sizes and offsets", () => {
    expect(() => buildIpv4({ ...IPV6_ENDS, payload: PAYLOAD })).toThrow(
      "no IPv4 address: 2001:db8::1",
    );
    expect(() => buildIpv4({ ...IPV4_ENDS, payload: PAYLOAD, fragmentOffsetBytes: 4 })).toThrow(
      RangeError,
    );
    expect(() =>
      buildIpv4({ ...IPV4_ENDS, payload: PAYLOAD, options: new Uint8Array(41) }),
    ).toThrow(RangeError);
    expect(() => buildIpv4Fragments({ ...IPV4_ENDS, payload: PAYLOAD }, 12)).toThrow(RangeError);
  });
});

describe("buildIpv6", () => {
  it("chains the next headers", () => {
    const packet = buildIpv6Fragments(
      { ...IPV6_ENDS, payload: PAYLOAD, extensionHeaders: [{ type: 0, body: new Uint8Array(7) }] },
      { identification: 0x01020304, sizeBytes: 8 },
    )[0];
    expect(hex(packet ?? new Uint8Array())).toBe(
      "6000000000180040" +
        hex(parseAddress(IPV6_ENDS.source)) +
        hex(parseAddress(IPV6_ENDS.destination)) +
        "2c00000000000000" +
        "0600000001020304" +
        hex(PAYLOAD),
    );
  });

  it("throws for other addresses", () => {
    expect(() => buildIpv6({ ...IPV4_ENDS, payload: PAYLOAD })).toThrow(
      "no IPv6 address: 192.0.2.1",
    );
  });
});

describe("buildUnreachable", () => {
  it("makes ICMPv4 type 3 and ICMPv6 type 1, with checksums that verify to 0", () => {
    const v4 = buildUnreachable({ ...IPV4_ENDS, code: 3, quoted: PAYLOAD });
    expect(hex(v4.subarray(20, 22))).toBe("0303");
    expect(computeChecksum(v4.subarray(20))).toBe(0);
    const v6 = buildUnreachable({ ...IPV6_ENDS, code: 4, quoted: PAYLOAD });
    expect(hex(v6.subarray(40, 42))).toBe("0104");
    const source = parseAddress(IPV6_ENDS.source);
    const destination = parseAddress(IPV6_ENDS.destination);
    expect(computeTransportChecksum({ source, destination, protocol: 58 }, v6.subarray(40))).toBe(
      0,
    );
  });
});
