import {
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  has,
  ipBehind,
  ipProtocol,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { readL2tp } from "./ppp.js";

const ETHERNET = etherType(0x6558);

/** Tunnels that are told by one number, and have a short header of nearly always the same length. */
export const otherTunnels: readonly Encapsulation[] = [
  { name: "L2TP", announcedBy: [udpPort(1701)], read: readL2tp },
  {
    // RFC 3378: version(4 bits) reserved(12 bits).
    name: "EtherIP",
    announcedBy: [ipProtocol(97)],
    read: (layer) => behind(layer, 2, ETHERNET),
  },
  {
    // RFC 8986 section 4.9.
    name: "Ethernet in IPv6",
    announcedBy: [ipProtocol(143)],
    read: (layer) => behind(layer, 0, ETHERNET),
  },
  {
    // RFC 9300 section 5: flags(1) nonce(3) instance and status(4); the instance has 24 bits.
    name: "LISP",
    announcedBy: [udpPort(4341)],
    read: (layer) => ipBehind(layer, 8, enterTunnel(layer.tunnel, 4341, uint32Of(layer, 4) >>> 8)),
  },
  { name: "Teredo", announcedBy: [udpPort(3544)], read: readTeredo },
  {
    // RFC 6325 section 3: flags and length of options(2) egress(2) ingress(2) options.
    name: "TRILL",
    announcedBy: [etherType(0x22f3)],
    read: (layer) => behind(layer, 6 + ((uint16Of(layer, 0) >> 6) & 0x1f) * 4, ETHERNET),
  },
  { name: "TZSP", announcedBy: [udpPort(37008)], read: readTzsp },
];

/** RFC 4380 section 5.1.1: authentication and origin may stand ahead of IPv6. */
function readTeredo(layer: Layer): readonly Layer[] {
  let header = 0;
  if (uint16Of(layer, 0) === 1) header += 13 + octetOf(layer, 2) + octetOf(layer, 3);
  if (has(layer, header + 8) && uint16Of(layer, header) === 0) header += 8;
  return octetOf(layer, header) >> 4 === 6 ? ipBehind(layer, header) : NOTHING_INSIDE;
}

const TZSP = { PADDING: 0, END: 1, ETHERNET: 1, IEEE_80211: 18 } as const;
const TAG_LIMIT = 64;

/** version(1) type(1) protocol(2), then tags of type(1) length(1) value up to the one that ends them. */
function readTzsp(layer: Layer): readonly Layer[] {
  const protocol = uint16Of(layer, 2);
  let at = 4;
  for (let count = 0; count < TAG_LIMIT && has(layer, at + 1); count += 1) {
    const tag = octetOf(layer, at);
    at += tag === TZSP.PADDING || tag === TZSP.END ? 1 : 2 + octetOf(layer, at + 1);
    if (tag !== TZSP.END) continue;
    if (protocol === TZSP.ETHERNET) return behind(layer, at, ETHERNET);
    return protocol === TZSP.IEEE_80211 ? behind(layer, at, linkType(105)) : NOTHING_INSIDE;
  }
  return NOTHING_INSIDE;
}
