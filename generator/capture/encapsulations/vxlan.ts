import {
  type Announced,
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  type Layer,
  NOTHING_INSIDE,
  octetOf,
  udpPort,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";

const HEADER_LENGTH = 8;
const ETHERNET = etherType(0x6558);
/** What of the first octet says that there is a network identifier. */
const HAS_IDENTIFIER = 0x08;

function vniOf(layer: Layer): number {
  return uint32Of(layer, 4) >>> 8;
}

/** flags(1) reserved(3) network identifier(3) reserved(1), RFC 7348 section 5. */
export const vxlan: Encapsulation = {
  name: "VXLAN",
  announcedBy: [
    udpPort(4789),
    // Linux's own port from before there was a registered one, which flannel still uses.
    udpPort(8472),
  ],
  read: (layer) => {
    if ((octetOf(layer, 0) & HAS_IDENTIFIER) === 0) return NOTHING_INSIDE;
    return behind(layer, HEADER_LENGTH, ETHERNET, enterTunnel(layer.tunnel, 4789, vniOf(layer)));
  },
};

/** Next protocols of the Network Service Header and of VXLAN's generic extension. */
const NEXT_PROTOCOLS: ReadonlyMap<number, Announced> = new Map([
  [1, etherType(0x0800)],
  [2, etherType(0x86dd)],
  [3, ETHERNET],
  [4, etherType(0x894f)],
  [5, etherType(0x8847)],
]);

/** As VXLAN, but its fourth octet says what follows (draft-ietf-nvo3-vxlan-gpe section 3.1). */
export const vxlanGpe: Encapsulation = {
  name: "VXLAN-GPE",
  announcedBy: [udpPort(4790)],
  read: (layer) => {
    const next = NEXT_PROTOCOLS.get(octetOf(layer, 3));
    if (next === undefined) return NOTHING_INSIDE;
    return behind(layer, HEADER_LENGTH, next, enterTunnel(layer.tunnel, 4789, vniOf(layer)));
  },
};

/** version(2) O(1) U(1) TTL(6) length in 4 octets(6), then MD type and next protocol (RFC 8300). */
export const nsh: Encapsulation = {
  name: "NSH",
  announcedBy: [etherType(0x894f)],
  read: (layer) => {
    const next = NEXT_PROTOCOLS.get(octetOf(layer, 3));
    const header = (uint16Of(layer, 0) & 0x3f) * 4;
    return next === undefined || header < 8 ? NOTHING_INSIDE : behind(layer, header, next);
  },
};

/** version(2) options in 4 octets(6), flags(8), protocol(16), identifier(24) (RFC 8926 section 3.4). */
export const geneve: Encapsulation = {
  name: "GENEVE",
  announcedBy: [udpPort(6081)],
  read: (layer) => {
    const first = octetOf(layer, 0);
    if (first >> 6 !== 0) return NOTHING_INSIDE;
    const header = HEADER_LENGTH + (first & 0x3f) * 4;
    const tunnel = enterTunnel(layer.tunnel, 6081, vniOf(layer));
    return behind(layer, header, etherType(uint16Of(layer, 2)), tunnel);
  },
};
