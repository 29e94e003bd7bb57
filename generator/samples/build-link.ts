import { type ByteOrder, uint16, uint32 } from "../capture/byte-order.js";
import { ETHER_TYPE } from "../capture/protocol-numbers.js";

/** One VLAN tag (802.1Q). */
export interface VlanTag {
  /** The EtherType that announces the tag; 0x8100 where absent. */
  readonly protocol?: number;
  /** 12 bits. */
  readonly id: number;
}

/** An Ethernet frame to build, without its frame check sequence. */
export interface EthernetFields {
  /** An IP packet, or what `etherType` says. */
  readonly payload: Uint8Array;
  /** That of the IP version in the payload where absent. */
  readonly etherType?: number;
  /** The outermost first. */
  readonly vlanTags?: readonly VlanTag[];
  /** 6 octets each; locally administered ones where absent. */
  readonly source?: Uint8Array;
  readonly destination?: Uint8Array;
  /** Zeros are added up to this length, as the trailer of a short frame; 0 where absent. */
  readonly minimumLength?: number;
}

const SOURCE = Uint8Array.of(2, 0, 0, 0, 0, 1);
const DESTINATION = Uint8Array.of(2, 0, 0, 0, 0, 2);
const ARPHRD_ETHER = 1;
const AF_INET = 2;
/** The one of NetBSD, OpenBSD and Npcap; FreeBSD has 28, macOS 30. */
const AF_INET6 = 24;

/** Builds a frame of LINKTYPE_ETHERNET. */
export function buildEthernet(fields: EthernetFields): Uint8Array {
  const { payload, etherType = chooseEtherType(payload), vlanTags = [] } = fields;
  const tags = vlanTags.flatMap(({ protocol = ETHER_TYPE.VLAN, id }) => [
    uint16(protocol, "big"),
    uint16(id, "big"),
  ]);
  const frame = Buffer.concat([
    fields.destination ?? DESTINATION,
    fields.source ?? SOURCE,
    ...tags,
    uint16(etherType, "big"),
    payload,
  ]);
  const trailer = Buffer.alloc(Math.max(0, (fields.minimumLength ?? 0) - frame.length));
  return Buffer.concat([frame, trailer]);
}

/** Builds a packet of LINKTYPE_LINUX_SLL around an IP packet, as sent to this host by Ethernet. */
export function buildSll(payload: Uint8Array): Uint8Array {
  const address = Buffer.alloc(8);
  address.set(SOURCE);
  return Buffer.concat([
    uint16(0, "big"), // packet type: to us
    uint16(ARPHRD_ETHER, "big"),
    uint16(SOURCE.length, "big"),
    address,
    uint16(chooseEtherType(payload), "big"),
    payload,
  ]);
}

/** Builds a packet of LINKTYPE_LINUX_SLL2 around an IP packet, as seen by interface 1. */
export function buildSll2(payload: Uint8Array): Uint8Array {
  const address = Buffer.alloc(8);
  address.set(SOURCE);
  return Buffer.concat([
    uint16(chooseEtherType(payload), "big"),
    uint16(0, "big"), // reserved
    uint32(1, "big"),
    uint16(ARPHRD_ETHER, "big"),
    Uint8Array.of(0, SOURCE.length), // packet type: to us
    address,
    payload,
  ]);
}

/** Builds a packet of LINKTYPE_NULL around an IP packet, in the capturing host's byte order. */
export function buildNull(payload: Uint8Array, byteOrder: ByteOrder): Uint8Array {
  const isIpv4 = chooseEtherType(payload) === ETHER_TYPE.IPV4;
  return Buffer.concat([uint32(isIpv4 ? AF_INET : AF_INET6, byteOrder), payload]);
}

/** Builds a packet of LINKTYPE_LOOP around an IP packet. */
export function buildLoop(payload: Uint8Array): Uint8Array {
  return buildNull(payload, "big");
}

function chooseEtherType(packet: Uint8Array): number {
  const version = (packet[0] ?? 0) >> 4;
  if (version === 4) return ETHER_TYPE.IPV4;
  if (version === 6) return ETHER_TYPE.IPV6;
  throw new Error(`no IP packet: version ${version}`);
}
