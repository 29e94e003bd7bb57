import {
  behind,
  type Encapsulation,
  enterTunnel,
  etherType,
  type Layer,
  linkType,
  uint16Of,
  uint32Of,
} from "../encapsulation.js";
import { ETHER_TYPE, LINK_TYPE } from "../protocol-numbers.js";
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
function typeOrLength(layer: Layer, headerBytes: number): readonly Layer[] {
  const type = uint16Of(layer, headerBytes - 2);
  return behind(layer, headerBytes, type < LEAST_ETHER_TYPE ? LLC : etherType(type));
}

/** What stands ahead of an EtherType and is announced by one, in octets without both. */
const TAGS = [
  // IEEE 802.1Q, 802.1ad, and what equipment used before.
  { name: "VLAN", type: ETHER_TYPE.VLAN, tagBytes: 2 },
  { name: "VLAN", type: ETHER_TYPE.SERVICE_VLAN, tagBytes: 2 },
  { name: "VLAN", type: ETHER_TYPE.OLD_SERVICE_VLAN, tagBytes: 2 },
  // Cisco MetaData: version(1) length(1) option(2) security group tag(2).
  { name: "Cisco SGT", type: 0x8909, tagBytes: 6 },
  // Cisco's port extenders, and IEEE 802.1BR.
  { name: "VN-tag", type: 0x8926, tagBytes: 4 },
  { name: "E-tag", type: 0x893f, tagBytes: 6 },
  // High-availability Seamless Redundancy (IEC 62439-3).
  { name: "HSR", type: 0x892f, tagBytes: 4 },
] as const;

/** Tags of Ethernet frames: the type of what follows stands at their end. */
export const ethernetTags: readonly Encapsulation[] = TAGS.map(({ name, type, tagBytes }) => ({
  name,
  announcedBy: [etherType(type)],
  read: (layer) => typeOrLength(layer, tagBytes + 2),
}));

const TAG_LENGTH = 4;

/** Provider Backbone Bridges (IEEE 802.1ah): flags(1) service(3), then the customer's frame. */
export const providerBackbone: Encapsulation = {
  name: "802.1ah",
  announcedBy: [etherType(0x88e7)],
  read: (layer) => {
    const service = uint32Of(layer, 0) & 0xffffff;
    const tunnel = enterTunnel(layer.tunnel, 0x88e7, service);
    return behind(layer, TAG_LENGTH, etherType(0x6558), tunnel);
  },
};
