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
