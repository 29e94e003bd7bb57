import {
  behind,
  type Encapsulation,
  etherType,
  type Layer,
  linkType,
  uint16Of,
} from "../encapsulation.js";
import { LINK_TYPE } from "../protocol-numbers.js";
import { LLC } from "./llc.js";

const HEADER_LENGTH = 14;
/** Below this it is the length of an 802.3 frame (IEEE 802.3 section 3.2.6). */
const LEAST_ETHER_TYPE = 0x0600;

/** Ethernet, as a link and inside of others ("transparent Ethernet bridging", 0x6558). */
export const ethernet: Encapsulation = {
  name: "Ethernet",
  announcedBy: [linkType(LINK_TYPE.ETHERNET), etherType(0x6558), etherType(0x6400)],
  read: (layer) => typeOrLength(layer, HEADER_LENGTH),
};

/** What is behind a header that ends with an EtherType or the length of an 802.3 frame. */
export function typeOrLength(layer: Layer, headerBytes: number): readonly Layer[] {
  const type = uint16Of(layer, headerBytes - 2);
  return behind(layer, headerBytes, type < LEAST_ETHER_TYPE ? LLC : etherType(type));
}
