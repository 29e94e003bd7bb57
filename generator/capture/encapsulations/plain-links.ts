import {
  announcedByVersion,
  behind,
  type Encapsulation,
  etherType,
  linkType,
  NOTHING_INSIDE,
  pppProtocol,
} from "../encapsulation.js";
import { findIpHeader, NOT_FOUND } from "../link-layer.js";
import { ETHER_TYPE, LINK_TYPE } from "../protocol-numbers.js";

const LINKS = [
  LINK_TYPE.NULL,
  LINK_TYPE.LOOP,
  LINK_TYPE.DLT_RAW,
  LINK_TYPE.DLT_RAW_OPENBSD,
  LINK_TYPE.RAW,
  LINK_TYPE.IPV4,
  LINK_TYPE.IPV6,
];

/** Links that carry nothing but IP, behind a few octets at most. */
export const plainLinks: readonly Encapsulation[] = LINKS.map((type) => ({
  name: "IP",
  announcedBy: [linkType(type)],
  read: (layer) => {
    const start = findIpHeader(type, layer.octets, layer.start);
    if (start === NOT_FOUND) return NOTHING_INSIDE;
    const announced = announcedByVersion(layer, start - layer.start);
    return announced === undefined ? NOTHING_INSIDE : behind(layer, start - layer.start, announced);
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
