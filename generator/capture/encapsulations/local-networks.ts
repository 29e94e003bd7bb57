import {
  behind,
  type Encapsulation,
  etherType,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
} from "../encapsulation.js";
import { ETHER_TYPE } from "../protocol-numbers.js";
import { LLC } from "./llc.js";

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
