import {
  announcedByVersion,
  behind,
  type Encapsulation,
  etherType,
  has,
  type Layer,
  linkType,
  NOTHING_INSIDE,
  octetOf,
  uint16Of,
} from "../encapsulation.js";
import { LINK_TYPE } from "../protocol-numbers.js";
import { LLC } from "./llc.js";

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
        const announced = announcedByVersion(layer, at + 4);
        return announced === undefined ? NOTHING_INSIDE : behind(layer, at + 4, announced);
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
