import {
  type Announced,
  behind,
  type Encapsulation,
  etherType,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  pppProtocol,
  uint16Of,
} from "../encapsulation.js";
import { ETHER_TYPE } from "../protocol-numbers.js";

/** LINKTYPE_ATM_CLIP is LLC too; links announce theirs by this EtherType of long LLC frames. */
export const LLC: Announced = etherType(0x8870);

const SNAP = 0xaa;
const IP = 0x06;
const UNNUMBERED_INFORMATION = 0x03;
const LLC_LENGTH = 3;
const SNAP_LENGTH = 8;
/** Of what an EtherType follows: Ethernet encapsulated, and bridged by Apple or Cisco. */
const ETHER_TYPE_OUIS: ReadonlySet<number> = new Set([0x000000, 0x0000f8, 0x00000c, 0x080007]);
const IEEE_8021_OUI = 0x0080c2;
/** Ethernet without and with its frame check sequence (RFC 2427 section 4.2). */
const BRIDGED_ETHERNET: ReadonlySet<number> = new Set([1, 7]);

/** Logical Link Control, with the Sub-Network Access Protocol (IEEE 802.2, RFC 1042). */
export const llc: Encapsulation = {
  name: "LLC/SNAP",
  announcedBy: [LLC, linkType(106), pppProtocol(0x004b)],
  read: readLlc,
};

function readLlc(layer: Layer): readonly Layer[] {
  const [destination, source, control] = [0, 1, 2].map((offset) => octetOf(layer, offset));
  if (control !== UNNUMBERED_INFORMATION) return NOTHING_INSIDE;
  if (destination === IP && source === IP) {
    return behind(layer, LLC_LENGTH, etherType(ETHER_TYPE.IPV4));
  }
  if (destination !== SNAP || source !== SNAP) return NOTHING_INSIDE;
  const oui = (octetOf(layer, 3) << 16) | uint16Of(layer, 4);
  const type = uint16Of(layer, 6);
  if (oui === IEEE_8021_OUI && BRIDGED_ETHERNET.has(type)) {
    return behind(layer, SNAP_LENGTH, etherType(0x6558));
  }
  return ETHER_TYPE_OUIS.has(oui) && type >= 0x0600
    ? behind(layer, SNAP_LENGTH, etherType(type))
    : NOTHING_INSIDE;
}

/** frame control(1), two addresses of 6 octets; frames of LLC have 01 in these bits. */
export const fddi: Encapsulation = {
  name: "FDDI",
  announcedBy: [linkType(10)],
  read: (layer) => ((octetOf(layer, 0) & 0x30) === 0x10 ? behind(layer, 13, LLC) : NOTHING_INSIDE),
};

/** access(1) frame control(1), two addresses, and the route where the source says so (IEEE 802.5). */
export const tokenRing: Encapsulation = {
  name: "Token Ring",
  announcedBy: [linkType(6)],
  read: (layer) => {
    if (octetOf(layer, 1) >> 6 !== 1) return NOTHING_INSIDE;
    const isRouted = (octetOf(layer, 8) & 0x80) !== 0;
    return behind(layer, 14 + (isRouted ? octetOf(layer, 14) & 0x1f : 0), LLC);
  },
};

const ARCNET_IP = { RFC_1051: 0xf0, RFC_1201: 0xd4, IPV6: 0xc4 } as const;
/** In place of the split flag: the frame has another one behind two octets and the protocol. */
const EXCEPTION = 0xff;

/** source(1) destination(1) protocol(1) and, but for RFC 1051, split flag(1) sequence(2). */
export const arcnet: Encapsulation = {
  name: "ARCNET",
  announcedBy: [linkType(7)],
  read: (layer) => readArcnet(layer, 2, true),
};

/** Linux leaves the hardware's offset(2) ahead of the protocol, and puts frames together. */
export const arcnetLinux: Encapsulation = {
  name: "ARCNET",
  announcedBy: [linkType(129)],
  read: (layer) => readArcnet(layer, 4, false),
};

function readArcnet(layer: Layer, offset: number, mayBeException: boolean): readonly Layer[] {
  const header = offset + 1;
  const isException = mayBeException && octetOf(layer, header) === EXCEPTION;
  const split = header + (isException ? 7 : 3);
  switch (octetOf(layer, offset)) {
    case ARCNET_IP.RFC_1051:
      return behind(layer, header, etherType(ETHER_TYPE.IPV4));
    case ARCNET_IP.RFC_1201:
      return behind(layer, split, etherType(ETHER_TYPE.IPV4));
    case ARCNET_IP.IPV6:
      return behind(layer, split, etherType(ETHER_TYPE.IPV6));
    default:
      return NOTHING_INSIDE;
  }
}
