import { describe, expect, it } from "vitest";
import { buildEthernet, buildLoop, buildNull, buildSll, buildSll2 } from "../samples/build-link.js";
import { findIpHeader, NOT_FOUND } from "./link-layer.js";
import { LINK_TYPE } from "./protocol-numbers.js";

const V4 = Uint8Array.of(0x45, 0, 0, 20);
const V6 = Uint8Array.of(0x60, 0, 0, 0);
const TAG = { id: 5 };
const SERVICE_TAG = { protocol: 0x88a8, id: 6 };
const OLD_TAG = { protocol: 0x9100, id: 7 };
const find = (linkType: number, octets: Uint8Array) => findIpHeader(linkType, Buffer.from(octets));

describe("findIpHeader", () => {
  it.each([
    ["Ethernet, IPv4", LINK_TYPE.ETHERNET, buildEthernet({ payload: V4 }), 14],
    ["Ethernet, IPv6", LINK_TYPE.ETHERNET, buildEthernet({ payload: V6 }), 14],
    ["a VLAN tag", LINK_TYPE.ETHERNET, buildEthernet({ payload: V4, vlanTags: [TAG] }), 18],
    [
      "VLAN tags of all kinds",
      LINK_TYPE.ETHERNET,
      buildEthernet({ payload: V6, vlanTags: [SERVICE_TAG, OLD_TAG, TAG, TAG] }),
      30,
    ],
    ["802.3 with LLC", LINK_TYPE.ETHERNET, buildEthernet({ payload: V4, etherType: 4 }), NOT_FOUND],
    ["ARP", LINK_TYPE.ETHERNET, buildEthernet({ payload: V4, etherType: 0x0806 }), NOT_FOUND],
    [
      "another version than the EtherType",
      LINK_TYPE.ETHERNET,
      buildEthernet({ payload: V6, etherType: 0x0800 }),
      NOT_FOUND,
    ],
    ["Linux cooked v1, IPv4", LINK_TYPE.LINUX_SLL, buildSll(V4), 16],
    ["Linux cooked v1, IPv6", LINK_TYPE.LINUX_SLL, buildSll(V6), 16],
    ["Linux cooked v2, IPv4", LINK_TYPE.LINUX_SLL2, buildSll2(V4), 20],
    ["Linux cooked v2, IPv6", LINK_TYPE.LINUX_SLL2, buildSll2(V6), 20],
    ["null of a little-endian host", LINK_TYPE.NULL, buildNull(V4, "little"), 4],
    ["null of a big-endian host", LINK_TYPE.NULL, buildNull(V6, "big"), 4],
    ["null, FreeBSD's AF_INET6", LINK_TYPE.NULL, Uint8Array.of(28, 0, 0, 0, ...V6), 4],
    ["null, macOS's AF_INET6", LINK_TYPE.NULL, Uint8Array.of(30, 0, 0, 0, ...V6), 4],
    ["null, Linux's AF_INET6", LINK_TYPE.NULL, Uint8Array.of(0, 0, 0, 10, ...V6), 4],
    ["null, another family", LINK_TYPE.NULL, Uint8Array.of(7, 0, 0, 0, ...V4), NOT_FOUND],
    ["loop", LINK_TYPE.LOOP, buildLoop(V4), 4],
    ["loop is in network order only", LINK_TYPE.LOOP, buildNull(V4, "little"), NOT_FOUND],
    ["raw IPv4", LINK_TYPE.RAW, V4, 0],
    ["raw IPv6", LINK_TYPE.RAW, V6, 0],
    ["raw, neither", LINK_TYPE.RAW, Uint8Array.of(0x50), NOT_FOUND],
    ["raw of a system's own number", LINK_TYPE.DLT_RAW, V6, 0],
    ["raw of OpenBSD's number", LINK_TYPE.DLT_RAW_OPENBSD, V4, 0],
    ["IPv4 only", LINK_TYPE.IPV4, V4, 0],
    ["IPv4 only, but IPv6", LINK_TYPE.IPV4, V6, NOT_FOUND],
    ["IPv6 only", LINK_TYPE.IPV6, V6, 0],
    ["a link type that is not dissected", 105, V4, NOT_FOUND],
  ])("%s", (_name, linkType, octets, start) => {
    expect(find(linkType, octets)).toBe(start);
    expect(find(linkType, octets.subarray(0, start === NOT_FOUND ? 0 : start))).toBe(NOT_FOUND);
  });

  it("finds Linux cooked v1 and v2 with a VLAN tag", () => {
    const tagged = Uint8Array.of(0, 5, 0x08, 0x00, ...V4);
    const v1 = Buffer.concat([buildSll(V4).subarray(0, 14), Uint8Array.of(0x81, 0), tagged]);
    const v2 = Buffer.concat([Uint8Array.of(0x81, 0), buildSll2(V4).subarray(2, 20), tagged]);
    expect(find(LINK_TYPE.LINUX_SLL, v1)).toBe(20);
    expect(find(LINK_TYPE.LINUX_SLL2, v2)).toBe(24);
  });
});
