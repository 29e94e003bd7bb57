import {
  type Announced,
  behind,
  type Encapsulation,
  etherType,
  has,
  ipBehind,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  pppProtocol,
  uint16Of,
} from "../encapsulation.js";
import { findIpHeader, NOT_FOUND } from "../link-layer.js";
import { ETHER_TYPE, LINK_TYPE } from "../protocol-numbers.js";
import { LLC } from "./llc.js";

const PLAIN_LINKS = [
  LINK_TYPE.NULL,
  LINK_TYPE.LOOP,
  LINK_TYPE.DLT_RAW,
  LINK_TYPE.DLT_RAW_OPENBSD,
  LINK_TYPE.RAW,
  LINK_TYPE.IPV4,
  LINK_TYPE.IPV6,
];

/** Links that carry nothing but IP, behind a few octets at most. */
export const plainLinks: readonly Encapsulation[] = PLAIN_LINKS.map((type) => ({
  name: "IP",
  announcedBy: [linkType(type)],
  read: (layer) => {
    const start = findIpHeader(type, layer.octets, layer.start);
    return start === NOT_FOUND ? NOTHING_INSIDE : ipBehind(layer, start - layer.start);
  },
}));

/** PPP's own numbers of IP. */
export const ipInPpp: readonly Encapsulation[] = [
  {
    name: "PPP",
    announcedBy: [pppProtocol(0x0021)],
    read: (layer) => behind(layer, 0, etherType(ETHER_TYPE.IPV4)),
  },
  {
    name: "PPP",
    announcedBy: [pppProtocol(0x0057)],
    read: (layer) => behind(layer, 0, etherType(ETHER_TYPE.IPV6)),
  },
];

const LEAST_ETHER_TYPE = 0x0600;
/** What Linux writes for a frame of LLC without an EtherType: ETH_P_802_2. */
const ETH_P_802_2 = 4;

function cooked(layer: Layer, typeOffset: number, headerBytes: number): readonly Layer[] {
  const type = uint16Of(layer, typeOffset);
  if (type >= LEAST_ETHER_TYPE) return behind(layer, headerBytes, etherType(type));
  return type === ETH_P_802_2 ? behind(layer, headerBytes, LLC) : NOTHING_INSIDE;
}

/** Linux "cooked" capture: the type of what follows is at its end, or at its start. */
export const linuxCooked: readonly Encapsulation[] = [
  {
    name: "Linux cooked capture",
    announcedBy: [linkType(LINK_TYPE.LINUX_SLL)],
    read: (layer) => cooked(layer, 14, 16),
  },
  {
    name: "Linux cooked capture",
    announcedBy: [linkType(LINK_TYPE.LINUX_SLL2)],
    read: (layer) => cooked(layer, 0, 20),
  },
];

const NFLOG_HEADER_LENGTH = 4;
const NFULA_PAYLOAD = 9;
/** Types have flags in their high bits (linux/netlink.h). */
const TYPE_BITS = 0x3fff;
const ATTRIBUTE_LIMIT = 64;

/**
 * Packets that the firewall logs: family(1) version(1) resource(2), then attributes of length(2)
 * type(2) value, padded to 4 octets, whose numbers are in the capturing host's order.
 */
export const nflog: Encapsulation = {
  name: "NFLOG",
  announcedBy: [linkType(239)],
  read: (layer) => {
    // The first attribute is short, so that one of its octets is 0.
    const isBig = octetOf(layer, NFLOG_HEADER_LENGTH) === 0;
    let at = NFLOG_HEADER_LENGTH;
    for (let count = 0; count < ATTRIBUTE_LIMIT && has(layer, at + 4); count += 1) {
      const length = orderedUint16(layer, at, isBig);
      if (length < 4) return NOTHING_INSIDE;
      if ((orderedUint16(layer, at + 2, isBig) & TYPE_BITS) === NFULA_PAYLOAD) {
        return ipBehind(layer, at + 4);
      }
      at += (length + 3) & ~3;
    }
    return NOTHING_INSIDE;
  },
};

function orderedUint16(layer: Layer, offset: number, isBig: boolean): number {
  const network = uint16Of(layer, offset);
  return isBig ? network : ((network & 0xff) << 8) | (network >> 8);
}

const ERF_HEADER_LENGTH = 16;
const EXTENSION_LENGTH = 8;
const EXTENSION_LIMIT = 16;
const HAS_EXTENSION = 0x80;
/** offset(1) padding(1) ahead of an Ethernet frame. */
const ETHERNET_PADDING = 2;

/** Types of records whose content is read: Ethernet in its colours, serial lines, and IP. */
const ERF_TYPES: ReadonlyMap<number, { readonly announced: Announced; readonly padding: number }> =
  new Map([
    ...[2, 11, 16, 20].map(
      (type) => [type, { announced: linkType(1), padding: ETHERNET_PADDING }] as const,
    ),
    ...[1, 10, 15].map((type) => [type, { announced: linkType(50), padding: 0 }] as const),
    [22, { announced: etherType(ETHER_TYPE.IPV4), padding: 0 }],
    [23, { announced: etherType(ETHER_TYPE.IPV6), padding: 0 }],
  ]);

/**
 * Extensible Record Format of Endace's cards: timestamp(8) type(1) flags(1) lengths and losses(6),
 * then extension headers, each of which says by its first bit whether another one follows.
 */
export const erf: Encapsulation = {
  name: "ERF",
  announcedBy: [linkType(197)],
  read: (layer) => {
    const type = octetOf(layer, 8);
    let header = ERF_HEADER_LENGTH;
    let isExtended = (type & HAS_EXTENSION) !== 0;
    for (let count = 0; isExtended && count < EXTENSION_LIMIT && has(layer, header); count += 1) {
      isExtended = (octetOf(layer, header) & HAS_EXTENSION) !== 0;
      header += EXTENSION_LENGTH;
    }
    const found = ERF_TYPES.get(type & ~HAS_EXTENSION);
    return found === undefined
      ? NOTHING_INSIDE
      : behind(layer, header + found.padding, found.announced);
  },
};
