import { type Encapsulation, etherType } from "../encapsulation.js";
import { ETHER_TYPE } from "../protocol-numbers.js";
import { typeOrLength } from "./ethernet.js";

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
