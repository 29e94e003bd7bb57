import {
  type Announced,
  behind,
  type Encapsulation,
  etherType,
  has,
  linkType,
  NOTHING_INSIDE,
  octetOf,
} from "../encapsulation.js";
import { ETHER_TYPE } from "../protocol-numbers.js";

const HEADER_LENGTH = 16;
const EXTENSION_LENGTH = 8;
const EXTENSION_LIMIT = 16;
const HAS_EXTENSION = 0x80;
/** offset(1) padding(1) ahead of an Ethernet frame. */
const ETHERNET_PADDING = 2;

/** Types of records whose content is read: Ethernet in its colours, serial lines, and IP. */
const TYPES: ReadonlyMap<number, { readonly announced: Announced; readonly padding: number }> =
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
    let header = HEADER_LENGTH;
    let isExtended = (type & HAS_EXTENSION) !== 0;
    for (let count = 0; isExtended && count < EXTENSION_LIMIT && has(layer, header); count += 1) {
      isExtended = (octetOf(layer, header) & HAS_EXTENSION) !== 0;
      header += EXTENSION_LENGTH;
    }
    const found = TYPES.get(type & ~HAS_EXTENSION);
    return found === undefined
      ? NOTHING_INSIDE
      : behind(layer, header + found.padding, found.announced);
  },
};
